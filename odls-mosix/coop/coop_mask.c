/* SPDX-License-Identifier: BSD-3-Clause */
/* Arithmetic of signal masks, see coop_mask.h. Libc only. */
#include "coop_mask.h"

#include <errno.h>
#include <stddef.h>

int coop_mask_change(sigset_t *mask, int how, const sigset_t *set)
{
    if (set == NULL) {
        return 0;
    }
    if (how != SIG_BLOCK && how != SIG_UNBLOCK && how != SIG_SETMASK) {
        return -EINVAL;
    }
    for (int number = 1; number < NSIG; number++) {
        int in_set = sigismember(set, number);

        if (in_set > 0 && how == SIG_UNBLOCK) {
            sigdelset(mask, number);
        } else if (in_set > 0) {
            sigaddset(mask, number);
        } else if (how == SIG_SETMASK) {
            sigdelset(mask, number);
        }
    }
    return 0;
}

void coop_mask_intersect(sigset_t *mask, const sigset_t *other)
{
    for (int number = 1; number < NSIG; number++) {
        if (sigismember(other, number) <= 0) {
            sigdelset(mask, number);
        }
    }
}

void coop_mask_add_common(sigset_t *mask, const sigset_t *a, const sigset_t *b)
{
    for (int number = 1; number < NSIG; number++) {
        if (sigismember(a, number) > 0 && sigismember(b, number) > 0) {
            sigaddset(mask, number);
        }
    }
}
