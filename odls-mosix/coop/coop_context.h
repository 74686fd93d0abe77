/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Leaving one stack for another. On x86-64, the only processor that MOSIX runs on [doc4], this
 * makes no system call, because each one costs much there: one of ten calls of MPI_Init and
 * MPI_Finalize was of that kind. Elsewhere, and where the processor keeps shadow stacks, ucontext
 * is used.
 */
#ifndef COOP_CONTEXT_H
#define COOP_CONTEXT_H

#include "coop_stack.h"

#include <stdbool.h>
#include <ucontext.h>

struct coop_context {
    void *top; /* of the stack that was left, or NULL: registers are used */
    ucontext_t registers;
};

/* Whether the processor compares return addresses with a copy of its own; then it is told of other
 * stacks by ucontext alone. */
bool coop_context_has_shadow_stack(void);

/* Prepare CONTEXT so that the first switch to it calls ENTRY, which must not return, on STACK. */
void coop_context_make(struct coop_context *context, const struct coop_stack *stack,
                       void (*entry)(void));

/* Save the caller in FROM and go on with TO. Returns when somebody switches to FROM. The signal
 * mask of the kernel stays what it is: see coop_mask.h. errno is not saved. */
void coop_context_switch(struct coop_context *from, struct coop_context *to);

#endif
