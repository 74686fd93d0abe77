/* SPDX-License-Identifier: BSD-3-Clause */
/* See prrte_links.h. */
#include "prrte_links.h"

#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "daemon_links.h"
#include "mosix_program.h"
#include "mosix_thread.h"

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
    pthread_t thread;

    if (mosix_program_find("mosrun", getenv("PATH"), mosrun) < 0) {
        return;
    }
    if (mosix_thread_start(&thread, watch, NULL) == 0) {
        (void) pthread_detach(thread);
    }
}
