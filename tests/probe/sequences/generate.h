/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random sequences, and what the model says to each of their steps. Libc only.
 */
#ifndef PROBE_GENERATE_H
#define PROBE_GENERATE_H

#include "model.h"

struct sequence {
    int processes, count;
    struct step step[STEPS_MAX];
    struct outcome outcome[STEPS_MAX];
};

/* The first answer that differs from the model's. */
struct mismatch {
    int at; /* the step that was made last */
    int who;
    struct answer model, seen;
};

/* The same SEED gives the same sequence everywhere. */
void generate(unsigned long seed, struct sequence *sequence);

/* Whether a process can make this step now. */
bool possible(const struct model *model, const struct step *step);

/* Asks the model again, after steps were changed. Returns false if the sequence has become one that
 * generate() would not make. */
bool replay(struct sequence *sequence);

/* Removes step AT. */
void remove_step(struct sequence *sequence, int at);

#endif
