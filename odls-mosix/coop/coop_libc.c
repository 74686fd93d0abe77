/* SPDX-License-Identifier: BSD-3-Clause */
/* Looks up the functions of coop_libc.h. */
#include "coop_libc.h"

#include <stdlib.h>

#include "coop_next.h"
#include "coop_report.h"

struct coop_libc coop_libc;

static void *find(const char *name)
{
    void *found = coop_next(name);

    if (found == NULL) {
        coop_report("the C library has no function %s. Use the libmosix-coop.so that was built for "
                    "this system.",
                    name);
        abort();
    }
    return found;
}

#define LOOK_UP(name) coop_libc.name = (__typeof__(name) *) find(#name);

void coop_libc_load(void)
{
    COOP_LIBC_FUNCTIONS(LOOK_UP)
    coop_libc.loaded = true;
}

__attribute__((constructor)) static void load_early(void)
{
    coop_real();
}
