/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The coroutines of this process, what is known of each of them, and the clock of all waits.
 * Everything here belongs to the one kernel thread: nothing is locked, and nothing may be called
 * from a signal handler unless it says so.
 */
#ifndef COOP_STATE_H
#define COOP_STATE_H

#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "coop_context.h"
#include "coop_endings.h"
#include "coop_sched.h"
#include "coop_stack.h"
#include "coop_time.h"
#include "coop_tls.h"
#include "coop_values.h"

/* What the C++ runtime keeps per thread (its ABI says so): exceptions being handled, and how many
 * are in flight. */
struct coop_exceptions {
    void *caught;
    unsigned uncaught;
};

/* A routine of pthread_once() that a coroutine runs; on its stack. */
struct coop_once {
    pthread_once_t *control;
    struct coop_once *outer;
};

/* One coroutine. Its address is its pthread_t, except for the main one. */
struct coop_thread {
    struct coop_task task; /* first: the scheduler hands out this part */
    struct coop_thread *next;
    struct coop_context context;
    struct coop_stack stack;
    void *(*start)(void *);
    void *argument;
    void *result;
    size_t guard_size;
    bool service; /* of Open MPI, not of the program */
    bool detached;
    bool joining;                      /* somebody is in pthread_join() for it */
    bool finished;                     /* result is valid */
    struct coop_tls tls;               /* none: those of the first thread */
    struct coop_ending *endings;       /* of its thread-local objects */
    struct coop_exceptions exceptions; /* while the coroutine does not run */
    locale_t locale;                   /* of uselocale(), while the coroutine does not run */
    sigset_t mask;
    const sigset_t *wait_mask; /* replaces mask while ppoll() and the like wait; NULL: none */
    sigset_t held;             /* blocked signals that were sent to this coroutine alone */
    struct coop_values values;
    bool cancel_pending;
    int cancel_state;
    int cancel_type;
    __pthread_unwind_buf_t
        *cleanups;           /* of pthread_cleanup_push(), innermost first, linked by __pad[0] */
    struct coop_once *onces; /* innermost first */
    char name[16];           /* of pthread_setname_np() */
    char function[96];       /* where it started, for messages */
};

struct coop_state {
    struct coop_thread *current;
    struct coop_thread
        *principal;          /* the one that signals interrupt: main, or the one that forked */
    struct coop_thread *all; /* in order of creation, main first; done ones until joined */
    struct coop_thread main;
    struct coop_sched sched;
    unsigned live;                /* coroutines that are not done; 1: wrappers do next to nothing */
    volatile bool busy;           /* the queues are in use: a signal handler must not touch them */
    unsigned masked_waits;        /* coroutines with a wait_mask */
    unsigned commands;            /* coroutines in system(): SIGCHLD waits until they are done */
    unsigned idlers;              /* coroutines that sleep by coop_idle */
    int64_t idle_limit;           /* how long they want to, in nanoseconds */
    int claimed;                  /* signal that ends such a sleep and is blocked otherwise; 0 */
    volatile sig_atomic_t woken;  /* it has come */
    bool holding;                 /* a coroutine holds a signal */
    unsigned rwlock_waits;        /* coroutines that wait for a read-write lock */
    volatile sig_atomic_t posted; /* sem_post() was called, perhaps by a signal handler */
    unsigned long passes;         /* how often anybody came to the scheduler */
    unsigned skipped;             /* looks at the helpers' descriptors that were saved, in a row */
    unsigned skip_limit;
    uint64_t last_look;
    bool reapable; /* a coroutine that is done and detached waits to be freed */
    int last_id;
};

extern struct coop_state coop;

/* Empty at the start, so that its 16 KiB are not in the file, as they would be in coop. */
extern struct coop_keys coop_keys;

/* Nobody else can run: nobody exists but the caller, or the caller is a handler that interrupted
 * the scheduler. Then wrappers leave everything to the C library: waiting calls are permitted in
 * handlers. */
static inline bool coop_alone(void)
{
    return __builtin_expect(coop.live == 1, 1) || coop.busy;
}

/* The queues are going to change, until coop_done(). Not nested. */
static inline void coop_begin(void)
{
    coop.busy = true;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

static inline void coop_done(void)
{
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    coop.busy = false;
}

static inline struct coop_thread *coop_thread_of(struct coop_task *task)
{
    return (struct coop_thread *) task;
}

/* Nanoseconds of CLOCK_MONOTONIC. */
int64_t coop_now(void);

/* The point of *TIME on CLOCK as a deadline: 0, or -EINVAL for a clock or time that pthread calls
 * refuse. When CLOCK_REALTIME is set while somebody waits, the wait keeps its length. */
int coop_deadline(clockid_t clock, const struct timespec *time, int64_t *deadline);

/* What pthread_self() returns in THREAD. */
pthread_t coop_state_handle(const struct coop_thread *thread);

/* The coroutine of HANDLE, or NULL if there is none (any more). */
struct coop_thread *coop_state_find(pthread_t handle);

/* THREAD is the newest coroutine: the last one in the list of all. */
void coop_state_add(struct coop_thread *thread);

/* Take THREAD, which is done or exists in the parent of fork() only, out of the list and free what
 * it has. */
void coop_state_free(struct coop_thread *thread);

/* Free those that are done and detached. Called after each switch, when their stacks are not in
 * use. */
void coop_state_reap(void);

#endif
