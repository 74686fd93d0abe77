/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who runs next. Tasks are ready or wait; both queues are first in, first out, so that a run is
 * repeatable. Libc only: no clock, descriptor or stack is touched here; the runtime tells what
 * happened, and this module decides who is woken by it.
 *
 * Vocabulary: a task waits for an object (an address: mutex, condition, thread ...), for
 * descriptors, for a point in time, or for several of them; the first that comes wakes it. The
 * memory of tasks belongs to the caller. Nothing here allocates, blocks or fails.
 */
#ifndef COOP_SCHED_H
#define COOP_SCHED_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum coop_task_state {
    COOP_RUNNING,
    COOP_READY,
    COOP_WAITING,
    COOP_DONE,
};

/* Why a task that waited runs again. */
enum coop_wake {
    COOP_WAKE_OBJECT,
    COOP_WAKE_DESCRIPTOR,
    COOP_WAKE_TIME,
    COOP_WAKE_SIGNAL,
    COOP_WAKE_CANCEL,
};

/* What a task waits for. */
struct coop_wait {
    const void *object;         /* NULL: no object */
    struct pollfd *descriptors; /* owned by the task that waits, often on its stack */
    size_t descriptor_count;
    int64_t deadline;   /* see coop_time.h; COOP_NEVER: none */
    bool interruptible; /* a signal handler that ran ends the wait */
    bool cancellable;   /* the wait is a cancellation point */
};

struct coop_task {
    struct coop_task *next;
    struct coop_task *previous;
    int id; /* > 0, unique in the life of the process */
    enum coop_task_state state;
    enum coop_wake wake;
    struct coop_wait wait;
};

struct coop_queue {
    struct coop_task *first;
    struct coop_task *last;
};

/* All zero is an empty scheduler. */
struct coop_sched {
    struct coop_queue ready;
    struct coop_queue waiting;
};

/* Let TASK, which is in no queue, run after all that are ready now. */
void coop_sched_ready(struct coop_sched *sched, struct coop_task *task);

/* Take the next task out of the ready queue and call it running; NULL if none is ready. */
struct coop_task *coop_sched_next(struct coop_sched *sched);

/* Let TASK, which is in no queue, wait. */
void coop_sched_wait(struct coop_sched *sched, struct coop_task *task,
                     const struct coop_wait *wait);

/* Make TASK ready if it waits; REASON is what it finds in task->wake. */
void coop_sched_wake(struct coop_sched *sched, struct coop_task *task, enum coop_wake reason);

/* The task that has waited longest for OBJECT, or NULL. */
struct coop_task *coop_sched_waiter(const struct coop_sched *sched, const void *object);

/* Wake at most LIMIT of those that wait for OBJECT, in the order in which they came. How many. */
size_t coop_sched_wake_object(struct coop_sched *sched, const void *object, size_t limit);

/* The earliest deadline of all that wait, or COOP_NEVER. */
int64_t coop_sched_deadline(const struct coop_sched *sched);

/* Wake all whose deadline is NOW or earlier: the earliest first, then in the order in which they
 * came. */
size_t coop_sched_expire(struct coop_sched *sched, int64_t now);

/* How many descriptors the waiting tasks wait for. */
size_t coop_sched_descriptor_count(const struct coop_sched *sched);

/* Copy them to ALL, which has room for coop_sched_descriptor_count() of them. */
void coop_sched_descriptors(const struct coop_sched *sched, struct pollfd *all);

/* Wake the tasks for which poll() reported something. ALL must come from coop_sched_descriptors()
 * with no other call on SCHED in between; NULL: something was reported for each. How many. */
size_t coop_sched_wake_descriptors(struct coop_sched *sched, const struct pollfd *all);

#endif
