/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The program that the command lines of expected-4.4.3 start: it ends with the status that its last
 * argument says, or by that signal if the number is negative. It has no C library, because those of
 * today make system calls before main that end a program under MOSIX.
 */
#include <sys/syscall.h>

static long call(long number, long first, long second)
{
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"(number), "D"(first), "S"(second)
                     : "rcx", "r11", "memory");
    return result;
}

static long number_of(const char *word)
{
    long sign = *word == '-' ? -1 : 1;
    long value = 0;

    for (word += *word == '-'; *word >= '0' && *word <= '9'; word++) {
        value = value * 10 + (*word - '0');
    }
    return sign * value;
}

/* STACK is where the kernel puts the number of arguments and their addresses. */
__attribute__((used, noreturn)) static void start(const long *stack)
{
    long number = number_of((const char *) stack[stack[0]]);

    if (number < 0) {
        call(SYS_kill, call(SYS_getpid, 0, 0), -number);
    }
    for (;;) {
        call(SYS_exit_group, number, 0);
    }
}

__asm__(".globl _start\n"
        "_start:\n"
        "    mov %rsp, %rdi\n"
        "    and $-16, %rsp\n"
        "    call start\n");
