/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * When to look for the first time after a message, where a look is dear: under MOSIX each one is a
 * system call that a tracer stops, and an answer takes as long as several of them [real]. So a rank
 * learns how long answers take, and lets that time pass without system calls. It does so only
 * where looks were in vain, and as long as messages are not found later than without. Libc only:
 * nothing here knows a mailbox.
 */
#ifndef MOSIX_PACE_H
#define MOSIX_PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "mosix_ticks.h"

/* Messages that are awaited by looking at once, to learn from. */
#define MOSIX_PACE_SAMPLES 8

enum mosix_pace_phase {
    MOSIX_PACE_LOOKS, /* looks at once, and measures */
    MOSIX_PACE_HOLDS, /* looks only after a while, and measures */
    MOSIX_PACE_RESTS, /* looks at once; no ticks are read */
};

/* All zero to begin with. Times are in ticks. */
struct mosix_pace {
    enum mosix_pace_phase phase;
    uint32_t left; /* messages in this phase */
    uint64_t came; /* the last message, unless it rests */
    uint64_t hold; /* from one message to the first look for the next one */

    /* learned by looking at once */
    uint64_t times[MOSIX_PACE_SAMPLES]; /* from one message to the next one */
    uint32_t vain;                      /* looks in vain, for all of them */
    uint64_t look;                      /* what one look takes */
    uint64_t usual;                     /* from one message to the next one */

    /* about holding */
    uint32_t holds;  /* messages for which it holds before it looks at once again */
    uint32_t rests;  /* messages for which it rests after it did not pay */
    uint32_t slower; /* messages that took clearly longer than without */
};

/* See mosix_pace_found(). */
void mosix_pace_learn(struct mosix_pace *pace, uint32_t vain, bool slept, uint64_t now);

/* A message was found, after so many looks in vain, and perhaps a sleep. */
static inline void mosix_pace_found(struct mosix_pace *pace, uint32_t vain, bool slept)
{
    if (pace->phase != MOSIX_PACE_RESTS || --pace->left == 0) {
        mosix_pace_learn(pace, vain, slept, mosix_ticks());
    }
}

/* Before the first look after a message: lets the time pass in which none comes. */
static inline void mosix_pace_hold(const struct mosix_pace *pace)
{
    if (pace->phase != MOSIX_PACE_HOLDS) {
        return;
    }
    /* Also ends when the process has moved to a node whose ticks are others. */
    while (mosix_ticks() - pace->came < pace->hold) {
#ifdef __x86_64__
        __builtin_ia32_pause();
#endif
    }
}

#endif
