/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The system calls that a rank under mosrun does not get as from a kernel: their names, which
 * functions make them, what they are for, and what to do without. Libc only.
 */
#ifndef MOSRUN_CALL_H
#define MOSRUN_CALL_H

/* The first number that MOSIX 4.4.3 does not know [real]. */
#define MOSRUN_CALL_UNKNOWN 314

/* No kernel has a call of x86-64 behind that: the last are of Linux 6, below 500, and of x32. */
#define MOSRUN_CALL_LAST 547

enum mosrun_call_state {
    MOSRUN_CALL_ANSWERED, /* libmosix-coop answers it by other calls */
    MOSRUN_CALL_ABSENT,   /* MOSIX does not know it; libmosix-coop says ENOSYS */
    MOSRUN_CALL_REFUSED   /* MOSIX says ENOSYS, or ends the process under mosrun -u */
};

enum mosrun_call_purpose {
    MOSRUN_FOR_OTHER,
    MOSRUN_FOR_THREADS,
    MOSRUN_FOR_SHARED,
    MOSRUN_FOR_URING,
    MOSRUN_FOR_EVENTS,
    MOSRUN_FOR_PLACES,
    MOSRUN_FOR_MEMORY,
    MOSRUN_FOR_TIMERS,
    MOSRUN_FOR_AIO,
    MOSRUN_FOR_SIGNALS,
    MOSRUN_FOR_QUEUES,
    MOSRUN_FOR_KEYS,
    MOSRUN_FOR_TRACE,
    MOSRUN_FOR_CONTAINER,
    MOSRUN_FOR_ADMIN,
    MOSRUN_FOR_COUNT
};

/*
 * number     of x86-64
 * functions  of the C library that make it, with blanks between; "" for none
 * purpose    of calls that libmosix-coop has no row for; ask mosrun_call_purpose()
 */
struct mosrun_call {
    int number;
    enum mosrun_call_state state;
    enum mosrun_call_purpose purpose;
    const char *name;
    const char *functions;
};

/* The row of a number, of a name, or of a function that makes the call; NULL when there is none,
 * which for a number below MOSRUN_CALL_UNKNOWN means that a rank gets the call. */
const struct mosrun_call *mosrun_call_numbered(long number);
const struct mosrun_call *mosrun_call_named(const char *name);
const struct mosrun_call *mosrun_call_made_by(const char *function);

/* What a call is for. */
enum mosrun_call_purpose mosrun_call_purpose(const struct mosrun_call *call);

/* A noun: what calls of that kind are for. "" for OTHER. */
const char *mosrun_call_is_for(enum mosrun_call_purpose purpose);

/* A clause that begins with a verb: how a program does without them. */
const char *mosrun_call_remedy(enum mosrun_call_purpose purpose);

#endif
