/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrapper: clone(). */
#include "coop_wrap.h"

#include <sched.h>
#include <stdarg.h>

#include "coop_clone.h"
#include "coop_libc.h"

COOP_WRAPPER int clone(int (*start)(void *), void *stack, int flags, void *argument, ...)
{
    void *rest[3];
    va_list list;

    if (coop_clone_makes_thread((unsigned) flags)) {
        return coop_answer(coop_clone_refuse());
    }
    va_start(list, argument);
    for (int i = 0; i < 3; i++) {
        rest[i] = va_arg(list, void *);
    }
    va_end(list);
    return coop_real()->clone(start, stack, flags, argument, rest[0], rest[1], rest[2]);
}
