/* SPDX-License-Identifier: BSD-3-Clause */
/* The list of coroutines and the clock, see coop_state.h. */
#include "coop_state.h"

#include <errno.h>
#include <stdlib.h>

#include "coop_libc.h"

struct coop_state coop = {
    .current = &coop.main,
    .principal = &coop.main,
    .all = &coop.main,
    .main = {.task = {.id = 1, .state = COOP_RUNNING}},
    .live = 1,
    .skip_limit = 1,
    .last_id = 1,
};

struct coop_keys coop_keys;

int64_t coop_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * COOP_SECOND + now.tv_nsec;
}

int coop_deadline(clockid_t clock, const struct timespec *time, int64_t *deadline)
{
    struct timespec now;
    int64_t present;
    int64_t point;
    int rc = coop_time_from_timespec(time, &point);

    if (rc < 0) {
        return rc;
    }
    if (clock == CLOCK_MONOTONIC || point == COOP_NEVER) {
        *deadline = point;
        return 0;
    }
    if (clock != CLOCK_REALTIME || clock_gettime(clock, &now) < 0) {
        return -EINVAL;
    }
    present = now.tv_sec * COOP_SECOND + now.tv_nsec;
    *deadline = coop_time_after(coop_now(), point - present);
    return 0;
}

pthread_t coop_state_handle(const struct coop_thread *thread)
{
    return thread == &coop.main ? coop_tls_kernel_thread() : (pthread_t) thread;
}

struct coop_thread *coop_state_find(pthread_t handle)
{
    struct coop_thread *thread = coop.all;

    while (thread != NULL && coop_state_handle(thread) != handle) {
        thread = thread->next;
    }
    return thread;
}

void coop_state_add(struct coop_thread *thread)
{
    struct coop_thread **end = &coop.all;

    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = thread;
}

void coop_state_free(struct coop_thread *thread)
{
    struct coop_thread **link = &coop.all;

    while (*link != thread) {
        link = &(*link)->next;
    }
    *link = thread->next;
    if (thread != &coop.main) {
        coop_values_free(&thread->values);
        coop_endings_free(&thread->endings);
        coop_tls_free(&thread->tls);
        coop_stack_unmap(&thread->stack);
        free(thread);
    }
}

void coop_state_reap(void)
{
    struct coop_thread *thread = coop.all;

    if (!coop.reapable) {
        return;
    }
    coop.reapable = false;
    while (thread != NULL) {
        struct coop_thread *next = thread->next;

        if (thread->task.state == COOP_DONE && thread->detached) {
            coop_state_free(thread);
        }
        thread = next;
    }
}
