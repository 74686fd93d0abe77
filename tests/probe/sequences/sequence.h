/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A sequence of mailbox operations: two to four processes, one step at a time. model.h says what
 * MOSIX answers to each, generate.h makes random ones, conductor.h runs them.
 */
#ifndef PROBE_SEQUENCE_H
#define PROBE_SEQUENCE_H

#include <stddef.h>

#include "filters.h"

enum {
    PROCESSES_MIN = 2,
    PROCESSES_MAX = 4,
    STEPS_MAX = 64,
    STORED_MAX = 3, /* filters that a step can store */
    PARTS_MAX = 18, /* parts of a message that a step can ask for; MOSIX takes 16 */
    SIZE_MAX_STEP = 12 << 20,
    PATTERN_SIZE = 8, /* of a filter; MOSIX refuses longer ones */
};

enum operation {
    OPEN_BOX,   /* flags: how, value: the flags of the mailbox */
    OPEN_SEND,  /* to, value: kind and address (enum path), flags: how */
    CLOSE,      /* fd */
    DUPLICATE,  /* fd, value: 0 or 1 */
    SEND,       /* fd, size */
    SEND_PARTS, /* fd, parts of size bytes */
    SEND_BAD,   /* fd: from a bad pointer */
    SEND_LONG,  /* fd: more bytes than a message may have */
    SEND_CHILD, /* fd, size: by a child that inherits the box */
    READ,       /* fd, size */
    READ_PARTS, /* fd, parts of size bytes */
    READ_BAD,   /* fd, size: to a bad pointer */
    PROBE,      /* fd: the length of the next message */
    SET_FLAGS,  /* fd, flags: fcntl F_SETFL */
    CALL,       /* fd, value: one of enum call */
    ABOUT,      /* value: one of enum about */
    FILTER,     /* filter: set it */
    CHANGE,     /* filter: change the one that is set, without a call */
    UNFILTER,   /* */
    STORE,      /* parts filters */
    WHICH,      /* which stored filters have a message */
    SIGNALS,    /* how many SIGIO came since the last asking; flags 1: go on counting */
    EXECUTE,    /* the program again */
    DIE,        /* */
    INTERRUPT,  /* a signal to the process, which waits */
    OPERATIONS,
};

enum path { MBOX_ZERO, MBOX_OWN, UBOX_ZERO, PATHS };
enum call {
    CALL_LSEEK,
    CALL_FSTAT,
    CALL_DUP,
    CALL_FSYNC,
    CALL_GETFD,
    CALL_GETFL,
    CALL_POLL,
    CALLS
};
enum about { ABOUT_PID, ABOUT_HOME, ABOUT_LENGTH, ABOUTS };

/* In filters: pid is the number of a process or NOBODY, home is one of these. */
enum { NOBODY = -1 };
enum home { HOME_ZERO, HOME_OWN, HOME_OTHER, HOMES };

struct step {
    int who; /* from 0 */
    enum operation operation;
    int fd;
    int to;
    int flags;
    int value;
    int parts;
    long size;
    int id; /* of the message that it sends; generate() takes the number of the step */
    struct interested filter[STORED_MAX];
};

/* What a process answers: a number, the name of an error, or a word. */
enum { ANSWER_SIZE = 48 };
struct answer {
    char text[ANSWER_SIZE];
};

/* The step in words, all that matters for it. */
void step_text(const struct step *step, char *text, size_t size);

/* The step that TEXT says in those words; TEXT is not changed. Returns 0, or -EINVAL. */
int step_parse(const char *text, struct step *step);

/* Byte AT of message ID. */
unsigned char message_byte(int id, long at);

/* The answer to a read that gave LENGTH bytes: that and a checksum, for which byte(AT) is asked. */
void read_answer(struct answer *answer, long length,
                 unsigned char (*byte)(const void *from, long at), const void *from);

#endif
