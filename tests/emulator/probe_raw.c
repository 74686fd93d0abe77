/* SPDX-License-Identifier: BSD-3-Clause */
/* Makes a refused call without the C library, by its own machine instruction, and tells the result.
 */
#include <stdio.h>
#include <sys/syscall.h>

int main(void)
{
    long result = SYS_epoll_create1;

    __asm__ volatile("syscall" : "+a"(result) : "D"(0L) : "rcx", "r11", "memory");
    printf("%ld\n", result);
    return 0;
}
