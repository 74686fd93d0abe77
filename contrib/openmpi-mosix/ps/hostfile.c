/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A hostfile; see hostfile.h.
 */
#include "hostfile.h"

#include <limits.h>
#include <stdlib.h>

#include "mosix_address.h"

size_t hostfile_print(const struct mosix_cluster *cluster, FILE *out)
{
    size_t answering = 0;

    for (size_t i = 0; i < cluster->count; i++) {
        const struct mosix_peer *node = &cluster->nodes[i];
        char quad[MOSIX_QUAD_SIZE];

        mosix_quad_format(node->address, quad);
        if (!node->answers) {
            fprintf(out, "# %s does not answer\n", quad);
            continue;
        }
        answering++;
        fprintf(out, "%s slots=%ld", quad, node->processors > 0 ? node->processors : 1);
        fprintf(out, " # speed %ld%s\n", node->speed, node->is_here ? ", this node" : "");
    }
    return answering;
}

enum command_exit hostfile_run(const struct command_options *options)
{
    char fault[2 * PATH_MAX];
    struct mosix_cluster cluster;
    size_t answering;

    (void) options;
    if (mosix_cluster_ask(getenv("PATH"), &cluster, fault, sizeof(fault)) < 0) {
        fprintf(stderr, "openmpi-mosix: %s\n", fault);
        return COMMAND_FAILED;
    }
    answering = hostfile_print(&cluster, stdout);
    mosix_cluster_free(&cluster);
    if (answering == 0) {
        fputs("openmpi-mosix: no node answers: openmpi-mosix doctor says what is wrong\n",
              stderr);
    }
    return answering > 0 ? COMMAND_OK : COMMAND_FAILED;
}
