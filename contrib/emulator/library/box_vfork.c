/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrapper of vfork(), which marks the time that the child runs; see box_vfork.h. The child uses its
 * parent's stack, so no function in C can come in between. The place to return to waits in rdi,
 * because the child writes over it on the stack; a system call changes rax, rcx and r11 only.
 */
#include "box_vfork.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw_call.h"

volatile int box_vfork_runs;

pid_t box_vfork_failed(long result);

/* What vfork() returns when the kernel says RESULT, an error. */
__attribute__((used)) pid_t box_vfork_failed(long result)
{
    errno = (int) -result;
    return -1;
}

/* How often the child looks, milliseconds. */
#define LOOK_EVERY 50

/* Whether LINE, "SigPnd:" or "ShdPnd:" in STATUS of /proc, has a bit that is set. */
static bool has_bit(const char *status, const char *line)
{
    const char *at = strstr(status, line);

    return at != NULL && at[strlen(line) + strspn(at + strlen(line), "\t0")] != '\n';
}

/* Whether some signal waits for process PID. */
static bool is_wanted(int pid)
{
    char path[32], status[2048];
    long got, fd;

    (void) snprintf(path, sizeof(path), "/proc/%d/status", pid);
    fd = raw_call(SYS_openat, AT_FDCWD, (long) path, O_RDONLY | O_CLOEXEC, 0, 0, 0);
    got = raw_call(SYS_read, fd, (long) status, sizeof(status) - 1, 0, 0, 0);
    (void) raw_call(SYS_close, fd, 0, 0, 0, 0, 0);
    if (got <= 0) {
        return true;
    }
    status[got] = '\0';
    return has_bit(status, "SigPnd:") || has_bit(status, "ShdPnd:");
}

void box_vfork_hang(void)
{
    while (!is_wanted((int) raw_call(SYS_getppid, 0, 0, 0, 0, 0, 0))) {
        (void) raw_poll(NULL, 0, LOOK_EVERY);
    }
    for (;;) {
        (void) raw_call(SYS_exit_group, 1, 0, 0, 0, 0, 0);
    }
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
