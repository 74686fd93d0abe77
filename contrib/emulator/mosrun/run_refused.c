/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls that end a process without the library; see run_refused.h. */
#include "run_refused.h"

#include "call_table.h"
#include "say.h"

#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>

/* The kernel's si_code SYS_SECCOMP, which the C library's headers do not all name. */
#define SENT_BY_FILTER 1

/* The length of the instruction syscall, which the process has just executed. */
#define SYSCALL_LENGTH 2

#define STATUS_LINE_SIZE 256

/* Whether PID catches SIGSYS: then the library has started. */
static bool has_handler(pid_t pid)
{
    char path[64];
    char line[STATUS_LINE_SIZE];
    uint64_t caught = 0;
    FILE *status;

    snprintf(path, sizeof(path), "/proc/%d/status", (int) pid);
    status = fopen(path, "re");
    while (status != NULL && fgets(line, sizeof(line), status) != NULL) {
        if (sscanf(line, "SigCgt: %" SCNx64, &caught) == 1) {
            break;
        }
    }
    if (status != NULL) {
        fclose(status);
    }
    return (caught >> (SIGSYS - 1) & 1) != 0;
}

static void tell(long number, const struct discipline *discipline)
{
    if (call_row_find(number, CALL_ANSWER_END, discipline) != NULL) {
        say_mosix("illegal system call #%ld", number);
    } else if (number == SYS_mmap) {
        say_mosix("Shared memory (MAP_SHARED) not supported under MOSIX");
    } else {
        say_mosix("system-call '%s' not supported under MOSIX", call_name(number));
    }
}

bool run_refused_end(pid_t pid, const struct discipline *discipline)
{
    struct user_regs_struct registers;
    siginfo_t info;

    if (ptrace(PTRACE_GETSIGINFO, pid, NULL, &info) < 0 || info.si_code != SENT_BY_FILTER ||
        has_handler(pid) || ptrace(PTRACE_GETREGS, pid, NULL, &registers) < 0) {
        return false;
    }
    /* Once more the instruction that made the call, now for another one. */
    registers.rip -= SYSCALL_LENGTH;
    registers.rax = SYS_exit_group;
    registers.orig_rax = (unsigned long long) -1; /* nothing to restart */
    registers.rdi = 1;
    if (ptrace(PTRACE_SETREGS, pid, NULL, &registers) < 0) {
        return false;
    }
    tell(info.si_syscall, discipline);
    return true;
}
