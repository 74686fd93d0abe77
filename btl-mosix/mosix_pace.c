/* SPDX-License-Identifier: BSD-3-Clause */
/* See mosix_pace.h. */
#include "mosix_pace.h"

#include <stddef.h>

/* A look that takes less is not worth to be saved: half a microsecond to one. */
#define LOOK_MIN 2000

/* It holds for so many looks at most, so that a rare pattern loses no more than that. */
#define HOLD_MAX 16

/* A message that took longer than this teaches nothing: 200 microseconds to a millisecond. */
#define TIME_MAX (UINT64_C(1) << 20)

#define HOLDS_FIRST 32
#define HOLDS_LAST 1024
#define RESTS_FIRST 64
#define RESTS_LAST 4096

/* After a look in vain it holds longer by this part of a look, otherwise shorter by that part of
 * the time: so about one look of eight is in vain. */
#define LONGER 2
#define SHORTER 64

static void begin(struct mosix_pace *pace, enum mosix_pace_phase phase, uint32_t messages)
{
    pace->phase = phase;
    pace->left = messages;
    pace->slower = 0;
    if (phase == MOSIX_PACE_LOOKS) {
        pace->vain = 0;
    }
}

static void rest(struct mosix_pace *pace)
{
    pace->rests = pace->rests == 0               ? RESTS_FIRST
                  : pace->rests < RESTS_LAST / 2 ? 2 * pace->rests
                                                 : RESTS_LAST;
    pace->holds = 0;
    pace->hold = 0;
    begin(pace, MOSIX_PACE_RESTS, pace->rests);
}

static uint64_t median(uint64_t times[MOSIX_PACE_SAMPLES])
{
    for (size_t i = 1; i < MOSIX_PACE_SAMPLES; i++) {
        uint64_t time = times[i];
        size_t at = i;

        for (; at > 0 && times[at - 1] > time; at--) {
            times[at] = times[at - 1];
        }
        times[at] = time;
    }
    return times[MOSIX_PACE_SAMPLES / 2];
}

static void decide(struct mosix_pace *pace)
{
    uint64_t all = 0;

    for (size_t i = 0; i < MOSIX_PACE_SAMPLES; i++) {
        all += pace->times[i];
    }
    pace->look = all / (pace->vain + MOSIX_PACE_SAMPLES);
    pace->usual = median(pace->times);
    if (pace->vain < MOSIX_PACE_SAMPLES || pace->look < LOOK_MIN || pace->usual < pace->look) {
        rest(pace);
        return;
    }
    if (pace->hold == 0) {
        pace->hold = pace->usual - pace->look / 2;
    }
    pace->holds = pace->holds == 0               ? HOLDS_FIRST
                  : pace->holds < HOLDS_LAST / 2 ? 2 * pace->holds
                                                 : HOLDS_LAST;
    begin(pace, MOSIX_PACE_HOLDS, pace->holds);
}

static void adjust(struct mosix_pace *pace, uint32_t vain)
{
    pace->hold = vain > 0 ? pace->hold + pace->look / LONGER : pace->hold - pace->hold / SHORTER;
    if (pace->hold > HOLD_MAX * pace->look) {
        pace->hold = HOLD_MAX * pace->look;
    }
}

void mosix_pace_learn(struct mosix_pace *pace, uint32_t vain, bool slept, uint64_t now)
{
    uint64_t time = now - pace->came;

    pace->came = now;
    if (pace->left == 0) {
        begin(pace, MOSIX_PACE_LOOKS, MOSIX_PACE_SAMPLES);
        return;
    }
    if (slept || time > TIME_MAX) {
        return;
    }
    pace->left--;
    if (pace->phase == MOSIX_PACE_LOOKS) {
        pace->vain += vain;
        pace->times[pace->left] = time;
        if (pace->left == 0) {
            decide(pace);
        }
        return;
    }
    adjust(pace, vain);
    pace->slower += time > pace->usual + pace->usual / 8;
    if (pace->slower > pace->holds / 2) {
        rest(pace);
    } else if (pace->left == 0) {
        pace->rests = 0;
        begin(pace, MOSIX_PACE_LOOKS, MOSIX_PACE_SAMPLES);
    }
}
