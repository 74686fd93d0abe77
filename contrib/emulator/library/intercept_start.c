/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Start of the preloaded library: reads the environment, starts the system-call discipline, and
 * keeps the boxes right across fork().
 */
#include "intercept.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "box_own.h"
#include "box_send.h"
#include "discipline_trap.h"
#include "env_names.h"
#include "proc_files.h"

void *intercept_find(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (found == NULL) {
        fprintf(stderr,
                "%s: the C library has no function %s. Use the emulator that was built for "
                "this system.\n",
                EMULATOR_LIBRARY_NAME, name);
        abort();
    }
    return found;
}

static void fork_prepare(void)
{
    box_own_fork_prepare();
    box_send_fork_prepare();
}

static void fork_parent(void)
{
    box_send_fork_parent();
    box_own_fork_parent();
}

static void fork_child(void)
{
    box_home_forked();
    box_send_fork_child();
    box_own_fork_child();
}

__attribute__((constructor)) static void start(void)
{
    box_home_start();
    if (!box_home.under_mosrun) {
        return;
    }
    proc_start();
    pthread_atfork(fork_prepare, fork_parent, fork_child);
    discipline_trap_start();
}
