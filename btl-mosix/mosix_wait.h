/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * When a rank that looks for a message in vain should sleep, and for how long. It first looks again
 * and again ("spins"), because an answer often comes at once; for how long, it learns from how long
 * answers took. Looks are counted, since under MOSIX each clock is a system call; the processor's
 * counter of ticks tells whether the program computes between two looks. Libc only: nothing here
 * sleeps, reads a clock or knows a mailbox.
 */
#ifndef MOSIX_WAIT_H
#define MOSIX_WAIT_H

#include <stdbool.h>
#include <stdint.h>

enum mosix_wait_mode {
    MOSIX_WAIT_AUTO,  /* spin as long as it pays, then sleep */
    MOSIX_WAIT_SPIN,  /* never sleep */
    MOSIX_WAIT_BLOCK, /* sleep at once, whatever the program does between two looks */
};

/* What a user may write, and what is meant when he writes nothing. */
#define MOSIX_WAIT_MODES "auto, spin or block"
#define MOSIX_WAIT_DEFAULT "auto"

/* The mode of that name: auto, spin or block; or -EINVAL, also for NULL. */
int mosix_wait_mode(const char *name);
bool mosix_wait_is_mode(const char *name);

/*
 * The longest sleep, in nanoseconds, when it is not certain that whatever the rank waits for ends
 * it, and in calls such as MPI_Test, after which the program goes on.
 */
#define MOSIX_WAIT_SHORT 1000000

/* One look in vain, and when it began and ended, in ticks. */
struct mosix_look {
    uint64_t start;
    uint64_t end;
    uint64_t napped; /* when the process has last slept or given way by itself, in ticks, or 0 */
    bool testing;    /* in a call that does not wait */
    bool pending;    /* messages wait until their receiver has room, of which nothing tells */
    bool is_short;   /* not every event ends a sleep */
};

/* Set mode, spin and longest, and all else to zero; then call mosix_wait_start(). */
struct mosix_wait {
    enum mosix_wait_mode mode;
    uint32_t spin;   /* looks before a sleep at most */
    int64_t longest; /* sleep, in nanoseconds */

    /* since the last message */
    uint32_t looks; /* in vain */
    uint32_t limit; /* looks after which it sleeps */
    uint64_t began; /* the first one */
    uint64_t last;  /* the end of the last one */
    bool has_slept;
    int64_t slept; /* sleeps that nothing has ended, together */
    int64_t pause; /* the next one while messages are pending */

    /* learned */
    uint32_t mean8;        /* 8 times the looks before messages that came without a sleep */
    uint32_t score;        /* 0: lately messages came only after a sleep */
    uint32_t until_trial;  /* messages before it spins for longer, to learn */
    uint32_t interval;     /* from one such trial to the next */
    uint32_t early_in_row; /* those that came without a sleep since one came after one */
};

void mosix_wait_start(struct mosix_wait *wait);

/* A message came, but not at once. */
void mosix_wait_learn(struct mosix_wait *wait);

/* Something was received or written. */
static inline void mosix_wait_found(struct mosix_wait *wait)
{
    if (wait->looks != 0 || wait->has_slept) {
        mosix_wait_learn(wait);
    }
}

/* The first looks are counted and nothing else, because most answers come so soon. */
#define MOSIX_WAIT_EARLY 4

/* Whether the next look in vain is such a one: then its ticks need not be known. */
static inline bool mosix_wait_is_early(const struct mosix_wait *wait)
{
    return wait->looks < MOSIX_WAIT_EARLY;
}

/* Nothing was. Returns for how many nanoseconds to sleep now; 0: not at all. look may be NULL for
 * an early look. */
int64_t mosix_wait_vain(struct mosix_wait *wait, const struct mosix_look *look);

/* Until NOW, in ticks, the rank did something that is neither a message nor the program's work. If
 * it has slept, it sleeps again after the next look in vain. */
void mosix_wait_ignore(struct mosix_wait *wait, uint64_t now);

/* It slept for that long, or until something happened, and it is NOW, in ticks. */
void mosix_wait_slept(struct mosix_wait *wait, int64_t nanoseconds, bool happened, uint64_t now);

#endif
