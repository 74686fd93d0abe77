/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who owns a mutex. Libc only: works on the memory of a pthread_mutex_t and knows no scheduler.
 *
 * The C library names the owner of a mutex by the number of its kernel thread. All coroutines have
 * the same one, so a recursive mutex would let the second coroutine in. Here the owner is the
 * number of the coroutine, kept in the same fields that the C library uses: its static
 * initialisers, pthread_mutex_init() and pthread_mutex_destroy() stay valid.
 */
#ifndef COOP_MUTEX_H
#define COOP_MUTEX_H

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>

/* Values of __data.__lock. */
#define COOP_MUTEX_FREE 0
#define COOP_MUTEX_TAKEN 1
#define COOP_MUTEX_WANTED 2 /* taken, and somebody waits */

/*
 * Bits of __data.__kind that say whether transactional memory may be used:
 * pthread_mutexattr_settype(NORMAL) sets the second one.
 */
#define COOP_MUTEX_ELISION (0x100U | 0x200U)

/*
 * Normal, recursive, error checking or adaptive, for one process: what this module handles. Not:
 * shared between processes, robust, with priorities, or destroyed.
 */
static inline bool coop_mutex_is_plain(const pthread_mutex_t *mutex)
{
    return ((unsigned) mutex->__data.__kind & ~COOP_MUTEX_ELISION) <= PTHREAD_MUTEX_ADAPTIVE_NP;
}

/* Normal, recursive ... */
static inline int coop_mutex_type(const pthread_mutex_t *mutex)
{
    return mutex->__data.__kind & 3;
}

/* Take the plain MUTEX, which nobody holds, for SELF. */
static inline void coop_mutex_own(pthread_mutex_t *mutex, int self)
{
    mutex->__data.__lock = COOP_MUTEX_TAKEN;
    mutex->__data.__owner = self;
    mutex->__data.__count = 1;
    mutex->__data.__nusers = 1;
}

/*
 * SELF tries to lock the plain MUTEX. 0: SELF has it (once more) · -EBUSY: somebody else has it, or
 * SELF and the mutex is neither recursive nor error checking · -EDEADLK: SELF has it and the mutex
 * is error checking · -EAGAIN: recursion too deep.
 */
int coop_mutex_take(pthread_mutex_t *mutex, int self);

/* Note that somebody waits for the taken MUTEX. */
static inline void coop_mutex_want(pthread_mutex_t *mutex)
{
    mutex->__data.__lock = COOP_MUTEX_WANTED;
}

/*
 * SELF unlocks the plain MUTEX. 0: it is free, or SELF keeps it as it was locked more than once ·
 * 1: it is free, and somebody waits for it · -EPERM: recursive or error checking, and SELF does not
 * have it.
 */
int coop_mutex_release(pthread_mutex_t *mutex, int self);

#endif
