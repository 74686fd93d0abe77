/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MOSIX's boxes and switches, libc only: see boxes.h.
 */
#include "boxes.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "error_name.h"

enum { ERRNO_MAX = 255, HOME_TRIES = 20, HOME_PAUSE = 500 };

static unsigned int own_home; /* 0 = unknown */

long mosix_open(const char *path, int flags, unsigned int mode)
{
    return syscall(SYS_open, path, flags, mode);
}

long mailbox(unsigned int flags)
{
    return mosix_open(MYBOX, O_CREAT, flags);
}

long box_path(const char *kind, const char *ip, long pid, int flags)
{
    char path[128];

    snprintf(path, sizeof(path), "/proc/mosix/%s/%s/%ld", kind, ip, pid);
    return mosix_open(path, flags, 0);
}

long send_box(long pid)
{
    return box_path("mbox", "0.0.0.0", pid, O_WRONLY);
}

long self_value(const char *name)
{
    char path[64];

    snprintf(path, sizeof(path), "/proc/self/%s", name);
    return mosix_open(path, 0, 0);
}

long raw_read(int fd, void *data, size_t size)
{
    return syscall(SYS_read, fd, data, size);
}

long raw_write(int fd, const void *data, size_t size)
{
    return syscall(SYS_write, fd, data, size);
}

/* The number that open(2) returned, or -1 for an error. */
static long address_of(long value)
{
    if (value != -1) {
        return (unsigned int) value;
    }
    return errno <= ERRNO_MAX ? -1 : (long) (unsigned int) -errno;
}

static void write_address(char *text, size_t size, unsigned int ip)
{
    snprintf(text, size, "%u.%u.%u.%u", ip >> 24, ip >> 16 & 255, ip >> 8 & 255, ip & 255);
}

const char *address_text(long value)
{
    static char text[32];
    long address = address_of(value);

    if (address < 0) {
        return error_name(errno);
    }
    if (address < 65536) { /* the number of a node */
        snprintf(text, sizeof(text), "%ld", address);
    } else {
        write_address(text, sizeof(text), (unsigned int) address);
    }
    return text;
}

/* Returns 0, or -errno. */
static int ask_home(void)
{
    int box = (int) mailbox(15);
    int fd = (int) send_box(getpid());
    int rc = 0;
    char byte;
    long home;

    if (box < 0 || fd < 0 || write(fd, "x", 1) != 1 || read(box, &byte, 1) != 1) {
        rc = -errno;
    } else {
        home = address_of(self_value("sender_home"));
        own_home = home < 0 ? 0 : (unsigned int) home;
    }
    close(fd);
    close(box);
    return rc;
}

int find_home(void)
{
    int rc = ask_home();

    for (int i = 1; i < HOME_TRIES && rc == -ENETUNREACH; i++) {
        poll(NULL, 0, HOME_PAUSE);
        rc = ask_home();
    }
    return rc;
}

unsigned int home_number(void)
{
    return own_home;
}

void set_home(unsigned int number)
{
    own_home = number;
}

const char *home_text(void)
{
    static char text[32];

    if (own_home == 0) {
        return "unknown";
    }
    write_address(text, sizeof(text), own_home);
    return text;
}
