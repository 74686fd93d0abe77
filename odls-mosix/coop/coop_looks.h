/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The descriptors at which the program looks now and then without waiting, and found nothing. Who
 * sleeps in the meantime has to wake up for them. A look is remembered until it has ended one
 * sleep: so a descriptor that the program no longer looks at costs at most one. Libc only: memory
 * in, memory out.
 */
#ifndef COOP_LOOKS_H
#define COOP_LOOKS_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

/* Looks at a time, told apart by the array; and descriptors of one. */
#define COOP_LOOKS_MAX 4
#define COOP_LOOK_SIZE 64

struct coop_look {
    const void *key;
    size_t count;
    struct pollfd descriptors[COOP_LOOK_SIZE];
};

/* All zero: none. */
struct coop_looks {
    struct coop_look looks[COOP_LOOKS_MAX];
    unsigned next;  /* the one to be replaced */
    bool too_large; /* one could not be remembered */
};

/* A look at these descriptors has found nothing. KEY tells it from others. */
void coop_looks_note(struct coop_looks *looks, const void *key, const struct pollfd *descriptors,
                     size_t count);

/* Copies all descriptors to ALL, which has room for COOP_LOOKS_MAX * COOP_LOOK_SIZE. How many. */
size_t coop_looks_copy(const struct coop_looks *looks, struct pollfd *all);

/* One of them has ended a sleep. */
void coop_looks_forget(struct coop_looks *looks);

#endif
