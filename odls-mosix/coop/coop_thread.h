/* SPDX-License-Identifier: BSD-3-Clause */
/* Start and end of coroutines. */
#ifndef COOP_THREAD_H
#define COOP_THREAD_H

#include <pthread.h>

/*
 * Create a coroutine as ATTRIBUTES (NULL: the defaults) say and let it run until it waits for the
 * first time; *HANDLE is set before. 0 or -errno: -EAGAIN no memory, -EPERM scheduling attributes
 * that need a kernel thread, -EINVAL.
 */
int coop_thread_create(pthread_t *handle, const pthread_attr_t *attributes, void *(*start)(void *),
                       void *argument);

/* End the caller: run its cleanup handlers and the destructors of its keys. In between, the main
 * coroutine waits until all others have ended. */
_Noreturn void coop_thread_exit(void *result);

#endif
