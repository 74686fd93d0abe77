/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The calls of MPI that look for messages and do not wait. Between two of them a program may have
 * something else to do, so btl mosix must not sleep for long in them; and it cannot see in which
 * call it is. So these are counted while they run. Each has two names, because profilers replace
 * the one and call the other. All arguments are integers and addresses, passed in registers.
 */
#include "coop_wrap.h"

#include <stddef.h>

#include "coop_idle.h"
#include "coop_next.h"

typedef int call(long a, long b, long c, long d, long e, long f);

/* The next function of that name, looked up once. Only who has MPI can call it. */
static call *find(call **next, void *caller, const char *name)
{
    if (*next == NULL) {
        *next = (call *) coop_next_from(caller, name);
    }
    return *next;
}

#define TESTING(name)                                                                              \
    COOP_WRAPPER call name;                                                                        \
    COOP_WRAPPER int name(long a, long b, long c, long d, long e, long f)                          \
    {                                                                                              \
        static call *next;                                                                         \
        int rc;                                                                                    \
                                                                                                   \
        coop_idle_testing(1);                                                                      \
        rc = find(&next, __builtin_return_address(0), #name)(a, b, c, d, e, f);                    \
        coop_idle_testing(-1);                                                                     \
        return rc;                                                                                 \
    }

#define BOTH_NAMES(name) TESTING(name) TESTING(P##name)

BOTH_NAMES(MPI_Improbe)
BOTH_NAMES(MPI_Iprobe)
BOTH_NAMES(MPI_Request_get_status)
BOTH_NAMES(MPI_Test)
BOTH_NAMES(MPI_Testall)
BOTH_NAMES(MPI_Testany)
BOTH_NAMES(MPI_Testsome)
