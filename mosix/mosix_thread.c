/* SPDX-License-Identifier: BSD-3-Clause */
/* See mosix_thread.h. */
#include "mosix_thread.h"

#include <signal.h>

int mosix_thread_start(pthread_t *thread, void *(*body)(void *argument), void *argument)
{
    sigset_t all;
    sigset_t before;
    int error;

    sigfillset(&all);
    error = pthread_sigmask(SIG_SETMASK, &all, &before);
    if (error == 0) {
        error = pthread_create(thread, NULL, body, argument);
        (void) pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    return -error;
}
