/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The launcher's agent, such as ssh: the program by which Open MPI starts something on another
 * host. Libc only.
 */
#ifndef HOST_AGENT_H
#define HOST_AGENT_H

#include <limits.h>
#include <stddef.h>

#define HOST_AGENT_WORDS_MAX 24

/*
 * words    the program's path and its arguments, then NULL
 * name     for messages: what was asked for
 * origin   who asked for it: a variable, a file, or "" where nobody did
 */
struct host_agent {
    char name[256];
    char origin[PATH_MAX + 32];
    char text[512];
    char program[PATH_MAX];
    const char *words[HOST_AGENT_WORDS_MAX + 1];
};

/*
 * Finds the one that mpirun would use, in the order in which it looks: variables, files of
 * parameters, ssh or rsh. given (may be NULL) goes before all. Returns 0, or -ENOENT when it cannot
 * be run, and writes into fault what is wrong, without a full stop.
 */
int host_agent_find(const char *given, struct host_agent *agent, char *fault, size_t size);

/* Takes a list of commands with colons between: the first one whose program is there. Returns as
 * above. */
int host_agent_read(const char *list, struct host_agent *agent, char *fault, size_t size);

#endif
