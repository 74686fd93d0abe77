/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs a program under the system calls of MOSIX 4.4.3, as they were recorded there [real]:
 *
 *     mosix_calls [--malloc] PROGRAM [ARGUMENT]...
 *
 * A process ends with status 1 at its first call that MOSIX does not know (numbers from 314 on). A
 * line on standard error names the number. Calls that MOSIX refuses give the error that it gives.
 * Nothing else of MOSIX is here.
 *
 * --malloc lets one getrandom() of 8 bytes pass after each exec: glibc 2.36 and later make it when
 * malloc starts, before any preloaded library can act. Ranks get another allocator for that reason.
 * rseq is switched off by GLIBC_TUNABLES, as it is for ranks.
 *
 * The exit status is the program's, or 128 plus the signal that ended it; 125 if this program
 * itself cannot work (no ptrace or seccomp here, or no such PROGRAM).
 */
#include <stdio.h>

#define CANNOT 125

#ifdef __x86_64__

#include <asm/unistd.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIRST_UNKNOWN 314
#define GETRANDOM 318

/* Always ENOSYS with -e. */
static const unsigned short refused[] = {
    28,  30,  101, 103, 125, 126, 128, 129, 134, 135, 139, 142, 143, 144, 145, 146, 147, 148,
    149, 150, 151, 152, 155, 159, 161, 163, 164, 167, 168, 169, 170, 171, 172, 173, 174, 175,
    176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 203, 204, 205, 206, 207, 208, 209, 210,
    211, 212, 213, 214, 215, 216, 219, 222, 223, 224, 225, 226, 227, 229, 230, 232, 233, 236,
    237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254,
    255, 256, 272, 273, 274, 278, 279, 281, 282, 283, 284, 286, 287, 289, 290, 291, 294, 297,
    298, 299, 300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311, 312, 313,
};

