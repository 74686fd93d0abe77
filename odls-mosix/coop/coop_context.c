/* SPDX-License-Identifier: BSD-3-Clause */
/* The switch of stacks, see coop_context.h. */
#include "coop_context.h"

#include <stdint.h>
#include <string.h>

#ifdef __x86_64__

/* Pushes what a called function must keep, stores the stack pointer at *FROM and continues where TO
 * was stored. */
void coop_context_leave(void **from, void *to);

__asm__(".pushsection .text\n"
        ".hidden coop_context_leave\n"
        ".globl coop_context_leave\n"
        ".type coop_context_leave, @function\n"
        "coop_context_leave:\n"
        "    pushq %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    subq $8, %rsp\n"
        "    stmxcsr (%rsp)\n"
        "    fnstcw 4(%rsp)\n"
        "    movq %rsp, (%rdi)\n"
        "    movq %rsi, %rsp\n"
        "    ldmxcsr (%rsp)\n"
        "    fldcw 4(%rsp)\n"
        "    addq $8, %rsp\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    ret\n"
        ".size coop_context_leave, . - coop_context_leave\n"
        ".popsection\n");

/* What coop_context_leave() finds on a stack. The function that it returns to begins as if it had
 * been called: no_return is in the place of a return address, after which the stack is aligned to
 * 16 bytes. */
struct frame {
    uint32_t mxcsr;
    uint16_t x87;
    uint16_t unused;
    uint64_t r15, r14, r13, r12, rbx, rbp;
    void (*entry)(void);
    uint64_t no_return;
};

/* The instruction does nothing on processors without shadow stacks. */
bool coop_context_has_shadow_stack(void)
{
    uint64_t pointer = 0;

    __asm__ volatile(".byte 0xf3, 0x48, 0x0f, 0x1e, 0xc8" : "+a"(pointer));
    return pointer != 0;
}

static void *make_frame(const struct coop_stack *stack, void (*entry)(void))
{
    uintptr_t end = ((uintptr_t) stack->bottom + stack->size) & ~(uintptr_t) 15;
    struct frame *frame = (struct frame *) (end - sizeof(*frame));

    memset(frame, 0, sizeof(*frame));
    __asm__ volatile("stmxcsr %0\n\tfnstcw %1" : "=m"(frame->mxcsr), "=m"(frame->x87));
    frame->entry = entry;
    return frame;
}

#else

static void coop_context_leave(void **from, void *to)
{
    (void) from;
    (void) to;
}

bool coop_context_has_shadow_stack(void)
{
    return true;
}

static void *make_frame(const struct coop_stack *stack, void (*entry)(void))
{
    (void) stack;
    (void) entry;
    return NULL;
}

#endif

void coop_context_make(struct coop_context *context, const struct coop_stack *stack,
                       void (*entry)(void))
{
    if (!coop_context_has_shadow_stack()) {
        context->top = make_frame(stack, entry);
        return;
    }
    context->top = NULL;
    getcontext(&context->registers);
    context->registers.uc_stack.ss_sp = stack->bottom;
    context->registers.uc_stack.ss_size = stack->size;
    context->registers.uc_link = NULL;
    makecontext(&context->registers, entry, 0);
}

void coop_context_switch(struct coop_context *from, struct coop_context *to)
{
    /* getcontext() returns a second time when somebody comes back; volatile keeps this in memory.
     */
    volatile bool left = false;

    if (to->top != NULL) {
        coop_context_leave(&from->top, to->top);
        return;
    }
    /* swapcontext() would bring back the mask that TO had when it was left. */
    getcontext(&from->registers);
    if (!left) {
        left = true;
        to->registers.uc_sigmask = from->registers.uc_sigmask;
        setcontext(&to->registers);
    }
}
