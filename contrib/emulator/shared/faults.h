/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Faults that the emulator makes on request: the comma list of MOSIX_EMULATOR_FAULTS, parsed.
 * mosrun parses it to refuse a bad list before the program starts, the library to obey it. Libc
 * only.
 */
#ifndef MOSIX_EMULATOR_FAULTS_H
#define MOSIX_EMULATOR_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

/* A counter or size of 0 and an errno of 0 mean: this fault was not asked for. */
struct faults {
    unsigned long box;           /* messages that a mailbox holds before it is full */
    unsigned long eintr_percent; /* share of blocking reads and writes that end with EINTR, 1-100 */
    unsigned long delay_us;      /* microseconds by which each message is delayed */
    unsigned long vanish; /* the write of this number (from 1) and all later ones give ESRCH */
    int write_errno;      /* writes fail with this errno ... */
    unsigned long write_errno_at; /* ... only the write of this number (from 1); 0 = every write */
    bool write_errno_stays;       /* ... and all later ones as well */
    int open_errno;               /* opening its mailbox fails with this errno */
    int peer_open_errno;          /* opening a send box to another process fails with it */
    bool nononblock;              /* fcntl(O_NONBLOCK) on a send box fails with EINVAL */
    unsigned long truncate;       /* a message longer than this many bytes loses its tail */
    unsigned long drop; /* the message of this number (from 1, per sender process) is lost */
    unsigned long dup;  /* the message of this number (from 1) arrives twice */
    int full_errno;     /* a non-blocking write to a full mailbox fails with this errno */
};

/* One line of the list of faults: how it is written and what it does. */
struct fault_help {
    const char *form;
    const char *meaning;
};

/* Row INDEX (from 0) of that list, false past its end. */
bool faults_help(size_t index, struct fault_help *help);

/*
 * Parse LIST ("box=4,eintr=10,nononblock"; NULL and "" mean no fault) into *FAULTS, which is always
 * left fully set. 0, or -EINVAL (unknown word, missing or unnecessary value, not a number, unknown
 * errno name, the same word twice) or -ERANGE (a number out of its range). After an error REASON
 * (SIZE bytes, always ended) has a sentence without a newline that names the bad part and what
 * would be accepted.
 */
int faults_parse(const char *list, struct faults *faults, char *reason, size_t size);

#endif