/* Refused or answered as their arguments say. */
static const unsigned short examined[] = {
    __NR_mmap, __NR_select, __NR_clone, __NR_prctl, __NR_futex, __NR_pselect6, __NR_ppoll,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PROCESSES_MAX 256

/* The traced processes that have used up their one getrandom(). */
static pid_t started_malloc[PROCESSES_MAX];

static void die(const char *what)
{
    fprintf(stderr, "mosix_calls: %s: %s\n", what, strerror(errno));
    exit(CANNOT);
}

/* A filter that stops the process at all calls of the tables above and at all unknown ones. */
static void install_filter(void)
{
    struct sock_filter code[COUNT(refused) + COUNT(examined) + 8];
    struct sock_fprog program = {.filter = code};
    size_t length = 0;
    size_t rows = COUNT(refused) + COUNT(examined);

    code[length++] =
        (struct sock_filter) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    code[length++] = (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FIRST_UNKNOWN,
                                                   (uint8_t) (rows + 1), 0);
    for (size_t i = 0; i < rows; i++) {
        unsigned number = i < COUNT(refused) ? refused[i] : examined[i - COUNT(refused)];

        code[length++] = (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number,
                                                       (uint8_t) (rows - i), 0);
    }
    code[length++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[length++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    program.len = (unsigned short) length;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0) {
        die("no system call filter");
    }
}

static void become(char **argv)
{
    setenv("GLIBC_TUNABLES", "glibc.pthread.rseq=0", 1);
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0) {
        die("no ptrace");
    }
    raise(SIGSTOP);
    install_filter();
    execvp(argv[0], argv);
    die(argv[0]);
}

static bool is_refused(unsigned long number)
{
    for (size_t i = 0; i < COUNT(refused); i++) {
        if (refused[i] == number) {
            return true;
        }
    }
    return false;
}

/* Whether clone() with FLAGS and STACK is a plain fork or vfork. */
static bool is_fork(unsigned long flags, unsigned long stack)
{
    unsigned long harmless = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CLONE_PARENT_SETTID;

    flags &= ~harmless;
    return stack == 0 && (flags == SIGCHLD || flags == (SIGCHLD | CLONE_VM | CLONE_VFORK));
}

/* pselect6() got no mask: its last argument is NULL or points to a NULL. */
static bool has_no_mask(pid_t pid, unsigned long argument)
{
    return argument == 0 || ptrace(PTRACE_PEEKDATA, pid, argument, NULL) == 0;
}

/* What a known call gives: 1 if it goes to the kernel, else 0 or -errno. */
static int examine(pid_t pid, struct user_regs_struct *r)
{
    switch (r->orig_rax) {
    case __NR_mmap:
        if ((r->r10 & MAP_TYPE) != MAP_SHARED) {
            return 1;
        }
        r->r10 = (r->r10 & ~(unsigned long) MAP_TYPE) | MAP_PRIVATE;
        return (r->rdx & PROT_WRITE) != 0 ? -ENOSYS : 1;
    case __NR_select:
        return r->rdi == 0 || (r->rsi | r->rdx | r->r10) == 0 ? -EINVAL : 1;
    case __NR_pselect6:
        return has_no_mask(pid, r->r9) ? -EFAULT : 1;
    case __NR_ppoll:
        return r->rdx == 0 ? -EINVAL : 1; /* without a time limit */
    case __NR_clone:
        return is_fork(r->rdi, r->rsi) ? 1 : -ENOSYS;
    case __NR_prctl:
        return r->rdi == PR_SET_PDEATHSIG || r->rdi == PR_GET_PDEATHSIG ? 1 : -ENOSYS;
    case __NR_futex:
        return r->rsi == (FUTEX_WAKE | FUTEX_PRIVATE_FLAG) ? 0 : -ENOSYS;
    default:
        return is_refused(r->orig_rax) ? -ENOSYS : 1;
    }
}

static pid_t *slot_of(pid_t pid)
{
    for (size_t i = 0; i < PROCESSES_MAX; i++) {
        if (started_malloc[i] == pid) {
            return &started_malloc[i];
        }
    }
    return NULL;
}

/* Whether PID makes its one permitted getrandom(). */
static bool is_start_of_malloc(pid_t pid, const struct user_regs_struct *r)
{
    pid_t *slot = slot_of(0);

    if (r->orig_rax != GETRANDOM || r->rsi != 8 || r->rdx != 1 || slot_of(pid) != NULL ||
        slot == NULL) {
        return false;
    }
    *slot = pid;
    return true;
}

static void forget(pid_t pid)
{
    pid_t *slot = slot_of(pid);

    if (slot != NULL) {
        *slot = 0;
    }
}

static void judge(pid_t pid, bool malloc_may)
{
    struct user_regs_struct r;
    int answer;

    if (ptrace(PTRACE_GETREGS, pid, NULL, &r) < 0) {
        return;
    }
    if (r.orig_rax >= FIRST_UNKNOWN) {
        if (malloc_may && is_start_of_malloc(pid, &r)) {
            return;
        }
        fprintf(stderr, "mosix_calls: process %d: illegal system call #%llu\n", (int) pid,
                r.orig_rax);
        r.orig_rax = __NR_exit_group;
        r.rdi = 1;
    } else {
        answer = examine(pid, &r);
        if (answer <= 0) {
            r.orig_rax = (unsigned long long) -1;
            r.rax = (unsigned long long) answer;
        }
    }
    ptrace(PTRACE_SETREGS, pid, NULL, &r);
}

/* Let PID go on after a stop with STATUS. */
static void resume(pid_t pid, int status, bool malloc_may)
{
    int number = WSTOPSIG(status);
    int event = status >> 16;

    if (event == PTRACE_EVENT_SECCOMP) {
        judge(pid, malloc_may);
    } else if (event == PTRACE_EVENT_EXEC) {
        forget(pid);
    }
    /* New processes start with a SIGSTOP of ptrace's own. */
    if (event != 0 || number == SIGSTOP || number == SIGTRAP) {
        number = 0;
    }
    ptrace(PTRACE_CONT, pid, NULL, (void *) (intptr_t) number);
}

static int watch(pid_t program, bool malloc_may)
{
    long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                   PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    int status;
    pid_t pid;

    if (waitpid(program, &status, 0) != program || !WIFSTOPPED(status) ||
        ptrace(PTRACE_SETOPTIONS, program, NULL, options) < 0) {
        die("no ptrace");
    }
    ptrace(PTRACE_CONT, program, NULL, NULL);
    while ((pid = waitpid(-1, &status, __WALL)) > 0) {
        if (WIFSTOPPED(status)) {
            resume(pid, status, malloc_may);
            continue;
        }
        forget(pid);
        if (pid == program) {
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
    }
    die("the program is gone");
    return CANNOT;
}

int main(int argc, char **argv)
{
    bool malloc_may = argc > 1 && strcmp(argv[1], "--malloc") == 0;
    char **program = argv + (malloc_may ? 2 : 1);
    pid_t pid;

    if (program[0] == NULL) {
        fprintf(stderr, "usage: mosix_calls [--malloc] PROGRAM [ARGUMENT]...\n");
        return CANNOT;
    }
    pid = fork();
    if (pid < 0) {
        die("fork");
    }
    if (pid == 0) {
        become(program);
    }
    return watch(pid, malloc_may);
}

#else

int main(void)
{
    fprintf(stderr, "mosix_calls: MOSIX exists for x86-64 only\n");
    return CANNOT;
}

#endif
