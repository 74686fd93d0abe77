/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program that no library can be loaded into: a child of it makes a system call that MOSIX 4 does
 * not know, the program says how that ended, and makes such a call itself. It has no C library, as
 * probe_static.c.
 */
#include <sys/syscall.h>

/* getrandom, and a number that no kernel has. */
#define ILLEGAL 318
#define ILLEGAL_TOO 500

void _start(void);

static long call(long number, long first, const void *second, long third)
{
    register long fourth __asm__("r10") = 0;
    long result = number;

    __asm__ volatile("syscall"
                     : "+a"(result)
                     : "D"(first), "S"(second), "d"(third), "r"(fourth)
                     : "rcx", "r11", "memory");
    return result;
}

__attribute__((force_align_arg_pointer)) void _start(void)
{
    int status = 0;
    long child = call(SYS_fork, 0, 0, 0);

    if (child == 0) {
        call(ILLEGAL, 0, 0, 0);
        call(SYS_exit_group, 0, 0, 0);
    }
    call(SYS_wait4, child, &status, 0);
    if (status == 1 << 8) {
        call(SYS_write, 1, "child: 1\n", 9);
    } else {
        call(SYS_write, 1, "child: other\n", 13);
    }
    call(ILLEGAL_TOO, 0, 0, 0);
    call(SYS_write, 1, "alive\n", 6);
    call(SYS_exit_group, 0, 0, 0);
}
