/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two functions of other libraries. PMIx_Finalize() tells the daemon that this rank ends, and waits
 * for an answer for two seconds, by an event of libevent. With many ranks for each processor,
 * either of both may get no processor for so long. If it is the rank, the time is over before
 * anything was sent, and Open MPI takes it for a rank that ended without MPI_Finalize. So that
 * event gets more time. The wait ends at once when the daemon has gone, because then the connection
 * is closed.
 */
#include "coop_wrap.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/time.h>

#include "coop_next.h"

/* Seconds: PMIx's own, and what they become. */
#define SHORT 2
#define LONG 60

/* The second function may be another one of that name, whose arguments are handed on. */
typedef int finalize_function(const void *info, size_t count);
typedef long add_function(long event, const struct timeval *time, long c, long d, long e, long f);

finalize_function PMIx_Finalize;
add_function event_add;

static bool finalizes;

COOP_WRAPPER int PMIx_Finalize(const void *info, size_t count)
{
    finalize_function *next = coop_next_from(__builtin_return_address(0), "PMIx_Finalize");
    int rc = -1;

    if (next != NULL) {
        finalizes = true;
        rc = next(info, count);
        finalizes = false;
    }
    return rc;
}

/* The next one for CALLER, which usually is the one that called before. */
static add_function *find_next(const void *caller)
{
    static const void *known;
    static add_function *next;

    if (caller != known) {
        next = coop_next_from(caller, "event_add");
        known = caller;
    }
    return next;
}

COOP_WRAPPER long event_add(long event, const struct timeval *time, long c, long d, long e, long f)
{
    static const struct timeval more = {.tv_sec = LONG};
    add_function *next = find_next(__builtin_return_address(0));

    if (finalizes && time != NULL && time->tv_sec == SHORT && time->tv_usec == 0) {
        time = &more;
    }
    return next != NULL ? next(event, time, c, d, e, f) : -1;
}
