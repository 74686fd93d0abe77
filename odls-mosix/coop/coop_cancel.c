/* SPDX-License-Identifier: BSD-3-Clause */
/* Cancellation, and pthread_cleanup_push() and _pop() as C programs use them; see coop_cancel.h. */
#include "coop_wrap.h"
#include "coop_cancel.h"

#include <dlfcn.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "coop_runtime.h"
#include "coop_thread.h"

/* The header hides these from files with their own prototypes of cleanup. */
void __pthread_register_cancel(__pthread_unwind_buf_t *buffer);
void __pthread_unregister_cancel(__pthread_unwind_buf_t *buffer);
void __pthread_unwind_next(__pthread_unwind_buf_t *buffer);

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

/* In the buffer of a cleanup handler: the next outer one. */
static __pthread_unwind_buf_t *outer(const __pthread_unwind_buf_t *buffer)
{
    return buffer->__pad[0];
}

void coop_cancel_unwind(void)
{
    __pthread_unwind_buf_t *buffer = coop.current->cleanups;
    jmp_buf handler = {0};

    if (buffer != NULL) {
        coop.current->cleanups = outer(buffer);
        memcpy(handler[0].__jmpbuf, buffer->__cancel_jmp_buf[0].__cancel_jmp_buf,
               sizeof(handler[0].__jmpbuf));
        longjmp(handler, 1);
    }
}

/* The C library's function, for the main coroutine. */
static void real_cleanup(const char *name, __pthread_unwind_buf_t *buffer)
{
    void (*function)(__pthread_unwind_buf_t *) =
        (void (*)(__pthread_unwind_buf_t *)) dlsym(RTLD_NEXT, name);

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
    coop.current->cleanups = outer(buffer);
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
    struct coop_thread *thread = coop_thread_find(handle);

    if (thread == NULL || thread->finished) {
        return ESRCH;
    }
    thread->cancel_pending = true;
    if (is_cancelled(thread)) {
        coop_wake_cancelled(thread);
    }
    if (thread == coop.current && thread->cancel_type == PTHREAD_CANCEL_ASYNCHRONOUS) {
        coop_cancel_test();
    }
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
