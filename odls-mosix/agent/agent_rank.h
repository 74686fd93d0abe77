/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What PRRTE, the launcher of Open MPI 5, tells a rank's process before it becomes the rank. Libc
 * only.
 */
#ifndef AGENT_RANK_H
#define AGENT_RANK_H

#include <stdbool.h>

#include "mosrun_expand.h"
#include "mosrun_parts.h"

/*
 * Who this process is going to be, from its environment. fallback is the node's name where the
 * environment has none. Numbers that are missing are 0. The strings belong to env and fallback.
 */
void agent_rank_identify(char *const *env, const char *fallback, struct mosrun_identity *identity);

/* The number of the rank's job among those of its mpirun, 1 for the first; 0 when it is not known.
 */
unsigned long agent_rank_job(char *const *env);

/* Whether the job has other applications than that of this rank, as far as is known. */
bool agent_rank_has_others(char *const *env);

/*
 * The options before the application that argv belongs to, in command, the words of mpirun's
 * command line: those that precede a part that ends with argv. Both end with NULL. Returns 0, or
 * -EINVAL when no part does, as in a daemon of another node, whose command line names no
 * application.
 */
int agent_rank_part(char *const *command, char *const *argv, struct mosrun_part *part);

#endif
