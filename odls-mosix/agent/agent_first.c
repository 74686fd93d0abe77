/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is said once; see ../odls_mosix_first.h. Each rank has an agent of its own, so the first one
 * leaves a file in the directory that PRRTE has for its mpirun on this node.
 */
#include "odls_mosix_first.h"

#include <stdlib.h>

#include "mosix_once.h"

bool odls_mosix_is_first(const char *word)
{
    return mosix_once(getenv("PMIX_SERVER_TMPDIR"), word);
}
