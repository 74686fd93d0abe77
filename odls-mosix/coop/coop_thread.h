/* SPDX-License-Identifier: BSD-3-Clause */
/* Birth and death of coroutines. */
#ifndef COOP_THREAD_H
#define COOP_THREAD_H

#include <pthread.h>

struct coop_thread;

/*
 * Create a coroutine as ATTRIBUTES (NULL: the defaults) say and let it run until it waits for the
 * first time; *HANDLE is set before. 0 or -errno: -EAGAIN no memory, -EPERM scheduling attributes
 * that need a kernel thread, -EINVAL.
 */
int coop_thread_create(pthread_t *handle, const pthread_attr_t *attributes, void *(*start)(void *),
                       void *argument);

/* The coroutine of HANDLE, or NULL if there is none (any more). */
struct coop_thread *coop_thread_find(pthread_t handle);

/* What pthread_self() returns in THREAD. */
pthread_t coop_thread_handle(const struct coop_thread *thread);

/* The caller's last words: cleanup handlers, destructors of keys, and no return. In the main one,
 * waits for all others first. */
_Noreturn void coop_thread_exit(void *result);

/* THREAD, which is done, was joined: free it. */
void coop_thread_free(struct coop_thread *thread);

/* Free those that are done and detached. Called after each switch, when their stacks are not in
 * use. */
void coop_thread_reap(void);

#endif
