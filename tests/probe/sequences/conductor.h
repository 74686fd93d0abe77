/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs a sequence with real processes, one step at a time, and compares each answer with the
 * model's.
 */
#ifndef PROBE_CONDUCTOR_H
#define PROBE_CONDUCTOR_H

#include "generate.h"

struct patience {
    int answer; /* milliseconds until a process is said to hang */
    int settle; /* milliseconds in which a signal arrives */
};

/* Whether all answers were the model's. */
bool conduct(const struct sequence *sequence, struct patience patience, struct mismatch *mismatch);

/* Makes the steps of SEQUENCE, whatever the model says, and replaces its outcomes by what was seen:
 * a step "waits" that has no answer after patience.settle. Ends before a step that cannot be made,
 * as the process waits or is gone. */
void record(struct sequence *sequence, struct patience patience);

#endif
