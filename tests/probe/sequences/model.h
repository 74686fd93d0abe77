/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A model of MOSIX 4.4.3's mailboxes: what it answers to each step of a sequence. libc only, and
 * written independently of the emulator. All processes have the same user and the same home node,
 * and nothing migrates. model_read.c has what a read finds, model.c the rest.
 *
 * Sources: lines of expected-4.4.3 [real], and random sequences on the real MOSIX [real].
 */
#ifndef PROBE_MODEL_H
#define PROBE_MODEL_H

#include <stdbool.h>

#include "sequence.h"

enum {
    QUEUE_MAX = 100,   /* messages; beyond that the model does not go */
    BOXES_MAX = 12,    /* send boxes of a process, alike */
    FROM_OUTSIDE = -2, /* a sender that is none of the processes, and no filter's NOBODY */
};

struct message {
    int id, sender;
    long length;
};

struct outgoing {
    bool open, waits_not;
    bool is_ubox;
    bool used; /* written to */
    int to;
};

struct process {
    bool alive, executed;
    /* The mailbox is there as long as one of its two descriptors is open. */
    bool box_open, input_open;
    int flags;
    bool at_end;  /* flag 64: the end of the file was read */
    bool unclear; /* nobody knows what later reads find: see too_long() */
    int queued;
    struct message queue[QUEUE_MAX];
    struct outgoing box[BOXES_MAX + 1]; /* by number, from 1; 0 is standard output */
    bool filtered;
    struct interested filter;
    int stored;
    struct interested store[STORED_MAX];
    int last_sender; /* of the message that was read or probed last */
    long last_length;
    int signals;
    bool waits;
    struct step step; /* for which it waits */
};

struct model {
    int processes;
    struct process process[PROCESSES_MAX];
};

/* What a step leads to. */
struct outcome {
    /* The model does not know what comes after this step, nor its answer if that is empty. */
    bool beyond;
    bool waits; /* there is no answer yet */
    struct answer answer;
    /* Processes that waited and have an answer now, in the order of their numbers. */
    bool ended[PROCESSES_MAX];
    struct answer late[PROCESSES_MAX];
    /* How many signals a process has to which this step sent one; 0: it sent none. */
    int signals[PROCESSES_MAX];
};

void model_start(struct model *model, int processes);
void model_step(struct model *model, const struct step *step, struct outcome *outcome);

/* Reads by PROCESS, for its step. true: it need not wait, and OUTCOME has the answer. */
bool model_read(struct process *process, const struct step *step, struct outcome *outcome);

/* How many filters are stored, and which of them have a message. */
void model_which(const struct process *process, struct outcome *outcome);

/* Neither the answer nor what comes after it is known. */
void answer_unknown(struct outcome *outcome);

/* An answer that is a number. */
void answer_number(struct answer *answer, long number);
void answer_error(struct answer *answer, int error);

#endif
