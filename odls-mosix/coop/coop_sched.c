/* SPDX-License-Identifier: BSD-3-Clause */
/* The two queues of the scheduler, see coop_sched.h. Libc only. */
#include "coop_sched.h"

#include "coop_time.h"

static void append(struct coop_queue *queue, struct coop_task *task)
{
    task->next = NULL;
    task->previous = queue->last;
    if (queue->last != NULL) {
        queue->last->next = task;
    } else {
        queue->first = task;
    }
    queue->last = task;
}

static void take_out(struct coop_queue *queue, struct coop_task *task)
{
    if (task->previous != NULL) {
        task->previous->next = task->next;
    } else {
        queue->first = task->next;
    }
    if (task->next != NULL) {
        task->next->previous = task->previous;
    } else {
        queue->last = task->previous;
    }
    task->next = NULL;
    task->previous = NULL;
}

void coop_sched_ready(struct coop_sched *sched, struct coop_task *task)
{
    task->state = COOP_READY;
    append(&sched->ready, task);
}

struct coop_task *coop_sched_next(struct coop_sched *sched)
{
    struct coop_task *task = sched->ready.first;

    if (task != NULL) {
        take_out(&sched->ready, task);
        task->state = COOP_RUNNING;
    }
    return task;
}

void coop_sched_wait(struct coop_sched *sched, struct coop_task *task, const struct coop_wait *wait)
{
    task->wait = *wait;
    task->state = COOP_WAITING;
    append(&sched->waiting, task);
}

void coop_sched_wake(struct coop_sched *sched, struct coop_task *task, enum coop_wake reason)
{
    if (task->state != COOP_WAITING) {
        return;
    }
    take_out(&sched->waiting, task);
    task->wake = reason;
    coop_sched_ready(sched, task);
}

struct coop_task *coop_sched_waiter(const struct coop_sched *sched, const void *object)
{
    struct coop_task *task = sched->waiting.first;

    while (task != NULL && task->wait.object != object) {
        task = task->next;
    }
    return task;
}

size_t coop_sched_wake_object(struct coop_sched *sched, const void *object, size_t limit)
{
    struct coop_task *task = sched->waiting.first;
    size_t count = 0;

    while (task != NULL && count < limit) {
        struct coop_task *next = task->next;

        if (task->wait.object == object) {
            coop_sched_wake(sched, task, COOP_WAKE_OBJECT);
            count++;
        }
        task = next;
    }
    return count;
}

/* The first of those that wait with the earliest deadline, or NULL if nobody has one. */
static struct coop_task *earliest(const struct coop_sched *sched)
{
    struct coop_task *found = NULL;
    int64_t deadline = COOP_NEVER;

    for (struct coop_task *task = sched->waiting.first; task != NULL; task = task->next) {
        if (task->wait.deadline < deadline) {
            deadline = task->wait.deadline;
            found = task;
        }
    }
    return found;
}

int64_t coop_sched_deadline(const struct coop_sched *sched)
{
    const struct coop_task *task = earliest(sched);

    return task == NULL ? COOP_NEVER : task->wait.deadline;
}

size_t coop_sched_expire(struct coop_sched *sched, int64_t now)
{
    struct coop_task *task;
    size_t count = 0;

    while ((task = earliest(sched)) != NULL && task->wait.deadline <= now) {
        coop_sched_wake(sched, task, COOP_WAKE_TIME);
        count++;
    }
    return count;
}

size_t coop_sched_descriptor_count(const struct coop_sched *sched)
{
    size_t count = 0;

    for (const struct coop_task *task = sched->waiting.first; task != NULL; task = task->next) {
        count += task->wait.descriptor_count;
    }
    return count;
}

void coop_sched_descriptors(const struct coop_sched *sched, struct pollfd *all)
{
    for (const struct coop_task *task = sched->waiting.first; task != NULL; task = task->next) {
        for (size_t i = 0; i < task->wait.descriptor_count; i++) {
            *all++ = (struct pollfd){.fd = task->wait.descriptors[i].fd,
                                     .events = task->wait.descriptors[i].events};
        }
    }
}

size_t coop_sched_wake_descriptors(struct coop_sched *sched, const struct pollfd *all)
{
    struct coop_task *task = sched->waiting.first;
    size_t count = 0;

    while (task != NULL) {
        struct coop_task *next = task->next;
        bool reported = false;

        for (size_t i = 0; i < task->wait.descriptor_count; i++) {
            reported = all == NULL || (all++)->revents != 0 || reported;
        }
        if (reported) {
            coop_sched_wake(sched, task, COOP_WAKE_DESCRIPTOR);
            count++;
        }
        task = next;
    }
    return count;
}
