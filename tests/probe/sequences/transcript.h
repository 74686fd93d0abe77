/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sequences with the answers that the real MOSIX gave, in words, as `sequences` prints them:
 *
 *   NAME, 2 processes:
 *     1. process 0: read mailbox, 5 bytes -> waits
 *     2. process 1: write send box 1, 3 bytes, id 17 -> 3
 *        process 0 waited -> 3, sum 1705ec15
 *
 * The steps' numbers may be omitted. Of a difference as it is printed, "process 0, here: ANSWER"
 * replaces the answer that the last step has, and "process 0, model: ANSWER" is ignored. Empty
 * lines and those that begin with # are ignored, too. Libc only.
 */
#ifndef PROBE_TRANSCRIPT_H
#define PROBE_TRANSCRIPT_H

#include <stdio.h>

#include "generate.h"

enum { TRANSCRIPT_NAME = 80 };

struct transcript {
    char name[TRANSCRIPT_NAME];
    struct sequence sequence;
};

struct transcripts {
    FILE *file;
    int line;                   /* where an error is; of the line that was read last */
    char next[TRANSCRIPT_NAME]; /* name and processes of the one that follows */
    int processes;
};

/* Starts with FILE, from where it is; the caller closes it. */
void transcripts_start(struct transcripts *transcripts, FILE *file);

/* The next one: 1. 0: there is none; -EINVAL: transcripts->line is wrong. */
int transcripts_next(struct transcripts *transcripts, struct transcript *transcript);

/* Whether the model says all that SEQUENCE says. Beyond the model may be only the last step. */
bool model_agrees(const struct sequence *sequence, struct mismatch *mismatch);

#endif
