/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: threads as such, from pthread_create() to pthread_join(). */
#include "coop_wrap.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "coop_cancel.h"
#include "coop_libc.h"
#include "coop_report.h"
#include "coop_runtime.h"
#include "coop_thread.h"
#include "coop_time.h"

/* Libraries whose threads wait in the kernel by themselves (futex), so that a coroutine of theirs
 * would stop the process for ever, or that know them by their thread-local storage: the OpenMP of
 * GNU, LLVM and Intel. */
static const char *const hopeless_libraries[] = {"libgomp.so", "libomp.so", "libiomp5.so"};

/* Whether START is in such a library. Says so once. */
static bool is_hopeless(void *(*start)(void *) )
{
    static bool reported;
    Dl_info info;

    if (dladdr((const void *) start, &info) == 0 || info.dli_fname == NULL) {
        return false;
    }
    for (size_t i = 0; i < sizeof(hopeless_libraries) / sizeof(hopeless_libraries[0]); i++) {
        if (strstr(info.dli_fname, hopeless_libraries[i]) == NULL) {
            continue;
        }
        if (!reported) {
            reported = true;
            coop_report("%s needs threads of the kernel (OpenMP with more than one thread), which "
                        "a process under mosrun cannot have: pthread_create() fails with EAGAIN. "
                        "Set OMP_NUM_THREADS=1, or " COOP_REMEDY,
                        info.dli_fname);
        }
        return true;
    }
    return false;
}

COOP_WRAPPER int pthread_create(pthread_t *handle, const pthread_attr_t *attributes,
                                void *(*start)(void *), void *argument)
{
    return is_hopeless(start) ? EAGAIN : -coop_thread_create(handle, attributes, start, argument);
}

COOP_WRAPPER void pthread_exit(void *result)
{
    if (coop.current == &coop.main && coop_alone()) {
        coop_real()->pthread_exit(result);
    }
    coop_thread_exit(result);
}

COOP_WRAPPER pthread_t pthread_self(void)
{
    return coop_state_handle(coop.current);
}

COOP_WRAPPER int pthread_detach(pthread_t handle)
{
    struct coop_thread *thread = coop_state_find(handle);

    if (thread == NULL) {
        return ESRCH;
    }
    if (thread == &coop.main) {
        return coop_real()->pthread_detach(handle);
    }
    if (thread->detached || thread->joining) {
        return EINVAL;
    }
    thread->detached = true;
    if (thread->finished) {
        coop_state_free(thread);
    }
    return 0;
}

/* The coroutine of HANDLE if the caller may join it: 0 or -errno. */
static int joinable(pthread_t handle, struct coop_thread **thread)
{
    *thread = coop_state_find(handle);
    if (*thread == NULL) {
        return -ESRCH;
    }
    if (*thread == coop.current) {
        return -EDEADLK;
    }
    return (*thread)->detached || (*thread)->joining ? -EINVAL : 0;
}

static void collect_result(struct coop_thread *thread, void **result)
{
    if (result != NULL) {
        *result = thread->result;
    }
    if (thread->task.state == COOP_DONE) {
        coop_state_free(thread);
    } else {
        /* The principal, whose stack is in use until the process ends. */
        thread->detached = true;
    }
}

/* 0 or -errno. */
static int join_until(pthread_t handle, void **result, int64_t deadline)
{
    struct coop_thread *thread;
    struct coop_wait wait = {.deadline = deadline};
    int rc = joinable(handle, &thread);

    if (rc < 0) {
        return rc;
    }
    coop_cancel_test();
    wait.object = thread;
    wait.cancellable = true;
    thread->joining = true;
    while (!thread->finished) {
        enum coop_wake wake = coop_block(&wait);

        if (!thread->finished && wake == COOP_WAKE_TIME) {
            thread->joining = false;
            return -ETIMEDOUT;
        }
        if (wake == COOP_WAKE_CANCEL) {
            thread->joining = false;
            coop_cancel_test();
        }
    }
    collect_result(thread, result);
    return 0;
}

COOP_WRAPPER int pthread_join(pthread_t handle, void **result)
{
    return -join_until(handle, result, COOP_NEVER);
}

COOP_WRAPPER int pthread_tryjoin_np(pthread_t handle, void **result)
{
    struct coop_thread *thread;
    int rc = joinable(handle, &thread);

    if (rc == 0 && !thread->finished) {
        coop_relax();
        rc = joinable(handle, &thread);
    }
    if (rc < 0) {
        return -rc;
    }
    if (!thread->finished) {
        return EBUSY;
    }
    collect_result(thread, result);
    return 0;
}

COOP_WRAPPER int pthread_clockjoin_np(pthread_t handle, void **result, clockid_t clock,
                                      const struct timespec *time)
{
    int64_t deadline;
    int rc = coop_deadline(clock, time, &deadline);

    return rc < 0 ? -rc : -join_until(handle, result, deadline);
}

COOP_WRAPPER int pthread_timedjoin_np(pthread_t handle, void **result, const struct timespec *time)
{
    return pthread_clockjoin_np(handle, result, CLOCK_REALTIME, time);
}
