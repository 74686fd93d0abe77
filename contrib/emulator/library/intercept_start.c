/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Start of the preloaded library: reads the environment, starts the system-call discipline, and
 * keeps the boxes right across fork().
 */
#include <pthread.h>

#include "box_exec.h"
#include "box_home.h"
#include "box_kept.h"
#include "box_own.h"
#include "box_send.h"
#include "call_answer.h"
#include "discipline_trap.h"
#include "intercept.h"
#include "place_own.h"
#include "self_values.h"

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
    place_own_forked();
    box_send_fork_child();
    box_own_fork_child();
    discipline_trap_forked();
}

/* The boxes of the image before. */
static void resume(void)
{
    int foreign;
    const struct box_exec_record *record = box_exec_start(&foreign);

    box_kept_drop(foreign);
    if (record != NULL) {
        box_own_resume(record);
        box_send_resume(record->sendboxes);
    }
}

__attribute__((constructor)) static void start(void)
{
    box_home_start();
    if (!box_home.under_mosrun) {
        return;
    }
    place_own_start();
    self_values_start();
    resume();
    pthread_atfork(fork_prepare, fork_parent, fork_child);
    intercept_syscall_start();
    discipline_trap_start(call_answer);
}
