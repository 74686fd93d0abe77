/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_pause.h. */
#include "coop_pause.h"

#include "coop_cancel.h"
#include "coop_state.h"

#define PAUSE_LAST (COOP_SECOND / 100)

bool coop_pause(int64_t *pause, int64_t deadline)
{
    int64_t end = coop_now() + *pause;
    struct coop_wait wait = {.deadline = end < deadline ? end : deadline, .interruptible = true};

    if (*pause < PAUSE_LAST) {
        *pause *= 2;
    }
    return coop_cancel_block(&wait) == COOP_WAKE_SIGNAL;
}
