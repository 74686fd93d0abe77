/* SPDX-License-Identifier: BSD-3-Clause */
/* The switch of stacks, see coop_context.h. */
#include "coop_context.h"

#include <stdbool.h>

void coop_context_make(struct coop_context *context, const struct coop_stack *stack,
                       void (*entry)(void))
{
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

    /* swapcontext() would bring back the mask that TO had when it was left. */
    getcontext(&from->registers);
    if (!left) {
        left = true;
        to->registers.uc_sigmask = from->registers.uc_sigmask;
        setcontext(&to->registers);
    }
}
