/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One function of Open MPI. A thread that waits in Open MPI for another one calls opal_progress()
 * in a loop, which makes no call that waits while it has no events to look for. It calls what is
 * registered with opal_progress_register(), so a function that gives way is registered there:
 * when MPI_Init sets whether idle ranks yield, which it does once, and in Open MPI 5 with each
 * first session, after the list of such functions was made.
 */
#include "coop_wrap.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>

#include "coop_next.h"
#include "coop_report.h"
#include "coop_runtime.h"

/* In a process without ready coroutines, looking at the helpers' descriptors is left to libevent,
 * which Open MPI asks now and then. That is not done while a coroutine waits in it, so look as
 * well, but seldom: under MOSIX a look makes expensive system calls. */
#define LOOK_INTERVAL 64

/* As Open MPI 4.0 to 5.0 declare them. */
bool opal_progress_set_yield_when_idle(bool yield);
typedef int register_function(int (*callback)(void));

/* How many events were handled: none. */
static int give_way(void)
{
    static unsigned calls;

    if (coop_alone()) {
        return 0;
    }
    if (coop.sched.ready.first != NULL) {
        coop_yield();
    } else if (++calls % LOOK_INTERVAL == 0) {
        coop_relax();
    }
    return 0;
}

COOP_WRAPPER bool opal_progress_set_yield_when_idle(bool yield)
{
    void *caller = __builtin_return_address(0);
    __typeof__(opal_progress_set_yield_when_idle) *next =
        coop_next_from(caller, "opal_progress_set_yield_when_idle");
    register_function *add = coop_next_from(caller, "opal_progress_register");

    if (add == NULL || add(give_way) != 0) {
        coop_report("this Open MPI does not let threads give way while they wait in MPI calls. A "
                    "program that calls MPI in several threads may hang. If it does: " COOP_REMEDY);
    }
    return next != NULL && next(yield);
}
