/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrapper of vfork(), which marks the time that the child runs; see box_vfork.h. The child uses its
 * parent's stack, so no function in C can come in between. The place to return to waits in rdi,
 * because the child writes over it on the stack; a system call changes rax, rcx and r11 only.
 */
#include "box_vfork.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

volatile int box_vfork_runs;

pid_t box_vfork_failed(long result);

/* What vfork() returns when the kernel says RESULT, an error. */
__attribute__((used)) pid_t box_vfork_failed(long result)
{
    errno = (int) -result;
    return -1;
}

#define TEXT_OF(number) #number
#define NUMBER(number) TEXT_OF(number)

__asm__(".text\n"
        ".globl vfork\n"
        ".type vfork, @function\n"
        "vfork:\n"
        "    popq %rdi\n"
        "    movl $1, box_vfork_runs(%rip)\n"
        "    movl $" NUMBER(SYS_vfork) ", %eax\n"
                                       "    syscall\n"
                                       "    pushq %rdi\n"
                                       "    testq %rax, %rax\n"
                                       "    je 1f\n"
                                       "    movl $0, box_vfork_runs(%rip)\n"
                                       "    js 2f\n"
                                       "1:  ret\n"
                                       "2:  movq %rax, %rdi\n"
                                       "    jmp box_vfork_failed\n"
                                       ".size vfork, . - vfork\n");
