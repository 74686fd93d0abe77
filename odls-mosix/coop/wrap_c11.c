/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: the threads of C11. In the C library their objects are those of pthreads, and their
 * functions call the inner ones of pthreads, which no preloaded library can replace.
 */
#include "coop_wrap.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

#include "coop_runtime.h"
#include "coop_thread.h"

_Static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t), "mtx_t is not a pthread_mutex_t");
_Static_assert(sizeof(cnd_t) == sizeof(pthread_cond_t), "cnd_t is not a pthread_cond_t");

static int answer(int error)
{
    switch (error) {
    case 0:
        return thrd_success;
    case ENOMEM:
        return thrd_nomem;
    case ETIMEDOUT:
        return thrd_timedout;
    case EBUSY:
        return thrd_busy;
    default:
        return thrd_error;
    }
}

struct call {
    thrd_start_t function;
    void *argument;
};

static void *run(void *argument)
{
    struct call call = *(struct call *) argument;

    free(argument);
    return (void *) (intptr_t) call.function(call.argument);
}

COOP_WRAPPER int thrd_create(thrd_t *thread, thrd_start_t function, void *argument)
{
    struct call *call = malloc(sizeof(*call));
    int rc;

    if (call == NULL) {
        return thrd_nomem;
    }
    *call = (struct call){.function = function, .argument = argument};
    rc = -coop_thread_create(thread, NULL, run, call);
    if (rc != 0) {
        free(call);
    }
    return answer(rc);
}

COOP_WRAPPER int thrd_join(thrd_t thread, int *result)
{
    void *value;
    int rc = pthread_join(thread, &value);

    if (rc == 0 && result != NULL) {
        *result = (int) (intptr_t) value;
    }
    return answer(rc);
}

COOP_WRAPPER int thrd_detach(thrd_t thread)
{
    return answer(pthread_detach(thread));
}

COOP_WRAPPER void thrd_exit(int result)
{
    pthread_exit((void *) (intptr_t) result);
}

COOP_WRAPPER thrd_t thrd_current(void)
{
    return pthread_self();
}

COOP_WRAPPER void thrd_yield(void)
{
    sched_yield();
}

COOP_WRAPPER int thrd_sleep(const struct timespec *duration, struct timespec *rest)
{
    int rc = clock_nanosleep(CLOCK_REALTIME, 0, duration, rest);

    return rc == 0 ? 0 : rc == EINTR ? -1 : -2;
}

COOP_WRAPPER int mtx_lock(mtx_t *mutex)
{
    return answer(pthread_mutex_lock((pthread_mutex_t *) mutex));
}

COOP_WRAPPER int mtx_timedlock(mtx_t *mutex, const struct timespec *time)
{
    return answer(pthread_mutex_timedlock((pthread_mutex_t *) mutex, time));
}

COOP_WRAPPER int mtx_trylock(mtx_t *mutex)
{
    return answer(pthread_mutex_trylock((pthread_mutex_t *) mutex));
}

COOP_WRAPPER int mtx_unlock(mtx_t *mutex)
{
    return answer(pthread_mutex_unlock((pthread_mutex_t *) mutex));
}

COOP_WRAPPER int cnd_init(cnd_t *condition)
{
    return answer(pthread_cond_init((pthread_cond_t *) condition, NULL));
}

COOP_WRAPPER void cnd_destroy(cnd_t *condition)
{
    pthread_cond_destroy((pthread_cond_t *) condition);
}

COOP_WRAPPER int cnd_wait(cnd_t *condition, mtx_t *mutex)
{
    return answer(pthread_cond_wait((pthread_cond_t *) condition, (pthread_mutex_t *) mutex));
}

COOP_WRAPPER int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *time)
{
    return answer(
        pthread_cond_timedwait((pthread_cond_t *) condition, (pthread_mutex_t *) mutex, time));
}

COOP_WRAPPER int cnd_signal(cnd_t *condition)
{
    return answer(pthread_cond_signal((pthread_cond_t *) condition));
}

COOP_WRAPPER int cnd_broadcast(cnd_t *condition)
{
    return answer(pthread_cond_broadcast((pthread_cond_t *) condition));
}

COOP_WRAPPER void call_once(once_flag *flag, void (*routine)(void))
{
    pthread_once((pthread_once_t *) flag, routine);
}

COOP_WRAPPER int tss_create(tss_t *key, tss_dtor_t destructor)
{
    return answer(pthread_key_create(key, destructor));
}

COOP_WRAPPER void tss_delete(tss_t key)
{
    pthread_key_delete(key);
}

COOP_WRAPPER void *tss_get(tss_t key)
{
    return pthread_getspecific(key);
}

COOP_WRAPPER int tss_set(tss_t key, void *value)
{
    return answer(pthread_setspecific(key, value));
}
