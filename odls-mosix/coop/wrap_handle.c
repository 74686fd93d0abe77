/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: calls that name a thread by its pthread_t. The C library would mistake the one of a
 * coroutine for the address of its own control block. What a coroutine cannot have is refused with
 * the error that the call documents.
 */
#include "coop_wrap.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

#include "coop_libc.h"
#include "coop_state.h"
#include "coop_signals.h"

/* The helper of HANDLE, or NULL: then the C library knows what to do. */
static struct coop_thread *helper(pthread_t handle)
{
    struct coop_thread *thread = coop_state_find(handle);

    return thread == &coop.main ? NULL : thread;
}

/* 0: HANDLE is the main one's, 1: a helper's, -ESRCH: nobody's. */
static int classify(pthread_t handle)
{
    if (helper(handle) != NULL) {
        return 1;
    }
    return handle == coop_tls_kernel_thread() ? 0 : -ESRCH;
}

/* Send a signal to one coroutine, with a value if there is one. */
static int send_signal(pthread_t handle, int number, const union sigval *value)
{
    struct coop_thread *thread = coop_state_find(handle);
    bool held;
    int rc;

    if (thread == NULL || thread->finished) {
        return ESRCH;
    }
    held = coop_signals_hold(thread, number);
    rc = value == NULL ? coop_real()->pthread_kill(coop_tls_kernel_thread(), number)
                       : coop_real()->pthread_sigqueue(coop_tls_kernel_thread(), number, *value);
    if (rc == 0 && !held) {
        coop_signals_sent(thread, number);
    }
    return rc;
}

COOP_WRAPPER int pthread_kill(pthread_t handle, int number)
{
    return send_signal(handle, number, NULL);
}

COOP_WRAPPER int raise(int number)
{
    return coop_alone() ? coop_real()->raise(number)
                        : coop_answer(-send_signal(pthread_self(), number, NULL));
}

COOP_WRAPPER int pthread_sigqueue(pthread_t handle, int number, const union sigval value)
{
    return send_signal(handle, number, &value);
}

COOP_WRAPPER int pthread_setname_np(pthread_t handle, const char *name)
{
    struct coop_thread *thread = helper(handle);

    if (thread == NULL) {
        return classify(handle) < 0 ? ESRCH : coop_real()->pthread_setname_np(handle, name);
    }
    if (strlen(name) >= sizeof(thread->name)) {
        return ERANGE;
    }
    strcpy(thread->name, name);
    return 0;
}

COOP_WRAPPER int pthread_getname_np(pthread_t handle, char *name, size_t size)
{
    const struct coop_thread *thread = helper(handle);

    if (thread == NULL) {
        return classify(handle) < 0 ? ESRCH : coop_real()->pthread_getname_np(handle, name, size);
    }
    if (size < sizeof(thread->name)) {
        return ERANGE;
    }
    strcpy(name, thread->name);
    return 0;
}

/* Binding one coroutine would bind all of them. */
COOP_WRAPPER int pthread_setaffinity_np(pthread_t handle, size_t size, const cpu_set_t *set)
{
    int kind = classify(handle);

    if (kind != 0) {
        return kind < 0 ? ESRCH : EINVAL;
    }
    return coop_real()->pthread_setaffinity_np(handle, size, set);
}

COOP_WRAPPER int pthread_getaffinity_np(pthread_t handle, size_t size, cpu_set_t *set)
{
    return classify(handle) < 0
               ? ESRCH
               : coop_real()->pthread_getaffinity_np(coop_tls_kernel_thread(), size, set);
}

COOP_WRAPPER int pthread_setschedparam(pthread_t handle, int policy,
                                       const struct sched_param *parameters)
{
    int kind = classify(handle);

    if (kind != 0) {
        return kind < 0 ? ESRCH : EPERM;
    }
    return coop_real()->pthread_setschedparam(handle, policy, parameters);
}

COOP_WRAPPER int pthread_setschedprio(pthread_t handle, int priority)
{
    int kind = classify(handle);

    if (kind != 0) {
        return kind < 0 ? ESRCH : EPERM;
    }
    return coop_real()->pthread_setschedprio(handle, priority);
}

COOP_WRAPPER int pthread_getschedparam(pthread_t handle, int *policy,
                                       struct sched_param *parameters)
{
    return classify(handle) < 0
               ? ESRCH
               : coop_real()->pthread_getschedparam(coop_tls_kernel_thread(), policy, parameters);
}

/* Nobody counts the processor time of a coroutine. */
COOP_WRAPPER int pthread_getcpuclockid(pthread_t handle, clockid_t *clock)
{
    int kind = classify(handle);

    if (kind != 0) {
        return kind < 0 ? ESRCH : ENOENT;
    }
    return coop_real()->pthread_getcpuclockid(handle, clock);
}

COOP_WRAPPER int pthread_getattr_np(pthread_t handle, pthread_attr_t *attributes)
{
    const struct coop_thread *thread = helper(handle);
    int rc;

    if (thread == NULL) {
        return classify(handle) < 0 ? ESRCH : coop_real()->pthread_getattr_np(handle, attributes);
    }
    rc = pthread_attr_init(attributes);
    if (rc == 0) {
        rc = pthread_attr_setstack(attributes, thread->stack.bottom, thread->stack.size);
    }
    if (rc == 0) {
        rc = pthread_attr_setguardsize(attributes, thread->guard_size);
    }
    if (rc == 0 && thread->detached) {
        rc = pthread_attr_setdetachstate(attributes, PTHREAD_CREATE_DETACHED);
    }
    return rc;
}
