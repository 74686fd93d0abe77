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
    CALL_TEST_ZERO,     /* argument == 0, all 64 bits */
    CALL_TEST_NO_USER,  /* argument is no address that a program can have */
    CALL_TEST_NOT_OWN,  /* argument != CALL_OWN_ADDRESS */
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
    CALL_ANSWER_END,     /* the process ends with status 1, in every mode */
    CALL_ANSWER_HANG,    /* the call never returns; a signal still ends the process */
    /* The following need the library; programs without it get the kernel's own answers. */
    CALL_ANSWER_ERROR,    /* the row's error in every mode: MOSIX looks at this argument first */
    CALL_ANSWER_EMULATED, /* reaches the library, which looks whether it is about MOSIX */
};

#define CALL_IN_MODERN (1U << DISCIPLINE_PROFILE_MODERN)
#define CALL_IN_MANUAL (1U << DISCIPLINE_PROFILE_MANUAL)
#define CALL_IN_REAL (1U << DISCIPLINE_PROFILE_REAL)

/* Most conditions of a row. */
#define CALL_CONDITIONS 3

/* A row whose last number is this one is meant for all higher numbers, too. mosrun's filter stops
 * here: no kernel has so many calls. */
#define CALL_NUMBERS_LAST 511

/* The first address that no program has. */
#define CALL_USER_END UINT64_C(0x800000000000)

/* Descriptors of boxes, and some more, are those FD for which (FD & mask) == first. */
#define CALL_BOX_FIRST 0x0c600000
#define CALL_BOX_MASK 0xfffffe00U

/*
 * The sixth argument of calls that the library makes for itself, of those that take fewer: the rows
 * of CALL_ANSWER_END let them pass. Nothing else passes such a number.
 */
/* Where the library wishes to have memory that it shares, and nobody else. */
#define CALL_OWN_ADDRESS 0x6d6f73690000

#define CALL_OWN_ARGUMENT 5
#define CALL_OWN_MARK 0x6d6f7369

struct call_row {
    const char *name;
    long number; /* below 0: not on this machine */
    long last;   /* the row is for all calls from number to this one; 0: for number alone */
    unsigned profiles;
    unsigned silent; /* profiles in which mosrun -w does not report it */
    enum call_answer answer;
    int error;                                   /* of CALL_ANSWER_ERROR */
    struct call_condition when[CALL_CONDITIONS]; /* all must hold */
    bool lifted_by_threads; /* the row does not hold where threads are allowed ... */
    bool spares_threads;    /* ... or not for calls with CLONE_THREAD in argument 0 */
    bool untrappable;       /* the C library calls it with all signals blocked */
    const char *grade;      /* as in mosix/README.md, without brackets */
    const char *note;       /* the condition in words, NULL: always refused */
};

const struct call_row *call_table(size_t *count);

/* Whether ROW takes part in DISCIPLINE on this machine. */
bool call_row_applies(const struct call_row *row, const struct discipline *discipline);

/*
 * The row of DISCIPLINE that says ANSWER about call NUMBER, NULL if there is none. The conditions
 * are not looked at. Safe in signal handlers.
 */
const struct call_row *call_row_find(long number, enum call_answer answer,
                                     const struct discipline *discipline);

/* The name of a call of the table, "unknown" for others. Safe in signal handlers. */
const char *call_name(long number);

#endif
