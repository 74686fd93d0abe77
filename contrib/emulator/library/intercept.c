/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How a wrapper finds the function that it wraps; see intercept.h.
 */
#include "intercept.h"

#include <stdio.h>
#include <stdlib.h>

#include "env_names.h"

void *intercept_find(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (found == NULL) {
        fprintf(stderr,
                "%s: the C library has no function %s. Use the emulator that was built for "
                "this system.\n",
                EMULATOR_LIBRARY_NAME, name);
        abort();
    }
    return found;
}
