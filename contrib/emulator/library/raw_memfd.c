/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The bare system call; see raw_memfd.h.
 */
#include "raw_memfd.h"

#include "call_table.h"
#include "raw_call.h"

int raw_memfd(const char *name, unsigned int flags)
{
    return (int) raw_answer(
        raw_call(SYS_memfd_create, (long) name, (long) flags, 0, 0, 0, CALL_OWN_MARK));
}
