/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The discipline as one table: which system calls a program under mosrun does not get, in which
 * profile, under which condition, and how well that is known. mosrun makes its filter of it, the
 * library its traps, and the README its tables. Libc only.
 */
#ifndef MOSIX_EMULATOR_CALL_TABLE_H
#define MOSIX_EMULATOR_CALL_TABLE_H

#include "discipline.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum call_test {
    CALL_TEST_ALWAYS,
    CALL_TEST_IS,       /* (argument & mask) == value */
    CALL_TEST_IS_NOT,   /* (argument & mask) != value */
    CALL_TEST_ANY,      /* (argument & mask) != 0 */
    CALL_TEST_AT_LEAST, /* argument >= value */
    CALL_TEST_NOT_ZERO, /* argument != 0, all 64 bits */
};

/* A test of one argument. The kernel takes only the low 32 bits of those arguments that need a
 * mask. */
struct call_condition {
    enum call_test test;
    unsigned argument;
    uint32_t mask;
    uint32_t value;
};

enum call_answer {
    CALL_ANSWER_REFUSE,  /* killed, ENOSYS, or ENOSYS and a report */
    CALL_ANSWER_PRIVATE, /* the same, but under -e and -w a read-only mapping becomes private */
    CALL_ANSWER_ABSENT,  /* ENOSYS in every mode: a kernel without this call */
    CALL_ANSWER_ZERO,    /* nothing is done and 0 returned */
    CALL_ANSWER_ONE_CPU, /* sched_getaffinity names one processor */
};

#define CALL_IN_MODERN (1U << DISCIPLINE_PROFILE_MODERN)
#define CALL_IN_MANUAL (1U << DISCIPLINE_PROFILE_MANUAL)
#define CALL_IN_REAL (1U << DISCIPLINE_PROFILE_REAL)

struct call_row {
    const char *name;
    long number; /* below 0: not on this machine */
    unsigned profiles;
    enum call_answer answer;
    struct call_condition when[2]; /* both must hold */
    bool lifted_by_threads;        /* the row does not hold where threads are allowed ... */
    bool spares_threads;           /* ... or not for calls with CLONE_THREAD in argument 0 */
    bool untrappable;              /* the C library calls it with all signals blocked */
    const char *grade;             /* as in mosix/README.md, without brackets */
    const char *note;              /* the condition in words, NULL: always refused */
};

const struct call_row *call_table(size_t *count);

/* Whether ROW takes part in DISCIPLINE on this machine. */
bool call_row_applies(const struct call_row *row, const struct discipline *discipline);

/* The name of a call of the table, "unknown" for others. Safe in signal handlers. */
const char *call_name(long number);

#endif
