/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The system call as such: past the C library's syscall(), and past whatever wraps that, such as
 * the library of cooperative threads, which mosenv is started with, too. Libc only.
 */
#ifndef MOSIX_EMULATOR_RAW_SYSCALL_H
#define MOSIX_EMULATOR_RAW_SYSCALL_H

/* The bare system call NUMBER. Returns what the kernel returns, errors as -errno. */
static inline long raw_call(long number, long a, long b, long c, long d, long e, long f)
{
    register long fourth __asm__("r10") = d;
    register long fifth __asm__("r8") = e;
    register long sixth __asm__("r9") = f;
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth), "r"(sixth)
                     : "rcx", "r11", "memory");
    return result;
}

#endif
