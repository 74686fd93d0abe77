/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program that cannot load a library: makes a refused call, asks for its processors, and
 * opens a file by open(2). It has no C library at all, because not every system has a static one.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>

void _start(void);

static long call(long number, long first, const void *second, const void *third)
{
    long result = number;

    __asm__ volatile("syscall"
                     : "+a"(result)
                     : "D"(first), "S"(second), "d"(third)
                     : "rcx", "r11", "memory");
    return result;
}

static void put(const char *text, unsigned long length)
{
    call(SYS_write, 1, text, (const void *) length);
}

static void tell(long result)
{
    if (result == -ENOSYS) {
        put("ENOSYS\n", 7);
    } else {
        put("works\n", 6);
    }
}

__attribute__((force_align_arg_pointer)) void _start(void)
{
    static unsigned long mask[128];
    long result;

    put("epoll: ", 7);
    tell(call(SYS_epoll_create1, 0, 0, 0));
    put("affinity: ", 10);
    tell(call(SYS_sched_getaffinity, 0, (const void *) sizeof(mask), mask));
    put("open: ", 6);
    result = call(SYS_open, (long) "/dev/null", (const void *) O_RDONLY, 0);
    put(result >= 0 ? "works\n" : "fails\n", 6);
    call(SYS_exit, 0, 0, 0);
}
