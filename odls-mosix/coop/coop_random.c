/* SPDX-License-Identifier: BSD-3-Clause */
/* Reads /dev/urandom, see coop_random.h. */
#include "coop_random.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>

#include "coop_kernel.h"

#define SOURCE "/dev/urandom"
/* The kernel gives no more to one call. */
#define SIZE_LIMIT 33554431
#define INSECURE 0x4U /* GRND_INSECURE; glibc 2.31 does not have the name */
#define STOCK_SIZE 512

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

ssize_t coop_random(void *buffer, size_t size, unsigned flags)
{
    ssize_t got;
    int fd;

    if ((flags & ~(GRND_NONBLOCK | GRND_RANDOM | INSECURE)) != 0 ||
        (flags & (GRND_RANDOM | INSECURE)) == (GRND_RANDOM | INSECURE)) {
        return -EINVAL;
    }
    fd = (int) COOP_KERNEL(SYS_openat, AT_FDCWD, (long) SOURCE, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) {
        return fd == -ENOENT ? -ENOSYS : fd;
    }
    got = read_all(fd, buffer, size < SIZE_LIMIT ? size : SIZE_LIMIT);
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

__attribute__((constructor)) static void watch_forks(void)
{
    can_stock = pthread_atfork(NULL, NULL, forked) == 0;
}
