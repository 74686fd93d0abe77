/* SPDX-License-Identifier: BSD-3-Clause */
/* See mosix_wait.h. */
#include "mosix_wait.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

/*
 * Looks before the first sleep: Open MPI looks for other events than ours at every eighth call of
 * its progress, so they all have been looked at by then. The same number follows when a sleep was
 * ended by something that is no message of ours.
 */
#define LOOKS_MIN 8

/* No spin is longer than 200 microseconds to a millisecond, unless it has less than 32 looks. */
#define SPIN_TICKS (UINT64_C(1) << 20)
#define SPIN_LOOKS 32

/*
 * Every so many messages it spins for longer than has paid lately, to learn whether it pays now.
 * When it does not, it is tried half as often.
 */
#define TRIAL_FIRST 16
#define TRIAL_LAST 256

/* A message after a sleep counts more than one without: then other ranks need the processor. */
#define SCORE_MAX 8
#define SCORE_SLEPT 2

/*
 * How long the program may do something else between two looks, as a multiple of what a look takes:
 * in a call that waits, Open MPI looks for other events; in one that does not, this would be the
 * program's own work.
 */
#define WAITING_GAP 8
#define TESTING_GAP 1

/* A sleep that nothing ends is a quarter of all that went before, at most. */
#define GROWTH 4
#define SLEEP_FIRST 1000000
#define PAUSE_FIRST 50000
#define PAUSE_LAST 2000000

/* While its receiver is full, it is an eighth, or such a pause. */
#define FULL_GROWTH 8

int mosix_wait_mode(const char *name)
{
    static const char *const names[] = {
        [MOSIX_WAIT_AUTO] = "auto", [MOSIX_WAIT_SPIN] = "spin", [MOSIX_WAIT_BLOCK] = "block"};

    for (int i = 0; name != NULL && i < (int) (sizeof(names) / sizeof(names[0])); i++) {
        if (strcmp(name, names[i]) == 0) {
            return i;
        }
    }
    return -EINVAL;
}

bool mosix_wait_is_mode(const char *name)
{
    return mosix_wait_mode(name) >= 0;
}

/* For how many looks the next wait spins. */
static uint32_t choose_limit(const struct mosix_wait *wait)
{
    uint64_t limit = wait->spin;

    if (wait->mode == MOSIX_WAIT_BLOCK) {
        return LOOKS_MIN;
    }
    if (wait->until_trial > 0) {
        limit = wait->score == 0 ? LOOKS_MIN : SPIN_LOOKS + (uint64_t) wait->mean8 / 2;
    }
    limit = limit > wait->spin ? wait->spin : limit;
    return limit < LOOKS_MIN ? LOOKS_MIN : (uint32_t) limit;
}

static void begin(struct mosix_wait *wait)
{
    wait->looks = 0;
    wait->limit = choose_limit(wait);
    wait->has_slept = false;
    wait->slept = 0;
    wait->pause = PAUSE_FIRST;
}

void mosix_wait_start(struct mosix_wait *wait)
{
    wait->score = SCORE_MAX;
    wait->interval = TRIAL_FIRST;
    begin(wait);
}

void mosix_wait_learn(struct mosix_wait *wait)
{
    if (wait->until_trial > 0) {
        wait->until_trial--;
    } else {
        wait->interval = !wait->has_slept                  ? TRIAL_FIRST
                         : wait->interval < TRIAL_LAST / 2 ? 2 * wait->interval
                                                           : TRIAL_LAST;
        wait->until_trial = wait->interval - 1;
    }
    if (wait->has_slept) {
        wait->score -= wait->score > SCORE_SLEPT ? SCORE_SLEPT : wait->score;
        wait->early_in_row = 0;
    } else {
        wait->mean8 += wait->looks - wait->mean8 / 8;
        wait->score += wait->score < SCORE_MAX;
        wait->early_in_row += wait->early_in_row < UINT32_MAX;
    }
    begin(wait);
}

/*
 * Whether the program did something else before this look, for so many times what a look takes.
 * That is also so when the process has moved to another node, whose ticks are fewer.
 */
static bool was_away(const struct mosix_wait *wait, const struct mosix_look *look, uint64_t times)
{
    bool napped = look->napped >= wait->last && look->napped <= look->start;
    uint64_t since = napped ? look->napped : wait->last;

    return look->start < since || look->start - since > times * (look->end - look->start);
}

static bool has_spun(const struct mosix_wait *wait, const struct mosix_look *look)
{
    return wait->looks >= wait->limit ||
           (wait->looks >= SPIN_LOOKS && look->end - wait->began > SPIN_TICKS);
}

static int64_t choose_sleep(struct mosix_wait *wait, const struct mosix_look *look)
{
    int64_t time = wait->slept / GROWTH;

    if (look->pending) {
        /* Of many senders to one receiver each can write only now and then. */
        time = wait->slept / FULL_GROWTH > wait->pause ? wait->slept / FULL_GROWTH : wait->pause;
        wait->pause = wait->pause < PAUSE_LAST / 2 ? 2 * wait->pause : PAUSE_LAST;
    } else if (time < SLEEP_FIRST) {
        time = SLEEP_FIRST;
    }
    if ((look->testing || look->is_short) && time > MOSIX_WAIT_SHORT) {
        time = MOSIX_WAIT_SHORT;
    }
    return time < wait->longest ? time : wait->longest;
}

int64_t mosix_wait_vain(struct mosix_wait *wait, const struct mosix_look *look)
{
    bool counts = true;

    if (wait->mode == MOSIX_WAIT_SPIN) {
        return 0;
    }
    if (mosix_wait_is_early(wait)) {
        wait->looks++;
        return 0;
    }
    if (wait->mode == MOSIX_WAIT_AUTO && wait->looks > MOSIX_WAIT_EARLY) {
        if (was_away(wait, look, WAITING_GAP)) {
            begin(wait); /* the program computes */
        } else {
            counts = !look->testing || !was_away(wait, look, TESTING_GAP);
        }
    }
    if (wait->looks <= MOSIX_WAIT_EARLY) {
        wait->began = look->start;
    }
    wait->last = look->end;
    if (!counts) {
        return 0;
    }
    wait->looks += wait->looks < UINT32_MAX;
    return has_spun(wait, look) ? choose_sleep(wait, look) : 0;
}

void mosix_wait_slept(struct mosix_wait *wait, int64_t nanoseconds, bool happened, uint64_t now)
{
    wait->has_slept = true;
    wait->last = now;
    if (happened) {
        wait->looks = 1;
        wait->limit = LOOKS_MIN;
        wait->began = now;
    } else {
        wait->slept += nanoseconds;
        wait->looks = wait->limit;
    }
}

void mosix_wait_ignore(struct mosix_wait *wait, uint64_t now)
{
    if (wait->has_slept) {
        wait->last = now;
        wait->looks = wait->limit;
    }
}
