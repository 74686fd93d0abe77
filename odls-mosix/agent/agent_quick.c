/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking for a trace of MOSIX; see agent_quick.h.
 */
#include "agent_quick.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_node.h"
#include "mosrun_env.h"

#define ENVIRONMENT_PREFIX "OMPI_MCA_"
#define SERVER_PREFIX "PMIX_MCA_" OWN
#define OWN "odls_mosix_"
#define FILES "mca_base_param_files"

/* A variable that sets a parameter of ours, or names other parameter files than the usual ones. */
static bool is_mentioned_in(char *const *env)
{
    size_t length = strlen(ENVIRONMENT_PREFIX);

    for (; *env != NULL; env++) {
        if (strncmp(*env, ENVIRONMENT_PREFIX, length) == 0 &&
            (strncmp(*env + length, OWN, strlen(OWN)) == 0 ||
             strncmp(*env + length, FILES, strlen(FILES)) == 0)) {
            return true;
        }
        if (strncmp(*env, SERVER_PREFIX, strlen(SERVER_PREFIX)) == 0) {
            return true;
        }
    }
    return false;
}

/*
 * Whether a file has one of the texts in a line that is no comment. delimiter ends a line. A file
 * that is not there has none; one that cannot be read may have.
 */
static bool file_mentions(const char *path, int delimiter)
{
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t size = 0;
    bool found = false;

    while (file != NULL && !found && getdelim(&line, &size, delimiter, file) >= 0) {
        found = line[strspn(line, " \t")] != '#' &&
                (strstr(line, OWN) != NULL || strstr(line, FILES) != NULL);
    }
    free(line);
    if (file != NULL) {
        (void) fclose(file);
    }
    return found;
}

/* On its command line, or in its environment, of which ranks do not get all. */
static bool is_mentioned_by(long daemon)
{
    char command[64];
    char environment[64];

    snprintf(command, sizeof(command), "/proc/%ld/cmdline", daemon);
    snprintf(environment, sizeof(environment), "/proc/%ld/environ", daemon);
    return file_mentions(command, '\0') || file_mentions(environment, '\0');
}

static bool is_mentioned_below(const char *directory, const char *name)
{
    char path[PATH_MAX];

    return directory != NULL &&
           (snprintf(path, sizeof(path), "%s/%s", directory, name) >= (int) sizeof(path) ||
            file_mentions(path, '\n'));
}

bool agent_quick_is_native(char *const *env, long daemon, const char *directory)
{
    const struct mosix_node_query query = {
        .address_files = MOSIX_ADDRESS_FILES,
        .executable = "",
        .search_path = mosrun_env_get(env, "PATH"),
    };
    struct mosix_node node;

    if (is_mentioned_in(env) || is_mentioned_by(daemon) ||
        is_mentioned_below(mosrun_env_get(env, "HOME"), ".openmpi/mca-params.conf") ||
        is_mentioned_below(directory, "openmpi-mca-params.conf") ||
        is_mentioned_below(directory, "openmpi-mca-params-override.conf")) {
        return false;
    }
    mosix_node_probe(&query, &node);
    return node.state == MOSIX_NODE_ABSENT;
}
