/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The ranks of this node; see rank_here.h.
 */
#include "rank_here.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mosix_program.h"
#include "program_output.h"
#include "rank_collect.h"
#include "rooted_path.h"

#define LIMIT_MS 10000

static int ask(const char *mosps, char **output, char *fault, size_t size)
{
    /* Without -A, root sees the processes of root only [real]. */
    const char *const argv[] = {mosps, "-n", geteuid() == 0 ? "-A" : NULL, NULL};
    char said[128];
    int rc = program_output(argv, LIMIT_MS, output);

    if (rc == 0 && *output != NULL) {
        return 0;
    }
    program_output_says(*output, rc, said, sizeof(said));
    snprintf(fault, size, "%s -n: %s", mosps, said);
    free(*output);
    *output = NULL;
    return rc < 0 ? rc : -EIO;
}

int rank_here(const char *root, struct rank_list *ranks, char *fault, size_t size)
{
    char mosps[PATH_MAX];
    char mosrun[PATH_MAX];
    char proc[PATH_MAX] = "/proc";
    char *output = NULL;
    struct rank_source source = {.proc = proc, .is_live = root[0] == '\0', .user = geteuid()};
    int rc = 0;

    memset(ranks, 0, sizeof(*ranks));
    if (!source.is_live) {
        rc = rooted_path(root, "/proc", proc);
    } else if (mosix_program_find("mosps", getenv("PATH"), mosps) == 0) {
        rc = ask(mosps, &output, fault, size);
        if (rc < 0) {
            return rc;
        }
    }
    source.mosps = output;
    if (mosix_program_find("mosrun", getenv("PATH"), mosrun) == 0) {
        source.mosrun = mosrun;
    }
    rc = rc < 0 ? rc : rank_collect(&source, ranks);
    if (rc == -EINVAL) {
        snprintf(fault, size, "%s -n printed no heading with PID and WHERE", mosps);
    } else if (rc < 0) {
        snprintf(fault, size, "%s: %s", proc, strerror(-rc));
    }
    free(output);
    return rc;
}
