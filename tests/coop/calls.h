/* SPDX-License-Identifier: BSD-3-Clause */
/* The probes of probe_calls: one function for each answered row of coop_calls.def, named after it.
 * Each tries the C library's functions of the row and the number of the system call. */
#ifndef CALLS_H
#define CALLS_H

#include "probe.h"

#define COOP_ANSWERED(number, name, functions, why, expression) void call_##name(void);
#define COOP_MISSING(number, name, why)
#define COOP_REFUSED(number, name, why)
#include "coop_calls.def"
#undef COOP_ANSWERED
#undef COOP_MISSING
#undef COOP_REFUSED

/* Whether syscall() answers the numbers of the table: they are those of x86-64. */
static inline bool calls_by_number(void)
{
#ifdef __x86_64__
    return probe_is_cooperative();
#else
    return false;
#endif
}

/* VALUE must be -1 with errno ERROR. */
#define CHECK_ERROR(value, error)                                                                  \
    do {                                                                                           \
        CHECK_INT(value, -1);                                                                      \
        CHECK_INT(errno, error);                                                                   \
    } while (0)

#endif
