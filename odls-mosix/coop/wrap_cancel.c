/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: cancellation, and pthread_cleanup_push() and _pop() as C programs use them. The
 * __pad[0] of a cleanup handler's buffer is the next outer one.
 */
#include "coop_wrap.h"

#include <pthread.h>
#include <stdlib.h>

#include "coop_cancel.h"
#include "coop_next.h"
#include "coop_state.h"
#include "coop_thread.h"

/* The header hides these from files with their own prototypes of cleanup. */
void __pthread_register_cancel(__pthread_unwind_buf_t *buffer);
void __pthread_unregister_cancel(__pthread_unwind_buf_t *buffer);
void __pthread_unwind_next(__pthread_unwind_buf_t *buffer);

/* The C library's function, for the main coroutine. */
static void real_cleanup(const char *name, __pthread_unwind_buf_t *buffer)
{
    void (*function)(__pthread_unwind_buf_t *) =
        (void (*)(__pthread_unwind_buf_t *)) coop_next(name);

    if (function == NULL) {
        abort();
    }
    function(buffer);
}

COOP_WRAPPER void __pthread_register_cancel(__pthread_unwind_buf_t *buffer)
{
    if (coop.current == &coop.main) {
        real_cleanup("__pthread_register_cancel", buffer);
        return;
    }
    buffer->__pad[0] = coop.current->cleanups;
    coop.current->cleanups = buffer;
}

COOP_WRAPPER void __pthread_unregister_cancel(__pthread_unwind_buf_t *buffer)
{
    if (coop.current == &coop.main) {
        real_cleanup("__pthread_unregister_cancel", buffer);
        return;
    }
    coop.current->cleanups = buffer->__pad[0];
}

COOP_WRAPPER void __pthread_unwind_next(__pthread_unwind_buf_t *buffer)
{
    if (coop.current == &coop.main) {
        real_cleanup("__pthread_unwind_next", buffer);
    }
    coop_thread_exit(coop.current->result);
}

COOP_WRAPPER int pthread_cancel(pthread_t handle)
{
    struct coop_thread *thread = coop_state_find(handle);

    if (thread == NULL || thread->finished) {
        return ESRCH;
    }
    coop_cancel_send(thread);
    return 0;
}

COOP_WRAPPER void pthread_testcancel(void)
{
    coop_cancel_test();
}

COOP_WRAPPER int pthread_setcancelstate(int state, int *old)
{
    if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE) {
        return EINVAL;
    }
    if (old != NULL) {
        *old = coop.current->cancel_state;
    }
    coop.current->cancel_state = state;
    return 0;
}

COOP_WRAPPER int pthread_setcanceltype(int type, int *old)
{
    if (type != PTHREAD_CANCEL_DEFERRED && type != PTHREAD_CANCEL_ASYNCHRONOUS) {
        return EINVAL;
    }
    if (old != NULL) {
        *old = coop.current->cancel_type;
    }
    coop.current->cancel_type = type;
    return 0;
}
