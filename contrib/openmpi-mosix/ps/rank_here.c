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

/* Returns what mosps prints, or NULL, and then doubt says why. */
static char *ask(const char *mosps, char doubt[RANK_DOUBT_SIZE])
{
    /* Without -A, root sees the processes of root only [real]. */
    const char *const argv[] = {mosps, "-n", geteuid() == 0 ? "-A" : NULL, NULL};
    char said[128];
    char *output;
    int rc = program_output(argv, LIMIT_MS, &output);

    if (rc == 0 && output != NULL) {
        return output;
    }
    program_output_says(output, rc, said, sizeof(said));
    snprintf(doubt, RANK_DOUBT_SIZE, "%.160s -n: %s", mosps, said);
    free(output);
    return NULL;
}

/* Whether /proc tells all there is to know, as that of 2009 does [seen]. */
static bool is_told_by_proc(const char *proc, const struct rank_list *ranks)
{
    char path[PATH_MAX + 8];

    for (size_t i = 0; i < ranks->count; i++) {
        if (!ranks->list[i].is_2009) {
            return false;
        }
    }
    snprintf(path, sizeof(path), "%s/mosix", proc);
    return ranks->count > 0 || access(path, F_OK) == 0;
}

int rank_here(const char *root, struct rank_list *ranks, char *fault, size_t size)
{
    char mosps[PATH_MAX] = "";
    char mosrun[PATH_MAX];
    char proc[PATH_MAX] = "/proc";
    char doubt[RANK_DOUBT_SIZE] = "";
    char *output = NULL;
    struct rank_source source = {.proc = proc, .is_live = root[0] == '\0', .user = geteuid()};
    int rc = 0;

    memset(ranks, 0, sizeof(*ranks));
    if (!source.is_live) {
        rc = rooted_path(root, "/proc", proc);
    } else if (mosix_program_find("mosps", getenv("PATH"), mosps) == 0) {
        output = ask(mosps, doubt);
    }
    source.mosps = output;
    if (mosix_program_find("mosrun", getenv("PATH"), mosrun) == 0) {
        source.mosrun = mosrun;
    }
    rc = rc < 0 ? rc : rank_collect(&source, ranks);
    if (rc == -EINVAL && output != NULL) {
        snprintf(doubt, sizeof(doubt), "%.160s -n printed no heading with PID and WHERE", mosps);
        source.mosps = NULL;
        rc = rank_collect(&source, ranks);
    }
    if (rc < 0) {
        snprintf(fault, size, "%s: %s", proc, strerror(-rc));
    } else if (!is_told_by_proc(proc, ranks)) {
        /* Without ranks, MOSIX may well not be installed. */
        bool is_missing = source.is_live && ranks->count > 0 && mosps[0] == '\0';

        snprintf(ranks->doubt, sizeof(ranks->doubt), "%s",
                 is_missing ? "there is no mosps that can be run" : doubt);
    }
    free(output);
    return rc;
}
