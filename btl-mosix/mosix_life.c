/* SPDX-License-Identifier: BSD-3-Clause */
/* See mosix_life.h. */
#include "mosix_life.h"

#include <errno.h>

#include "mosix_failure.h"

/* A suspect is asked so often. */
#define SUSPECT_INTERVAL 1000

/* A process that has ended is a matter of mpirun, which tells more. It gets this time for it. */
#define ENDED_PATIENCE 2000

bool mosix_life_is_due(struct mosix_life *life, uint64_t ticks, uint32_t now, bool has_slept)
{
    uint32_t time = life->has_suspect ? SUSPECT_INTERVAL
                    : has_slept       ? life->interval
                                      : 2 * life->interval;

    life->looked = ticks;
    if (!life->has_begun) {
        life->has_begun = true;
        life->last = now;
        return false;
    }
    if (now - life->last < time) {
        return false;
    }
    life->last = now;
    return true;
}

uint32_t mosix_life_share(uint32_t others)
{
    return others < MOSIX_LIFE_SHARE ? others : MOSIX_LIFE_SHARE;
}

uint32_t mosix_life_next(struct mosix_life *life, uint32_t count, uint32_t self)
{
    uint32_t peer = life->next < count ? life->next : 0;

    if (peer == self) {
        peer = peer + 1 < count ? peer + 1 : 0;
    }
    life->next = peer + 1;
    return peer;
}

/* For how long an error has to stay until the peer counts as gone, or -1: it says nothing. */
static int64_t patience_with(const struct mosix_life *life, int error)
{
    if (error == ESRCH) {
        return ENDED_PATIENCE;
    }
    return mosix_failure_may_pass(error) ? (int64_t) mosix_failure_patience(error, life->patience)
                                         : -1;
}

enum mosix_life_verdict mosix_life_judge(struct mosix_life *life, uint32_t peer, int rc,
                                         uint32_t now)
{
    int64_t patience = rc < 0 ? patience_with(life, -rc) : -1;

    if (patience == 0) {
        return MOSIX_LIFE_GONE;
    }
    if (patience < 0) {
        if (life->has_suspect && life->suspect == peer) {
            life->has_suspect = false;
        }
        return MOSIX_LIFE_GOOD;
    }
    if (!life->has_suspect) {
        life->has_suspect = true;
        life->suspect = peer;
        life->since = now;
    }
    return life->suspect == peer && now - life->since >= patience ? MOSIX_LIFE_GONE
                                                                  : MOSIX_LIFE_SUSPECT;
}
