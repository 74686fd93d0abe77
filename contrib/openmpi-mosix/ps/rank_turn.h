/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One order after the other: a process of MOSIX 4.4.3 that gets a second one within 1.6 s of the
 * first stays between two nodes for ever [real]. So whoever gives an order holds a lock on the
 * process, and keeps it until it is safe. Nothing is written. Libc only.
 */
#ifndef RANK_TURN_H
#define RANK_TURN_H

#include <stddef.h>
#include <sys/types.h>

struct rank_turns {
    int *locks;
    size_t count;
};

void rank_turns_begin(struct rank_turns *turns);

/*
 * Waits until nobody else holds the lock of the process, at most 5 s, and takes it. Returns 0;
 * -ETIMEDOUT; or another -errno, -ENOENT when it has ended.
 */
int rank_turn_take(struct rank_turns *turns, pid_t pid);

/* Waits until the processes can take another order, and gives all locks back. */
void rank_turns_end(struct rank_turns *turns);

#endif
