/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Asking whether peers are still there. MOSIX tells nobody that a node has vanished: only who
 * writes to a process there gets an error, at once [real]. So a rank that waits writes a message
 * without content to some of its peers now and then. This says when, to whom, and what an answer
 * means. Libc only: nothing here writes, or reads a clock.
 */
#ifndef MOSIX_LIFE_H
#define MOSIX_LIFE_H

#include <stdbool.h>
#include <stdint.h>

/* Peers that are asked in one turn, at most: what a rank spends on it does not grow with the job.
 */
#define MOSIX_LIFE_SHARE 8

enum mosix_life_verdict {
    MOSIX_LIFE_GOOD,    /* it lives, or nothing can be said */
    MOSIX_LIFE_SUSPECT, /* perhaps gone: it is asked again in a second */
    MOSIX_LIFE_GONE     /* its node is gone, or it is, and nobody else has told so */
};

/* Times are in milliseconds. Set interval, patience and next, and all else to zero. */
struct mosix_life {
    uint32_t interval; /* from one turn to the next one; 0: nobody is asked */
    uint32_t patience; /* for an error that may pass */
    uint32_t next;     /* peer to be asked next */

    /* when */
    uint64_t looked; /* at the clock, in ticks */
    uint32_t last;   /* turn */
    bool has_begun;  /* the two above are valid */

    /* one peer that did not answer; it is asked in every turn */
    bool has_suspect;
    uint32_t suspect;
    uint32_t since;
};

/*
 * Whether it is worth to look at the clock, which is a system call under MOSIX: a turn is due after
 * as many ticks as there are nanoseconds to it at the earliest, because no tick is longer than one.
 * When the count of ticks has jumped, with a move to another node, the clock is looked at in vain.
 */
static inline bool mosix_life_may_be_due(const struct mosix_life *life, uint64_t ticks)
{
    uint32_t time = life->has_suspect ? 1000 : life->interval;

    return life->interval != 0 &&
           (!life->has_begun || ticks - life->looked >= (uint64_t) time * 1000000);
}

/*
 * Whether a turn is due. The first one is an interval after the first call. When the
 * rank has not slept since its last message, it is due half as often.
 */
bool mosix_life_is_due(struct mosix_life *life, uint64_t ticks, uint32_t now, bool has_slept);

/* How many of that many others are asked in one turn. */
uint32_t mosix_life_share(uint32_t others);

/*
 * The next one to be asked of count peers with the numbers 0 to count - 1; self is not asked. There
 * are at least two. Ranks begin with the one after them, so that one turn of all ranks asks all.
 */
uint32_t mosix_life_next(struct mosix_life *life, uint32_t count, uint32_t self);

/* What it means that peer was asked with this result: 0 or more, or -errno. */
enum mosix_life_verdict mosix_life_judge(struct mosix_life *life, uint32_t peer, int rc,
                                         uint32_t now);

#endif
