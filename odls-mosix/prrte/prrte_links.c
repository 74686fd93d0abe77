/* SPDX-License-Identifier: BSD-3-Clause */
/* See prrte_links.h. */
#include "prrte_links.h"

#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "daemon_links.h"
#include "mosix_program.h"

/* Seconds between two looks, of some microseconds each. */
#define PAUSE 2

static void *watch(void *argument)
{
    const struct timespec pause = {.tv_sec = PAUSE};

    (void) argument;
    for (;;) {
        (void) daemon_links_watch();
        (void) nanosleep(&pause, NULL);
    }
    return NULL;
}

void prrte_links_watch(void)
{
    char mosrun[PATH_MAX];
    sigset_t all;
    sigset_t before;
    pthread_t thread;

    if (mosix_program_find("mosrun", getenv("PATH"), mosrun) < 0) {
        return;
    }
    /* Signals are for PRRTE's own threads. */
    sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0) {
        return;
    }
    if (pthread_create(&thread, NULL, watch, NULL) == 0) {
        (void) pthread_detach(thread);
    }
    (void) pthread_sigmask(SIG_SETMASK, &before, NULL);
}
