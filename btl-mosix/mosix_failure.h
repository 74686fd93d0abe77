/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the errors of opening and writing a send box mean: whether to wait, to try again or to give
 * the peer up, and what to tell the user. Libc only.
 */
#ifndef MOSIX_FAILURE_H
#define MOSIX_FAILURE_H

#include <stdbool.h>
#include <stdint.h>

enum mosix_verdict {
    MOSIX_VERDICT_FULL,  /* the receiver has no room: wait for as long as it takes */
    MOSIX_VERDICT_RETRY, /* it may pass: try again for a limited time */
    MOSIX_VERDICT_GONE,  /* a node is gone: make sure of it, because a network may stumble */
    MOSIX_VERDICT_END    /* nothing can be sent to this peer any more */
};

/*
 * verdict  what to do
 * meaning  for the user: what it means and what to do, in lines of at most 80 characters
 */
struct mosix_failure {
    int error;
    enum mosix_verdict verdict;
    const char *meaning;
};

/* How long to make sure that a node is gone, in milliseconds. */
#define MOSIX_GONE_PATIENCE 3000

/* The row of an errno, never NULL. An unknown error ends the peer. */
const struct mosix_failure *mosix_failure_find(int error);

/* Whether an attempt that gave this error is made again. */
bool mosix_failure_may_pass(int error);

/* For how many milliseconds, where patience is what the user gives for errors that may pass. */
uint32_t mosix_failure_patience(int error, uint32_t patience);

/*
 * Attempts to write to one peer after an error that may pass; all zero while there was none. It is
 * not known whether MOSIX has delivered a message when it reports such an error. So the same
 * message is written again, byte for byte: should it arrive twice, the receiver drops the second
 * one, whose number it has seen. There is one for every peer, so it is small: times are the lower
 * 32 bits of mosix_time(), which has milliseconds.
 */
struct mosix_retry {
    uint32_t end;  /* when to give up, or 0 */
    uint32_t next; /* when to try again */
};

static inline bool mosix_retry_runs(const struct mosix_retry *retry)
{
    return retry->end != 0;
}

/* Whether it is time to try again. */
bool mosix_retry_is_due(const struct mosix_retry *retry, uint32_t now);

/*
 * Notes a failed attempt; from the first one on there are patience milliseconds, at most
 * 2^31. Returns whether
 * there will be another attempt.
 */
bool mosix_retry_again(struct mosix_retry *retry, uint32_t now, uint32_t patience);

#endif
