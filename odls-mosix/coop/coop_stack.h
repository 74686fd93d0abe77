/* SPDX-License-Identifier: BSD-3-Clause */
/* Stacks of coroutines: private memory with a guard area below, so that an overflow is a SIGSEGV at
 * once. */
#ifndef COOP_STACK_H
#define COOP_STACK_H

#include <stddef.h>

struct coop_stack {
    void *bottom;  /* lowest usable byte; NULL: no stack */
    size_t size;   /* usable bytes */
    void *mapping; /* what to unmap; NULL: the memory is the user's */
    size_t mapped;
};

/* Map SIZE usable bytes and GUARD bytes below them, both rounded up to pages. Pages are only used
 * when they are touched. 0 or -errno. */
int coop_stack_map(struct coop_stack *stack, size_t size, size_t guard);

/* Use memory of the caller, without a guard. */
void coop_stack_borrow(struct coop_stack *stack, void *bottom, size_t size);

/* Unmap what coop_stack_map() mapped. Must not be called on the stack itself. */
void coop_stack_unmap(struct coop_stack *stack);

#endif
