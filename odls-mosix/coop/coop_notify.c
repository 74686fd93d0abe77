/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_notify.h. */
#include "coop_notify.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "coop_kernel.h"
#include "coop_thread.h"

struct call {
    void (*function)(union sigval value);
    union sigval value;
};

static void *run_call(void *argument)
{
    struct call call = *(struct call *) argument;

    free(argument);
    call.function(call.value);
    return NULL;
}

int coop_notify_detached(void *(*function)(void *), void *argument)
{
    pthread_attr_t attributes;
    pthread_t thread;
    int rc = pthread_attr_init(&attributes);

    if (rc != 0) {
        return -rc;
    }
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    rc = coop_thread_create(&thread, &attributes, function, argument);
    pthread_attr_destroy(&attributes);
    return rc;
}

static int send_signal(int number, union sigval value, int code)
{
    siginfo_t info;
    long rc;

    memset(&info, 0, sizeof(info));
    info.si_signo = number;
    info.si_code = code;
    info.si_pid = getpid();
    info.si_uid = getuid();
    info.si_value = value;
    rc = COOP_KERNEL(SYS_rt_sigqueueinfo, info.si_pid, number, (long) &info);
    return (int) (rc == -ENOSYS ? COOP_KERNEL(SYS_kill, info.si_pid, number) : rc);
}

static int run_function(const struct sigevent *event)
{
    struct call *call = malloc(sizeof(*call));
    pthread_t thread;
    int rc;

    if (call == NULL) {
        return -EAGAIN;
    }
    *call = (struct call){event->sigev_notify_function, event->sigev_value};
    rc = event->sigev_notify_attributes == NULL
             ? coop_notify_detached(run_call, call)
             : coop_thread_create(&thread, event->sigev_notify_attributes, run_call, call);
    if (rc < 0) {
        free(call);
    }
    return rc;
}

int coop_notify(const struct sigevent *event, int code)
{
    if (event == NULL || event->sigev_notify == SIGEV_NONE) {
        return 0;
    }
    return event->sigev_notify == SIGEV_THREAD
               ? run_function(event)
               : send_signal(event->sigev_signo, event->sigev_value, code);
}
