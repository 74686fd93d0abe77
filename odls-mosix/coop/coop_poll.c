/* SPDX-License-Identifier: BSD-3-Clause */
/* Waiting for descriptors, see coop_poll.h. */
#include "coop_poll.h"

#include <errno.h>

#include "coop_cancel.h"
#include "coop_state.h"

int coop_poll_wait(struct pollfd *descriptors, size_t count, int64_t deadline, const sigset_t *mask)
{
    struct coop_wait wait = {.descriptors = descriptors,
                             .descriptor_count = count,
                             .deadline = deadline,
                             .interruptible = true};
    enum coop_wake wake;

    if (mask != NULL) {
        coop.current->wait_mask = mask;
        coop.masked_waits++;
    }
    wake = coop_cancel_block(&wait);
    if (mask != NULL) {
        coop.current->wait_mask = NULL;
        coop.masked_waits--;
    }
    switch (wake) {
    case COOP_WAKE_TIME:
        return -ETIMEDOUT;
    case COOP_WAKE_SIGNAL:
        return -EINTR;
    default:
        return 0;
    }
}
