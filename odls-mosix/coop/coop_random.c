/* SPDX-License-Identifier: BSD-3-Clause */
/* Reads /dev/urandom, see coop_random.h. */
#include "coop_random.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#include "coop_kernel.h"

#define SOURCE "/dev/urandom"
/* The kernel gives no more to one call. */
#define SIZE_LIMIT 33554431
#define INSECURE 0x4U /* GRND_INSECURE; glibc 2.31 does not have the name */
#define STOCK_SIZE 512

/*
 * Where the descriptor is kept that serves when SOURCE cannot be opened: out of the program's way,
 * and below the 1024 that a process under mosrun can have [doc4]; where fewer are permitted, lower.
 */
static const int kept_from[] = {1000, 200, 3};
static int kept = -1;

/* What SOURCE is, on every Linux. */
#define SOURCE_DEVICE makedev(1, 9)

static unsigned char stock[STOCK_SIZE];
static size_t stocked;
static bool can_stock; /* a child of fork() does not get its parent's */

static ssize_t read_all(int fd, char *buffer, size_t size)
{
    size_t got = 0;

    while (got < size) {
        long rc = COOP_KERNEL(SYS_read, fd, (long) (buffer + got), (long) (size - got));

        if (rc == 0 || (rc < 0 && rc != -EINTR)) {
            return rc == 0 ? -EIO : rc;
        }
        got += rc > 0 ? (size_t) rc : 0;
    }
    return (ssize_t) got;
}

static int open_source(void)
{
    return (int) COOP_KERNEL(SYS_openat, AT_FDCWD, (long) SOURCE, O_RDONLY | O_CLOEXEC, 0);
}

/*
 * The kept descriptor if it is still what it was: the program may have closed it, and opened
 * something else in its place. Otherwise -1.
 */
static int kept_source(void)
{
    struct stat status;

    if (kept < 0 || COOP_KERNEL(SYS_fstat, kept, (long) &status) != 0 || !S_ISCHR(status.st_mode) ||
        status.st_rdev != SOURCE_DEVICE) {
        return -1;
    }
    return kept;
}

ssize_t coop_random(void *buffer, size_t size, unsigned flags)
{
    ssize_t got;
    int fd;

    if ((flags & ~(GRND_NONBLOCK | GRND_RANDOM | INSECURE)) != 0 ||
        (flags & (GRND_RANDOM | INSECURE)) == (GRND_RANDOM | INSECURE)) {
        return -EINVAL;
    }
    size = size < SIZE_LIMIT ? size : SIZE_LIMIT;
    fd = open_source();
    if (fd < 0) {
        int other = kept_source();

        return other >= 0 ? read_all(other, buffer, size) : fd == -ENOENT ? -ENOSYS : fd;
    }
    got = read_all(fd, buffer, size);
    COOP_KERNEL(SYS_close, fd);
    return got;
}

static int fill_directly(char *buffer, size_t size)
{
    size_t done = 0;

    while (done < size) {
        ssize_t got = coop_random(buffer + done, size - done, 0);

        if (got < 0) {
            return (int) got;
        }
        done += (size_t) got;
    }
    return 0;
}

int coop_random_fill(void *buffer, size_t size)
{
    int rc = 0;

    if (size > STOCK_SIZE / 2 || !can_stock) {
        return fill_directly(buffer, size);
    }
    if (size > stocked) {
        rc = fill_directly((char *) stock, STOCK_SIZE);
        stocked = rc == 0 ? STOCK_SIZE : 0;
    }
    if (rc == 0) {
        stocked -= size;
        memcpy(buffer, stock + stocked, size);
        /* Bytes that were given out must not stay here, where somebody could find them later. */
        explicit_bzero(stock + stocked, size);
    }
    return rc;
}

static void forked(void)
{
    stocked = 0;
}

static void keep_source(void)
{
    int fd = open_source();

    for (size_t i = 0; fd >= 0 && kept < 0 && i < sizeof(kept_from) / sizeof(kept_from[0]); i++) {
        kept = (int) COOP_KERNEL(SYS_fcntl, fd, F_DUPFD_CLOEXEC, kept_from[i]);
    }
    if (fd >= 0) {
        COOP_KERNEL(SYS_close, fd);
    }
}

__attribute__((constructor)) static void prepare(void)
{
    keep_source();
    can_stock = pthread_atfork(NULL, NULL, forked) == 0;
}
