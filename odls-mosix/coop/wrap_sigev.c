/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: the other calls for which the C library starts threads of its own. Names are looked up
 * before the call returns. Timers and queues, which MOSIX does not have, are refused where a thread
 * of the C library would have to wait for them.
 */
#include "coop_wrap.h"

#include <mqueue.h>
#include <netdb.h>
#include <signal.h>
#include <time.h>

#include "coop_next.h"
#include "coop_notify.h"

/* gai_error(), gai_suspend() and gai_cancel() of the C library read the result. */
COOP_WRAPPER int getaddrinfo_a(int mode, struct gaicb *list[], int count, struct sigevent *event)
{
    if (mode != GAI_WAIT && mode != GAI_NOWAIT) {
        errno = EINVAL;
        return EAI_SYSTEM;
    }
    for (int i = 0; i < count; i++) {
        if (list[i] != NULL) {
            list[i]->__return = getaddrinfo(list[i]->ar_name, list[i]->ar_service,
                                            list[i]->ar_request, &list[i]->ar_result);
        }
    }
    return mode == GAI_NOWAIT && coop_notify(event, SI_ASYNCNL) < 0 ? EAI_AGAIN : 0;
}

/* In the C library or, before glibc 2.34, in librt, which need not be there. */
COOP_WRAPPER int timer_create(clockid_t clock, struct sigevent *event, timer_t *timer)
{
    static __typeof__(timer_create) *next;

    if (event != NULL && event->sigev_notify == SIGEV_THREAD) {
        return coop_answer(-ENOSYS);
    }
    if (next == NULL) {
        next = (__typeof__(next)) coop_next("timer_create");
    }
    return next != NULL ? next(clock, event, timer) : coop_answer(-ENOSYS);
}

COOP_WRAPPER int mq_notify(mqd_t queue, const struct sigevent *event)
{
    static __typeof__(mq_notify) *next;

    if (event != NULL && event->sigev_notify == SIGEV_THREAD) {
        return coop_answer(-ENOSYS);
    }
    if (next == NULL) {
        next = (__typeof__(next)) coop_next("mq_notify");
    }
    return next != NULL ? next(queue, event) : coop_answer(-ENOSYS);
}
