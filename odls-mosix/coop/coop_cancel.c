/* SPDX-License-Identifier: BSD-3-Clause */
/* Cancellation, see coop_cancel.h. */
#include "coop_cancel.h"

#include "coop_runtime.h"
#include "coop_thread.h"

static bool is_cancelled(const struct coop_thread *thread)
{
    return thread->cancel_pending && thread->cancel_state == PTHREAD_CANCEL_ENABLE;
}

void coop_cancel_test(void)
{
    if (is_cancelled(coop.current)) {
        coop_thread_exit(PTHREAD_CANCELED);
    }
}

enum coop_wake coop_cancel_block(const struct coop_wait *wait)
{
    struct coop_wait cancellable = *wait;
    enum coop_wake wake;

    coop_cancel_test();
    cancellable.cancellable = true;
    wake = coop_block(&cancellable);
    coop_cancel_test();
    return wake;
}

/* End the wait of THREAD if that is a cancellation point. */
static void wake(struct coop_thread *thread)
{
    coop_begin();
    if (thread->task.wait.cancellable) {
        coop_sched_wake(&coop.sched, &thread->task, COOP_WAKE_CANCEL);
    }
    coop_done();
}

void coop_cancel_send(struct coop_thread *thread)
{
    thread->cancel_pending = true;
    if (is_cancelled(thread)) {
        wake(thread);
    }
    if (thread == coop.current && thread->cancel_type == PTHREAD_CANCEL_ASYNCHRONOUS) {
        coop_cancel_test();
    }
}
