/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A handler of the library that is called as MOSIX 4.4.3 calls handlers [real]: without a context,
 * on a stack that is not aligned, with the interrupted registers and the siginfo_t above it, and
 * with the vector registers left as it leaves them. The main program waits for a flag of a helper,
 * so that the watchdog's handler has something to say, which the test looks at.
 */
#include "probe.h"

#ifndef __x86_64__

int main(void)
{
    printf("only for x86-64\n");
    return 77;
}

#else

#include <dlfcn.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/user.h>
#include <ucontext.h>
#include <unistd.h>

enum { ROOM = 8192, TOP = 4096, REGISTERS = TOP + 16, INFO = TOP + 768, VECTOR = 32 };

/* Named in a message, so neither static nor inlined. */
void spin_in_main(void) __attribute__((noinline));

/* Calls HANDLER of SIGVTALRM so that its stack pointer is TOP. VECTOR, unless NULL, is in a vector
 * register before, and is what is there afterwards. */
void call_as_mosix(void (*handler)(int, siginfo_t *, void *), siginfo_t *info, char *top,
                   char *vector);

__asm__(".pushsection .text\n"
        ".globl call_as_mosix\n"
        "call_as_mosix:\n"
        "    pushq %rbp\n"
        "    movq %rsp, %rbp\n"
        "    pushq %rbx\n"
        "    movq %rcx, %rbx\n"
        "    movq %rdi, %rax\n"
        "    testq %rbx, %rbx\n"
        "    jz 1f\n"
        "    vmovups (%rbx), %ymm1\n"
        "1:  leaq 8(%rdx), %rsp\n"
        "    movl $26, %edi\n"
        "    xorl %edx, %edx\n"
        "    call *%rax\n"
        "    testq %rbx, %rbx\n"
        "    jz 2f\n"
        "    vmovups %ymm1, (%rbx)\n"
        "    vzeroupper\n"
        "2:  leaq -8(%rbp), %rsp\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    ret\n"
        ".popsection\n");

static struct sigaction wanted; /* by the library, for SIGVTALRM */
static volatile bool reported;

static bool timer_runs(void)
{
    struct itimerval timer;

    return getitimer(ITIMER_VIRTUAL, &timer) == 0 && timerisset(&timer.it_value);
}

/* What the kernel calls. */
static void stand_in(int number, siginfo_t *info, void *context)
{
    static char room[ROOM] __attribute__((aligned(16)));
    const ucontext_t *interrupted = context;
    struct user_regs_struct registers = {.cs = 0x33, .ss = 0x2b};
    char before[VECTOR];
    char vector[VECTOR];

    CHECK_INT(number, SIGVTALRM);
    registers.rip = (unsigned long) interrupted->uc_mcontext.gregs[REG_RIP];
    memcpy(room + REGISTERS, &registers, sizeof(registers));
    memcpy(room + INFO, info, sizeof(*info));
    memset(before, 'v', VECTOR);
    memcpy(vector, before, VECTOR);
    call_as_mosix(wanted.sa_sigaction, (siginfo_t *) (room + INFO), room + TOP,
                  __builtin_cpu_supports("avx") ? vector : NULL);
    /* MOSIX itself brings the lower half back. */
    CHECK(memcmp(vector + VECTOR / 2, before + VECTOR / 2, VECTOR / 2) == 0);
    /* The first report is the last, and then the timer is not needed any more. */
    reported = !timer_runs();
}

/* In the place of the C library's, also for libmosix-coop.so. */
int sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
    __typeof__(sigaction) *real = (__typeof__(sigaction) *) dlsym(RTLD_NEXT, "sigaction");
    struct sigaction ours = {.sa_sigaction = stand_in};

    if (number != SIGVTALRM) {
        return real(number, action, old);
    }
    if (old != NULL) {
        *old = wanted;
    }
    if (action == NULL) {
        return 0;
    }
    wanted = *action;
    ours.sa_flags = action->sa_flags;
    ours.sa_mask = action->sa_mask;
    return real(number, &ours, NULL);
}

static volatile bool flag;

static void *sleep_and_set_flag(void *argument)
{
    usleep(1000);
    flag = true;
    return argument;
}

void spin_in_main(void)
{
    while (!flag && !reported) {
    }
}

int main(void)
{
    pthread_t thread = probe_start(sleep_and_set_flag, NULL);
    stack_t stack;

    spin_in_main();
    probe_join(thread);
    CHECK(flag);
    /* Otherwise MOSIX would write into the variables of the interrupted function. */
    CHECK((wanted.sa_flags & SA_ONSTACK) != 0);
    CHECK_INT(sigaltstack(NULL, &stack), 0);
    CHECK_INT(stack.ss_flags & SS_DISABLE, 0);
    return EXIT_SUCCESS;
}

#endif
