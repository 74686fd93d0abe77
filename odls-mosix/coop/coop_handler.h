/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Handlers of signals that are this library's own. MOSIX 4.4.3 calls a handler in another way than
 * the kernel does, wherever the signal comes from [real]:
 *
 * - The context, its third argument, is NULL. The registers lie on its stack.
 * - The stack is not aligned to 16 bytes, except by chance. A handler dies of SIGSEGV where the
 *   compiler uses aligned instructions.
 * - Without an alternate stack, the siginfo_t is written into the 128 bytes below the stack
 * pointer, where the interrupted function may keep variables (the ABI's red zone).
 * - Of the vector registers, only the 128 bits of SSE are as before when it returns.
 *
 * So these handlers are called through one function that runs them on a stack of their own, keeps
 * the rest of the vector registers, and finds the interrupted code in either way.
 */
#ifndef COOP_HANDLER_H
#define COOP_HANDLER_H

#include <signal.h>

/* WHERE is the address of the interrupted code, NULL if it is not known. errno is kept. All signals
 * are blocked, and a handler must not let other coroutines run: there is one stack for all. */
typedef void coop_handler(int number, const siginfo_t *info, const void *where);

/* What handled a signal before. */
struct coop_handler_former {
    struct sigaction action;
    coop_handler *handler; /* of this library, if action says that it was one */
};

/* Let HANDLER handle the signal NUMBER; interrupted system calls go on (SA_RESTART). *FORMER,
 * unless NULL, becomes what did so until now. The kernel thread gets an alternate stack if it has
 * none. Returns 0, or -errno and nothing has changed. */
int coop_handler_set(int number, coop_handler *handler, struct coop_handler_former *former);

/* Bring back what handled NUMBER. */
void coop_handler_restore(int number, const struct coop_handler_former *former);

/* Whether HANDLER handles NUMBER: 1 or 0, or -errno. */
int coop_handler_is_set(int number, coop_handler *handler);

#endif
