/* SPDX-License-Identifier: BSD-3-Clause */
/* Handlers of signals, see coop_handler.h. */
#include "coop_handler.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/user.h>
#include <ucontext.h>

#ifdef __x86_64__
#include <cpuid.h>
#endif

static coop_handler *handlers[NSIG];

/* Where the kernel or MOSIX begins. Handlers of the program that ask for an alternate stack run
 * there as well. MOSIX begins 896 bytes below the end [real], so with this size also theirs find a
 * stack that is aligned. */
static char alternate_stack[65536 + 8] __attribute__((aligned(16)));

/* Of what assembler names, the compiler must know that it is needed. */
#define FOR_ASSEMBLER __attribute__((used, visibility("hidden")))

FOR_ASSEMBLER void coop_handler_dispatch(int number, const siginfo_t *info, const void *context,
                                         const void *top);

#ifdef __x86_64__

/* The stack pointer's first value in a handler is TOP. Above the return address MOSIX keeps the
 * registers as ptrace() gives them, and above the registers of SSE the siginfo_t [real]. */
#define MOSIX_REGISTERS 16
#define MOSIX_INFO 768
#define USER_CODE 0x33 /* selectors that Linux gives to programs of 64 bits */
#define USER_STACK 0x2b

/* Never in use twice, because all signals are blocked. */
#define STACK_SIZE 65536
#define VECTORS_SIZE 4096 /* the components below end before 2816 on all processors so far */
extern char coop_handler_stack[], coop_handler_vectors[];
extern int coop_handler_saves;
char coop_handler_stack[STACK_SIZE] __attribute__((aligned(64))) FOR_ASSEMBLER;
char coop_handler_vectors[VECTORS_SIZE] __attribute__((aligned(64))) FOR_ASSEMBLER;

/* Whether the processor has the instruction that saves vectors. Asking it is slow in a virtual
 * machine. MOSIX cannot move a process to one that has less: the C library has chosen, too. */
int coop_handler_saves FOR_ASSEMBLER;

void coop_handler_entry(int number, siginfo_t *info, void *context);

/* 0xe4: the upper halves of AVX, and all of AVX-512. A processor that has less saves less. */
__asm__(".pushsection .text\n"
        ".hidden coop_handler_entry\n"
        ".globl coop_handler_entry\n"
        ".type coop_handler_entry, @function\n"
        "coop_handler_entry:\n"
        "    pushq %rbp\n"
        "    movq %rsp, %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    movq %rdx, %r8\n"
        "    leaq coop_handler_vectors(%rip), %rbx\n"
        "    movl coop_handler_saves(%rip), %r12d\n"
        "    testl %r12d, %r12d\n"
        "    jz 1f\n"
        "    movl $0xe4, %eax\n"
        "    xorl %edx, %edx\n"
        "    xsave64 (%rbx)\n"
        "1:\n"
        "    leaq coop_handler_stack+65536(%rip), %rsp\n"
        "    movq %r8, %rdx\n"
        "    leaq 8(%rbp), %rcx\n"
        "    call coop_handler_dispatch\n"
        "    testl %r12d, %r12d\n"
        "    jz 2f\n"
        "    movl $0xe4, %eax\n"
        "    xorl %edx, %edx\n"
        "    xrstor64 (%rbx)\n"
        "2:\n"
        "    leaq -16(%rbp), %rsp\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    ret\n"
        ".size coop_handler_entry, . - coop_handler_entry\n"
        ".popsection\n");

static void prepare(void)
{
    unsigned eax, ebx, ecx, edx;

    coop_handler_saves = __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_OSXSAVE) != 0;
}

static const void *interrupted_at(const siginfo_t *info, const ucontext_t *context, const void *top)
{
    const struct user_regs_struct *registers =
        (const void *) ((const char *) top + MOSIX_REGISTERS);

    if (context != NULL) {
        return (const void *) context->uc_mcontext.gregs[REG_RIP];
    }
    if ((const char *) info - (const char *) top == MOSIX_INFO && registers->cs == USER_CODE &&
        registers->ss == USER_STACK) {
        return (const void *) registers->rip;
    }
    return NULL;
}

#else

static void prepare(void)
{
}

static void coop_handler_entry(int number, siginfo_t *info, void *context)
{
    coop_handler_dispatch(number, info, context, NULL);
}

static const void *interrupted_at(const siginfo_t *info, const ucontext_t *context, const void *top)
{
    (void) info;
    (void) top;
#if defined(__aarch64__)
    return context != NULL ? (const void *) context->uc_mcontext.pc : NULL;
#else
    (void) context;
    return NULL;
#endif
}

#endif

void coop_handler_dispatch(int number, const siginfo_t *info, const void *context, const void *top)
{
    int saved = errno;

    handlers[number](number, info, interrupted_at(info, context, top));
    errno = saved;
}

static int make_alternate_stack(void)
{
    const stack_t ours = {.ss_sp = alternate_stack, .ss_size = sizeof(alternate_stack)};
    stack_t now;

    if (sigaltstack(NULL, &now) < 0 ||
        ((now.ss_flags & SS_DISABLE) != 0 && sigaltstack(&ours, NULL) < 0)) {
        return -errno;
    }
    return 0;
}

static bool is_ours(const struct sigaction *action)
{
    return (action->sa_flags & SA_SIGINFO) != 0 && action->sa_sigaction == coop_handler_entry;
}

int coop_handler_set(int number, coop_handler *handler, struct coop_handler_former *former)
{
    struct sigaction action = {.sa_sigaction = coop_handler_entry,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    struct coop_handler_former here;
    int rc = make_alternate_stack();

    if (rc < 0) {
        return rc;
    }
    prepare();
    former = former != NULL ? former : &here;
    former->handler = handlers[number];
    handlers[number] = handler;
    sigfillset(&action.sa_mask);
    if (sigaction(number, &action, &former->action) < 0) {
        rc = -errno;
        handlers[number] = former->handler;
    }
    return rc;
}

void coop_handler_restore(int number, const struct coop_handler_former *former)
{
    if (is_ours(&former->action)) {
        handlers[number] = former->handler;
    }
    sigaction(number, &former->action, NULL);
}

int coop_handler_is_set(int number, coop_handler *handler)
{
    struct sigaction now;

    if (sigaction(number, NULL, &now) < 0) {
        return -errno;
    }
    return is_ours(&now) && handlers[number] == handler;
}
