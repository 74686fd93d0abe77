/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrapper: what C++, Rust and others want to be called when a thread ends. */
#include "coop_wrap.h"

#include <stdbool.h>
#include <stdlib.h>

#include "coop_endings.h"
#include "coop_next.h"
#include "coop_report.h"
#include "coop_state.h"

typedef int register_function(void (*destructor)(void *), void *object, void *code);

static register_function *real(void)
{
    static register_function *found;

    if (found == NULL) {
        found = (register_function *) coop_next("__cxa_thread_atexit_impl");
    }
    if (found == NULL) {
        coop_report("the C library has no __cxa_thread_atexit_impl()");
        abort();
    }
    return found;
}

/* Whose end is that of the objects which the caller makes now. */
static struct coop_thread *owner(void)
{
    return coop.current->tls.block != NULL ? coop.current : coop.principal;
}

static bool exit_is_watched;

/* exit() calls this, as what ends with the kernel's thread. Others' objects do not end then. */
static void exiting(void *unused)
{
    (void) unused;
    exit_is_watched = false;
    coop_endings_run(&owner()->endings);
}

int __cxa_thread_atexit_impl(void (*destructor)(void *), void *object, void *code);

COOP_WRAPPER int __cxa_thread_atexit_impl(void (*destructor)(void *), void *object, void *code)
{
    if (!exit_is_watched) {
        exit_is_watched = real()(exiting, NULL, &exit_is_watched) == 0;
    }
    return coop_endings_add(&owner()->endings, destructor, object, code) < 0 ? -1 : 0;
}
