/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks that compare the nodes of a cluster, or the hosts of a hostfile: clocks, instructions,
 * versions, maps. Each is asked by the launcher's agent, and only if somebody wants that. Libc
 * only.
 */
#ifndef DOCTOR_NODES_H
#define DOCTOR_NODES_H

#include "doctor_view.h"
#include "host_ask.h"

/*
 * What the hosts said. One of them is this one.
 * are_homes   ranks shall start on them, so they need Open MPI
 */
struct doctor_nodes {
    struct hosts hosts;
    struct host_answer *answers;
    bool are_homes;
};

/*
 * Asks all that the options name, at once, for as long as they say. Returns 0, to be given back by
 * doctor_nodes_free(); or -errno, and writes into fault what is wrong, without a full stop.
 */
int doctor_nodes_ask(const struct command_options *options, const struct doctor_view *view,
                     struct doctor_nodes *nodes, char *fault, size_t size);

void doctor_nodes_free(struct doctor_nodes *nodes);

/* Which of them answer. */
void doctor_check_reached(const struct doctor_view *view, struct node_finding *finding);

/* Whether their clocks tell the same time, as far as that can be seen from here. */
void doctor_check_clocks(const struct doctor_view *view, struct node_finding *finding);

/* Whether all have the same instructions. */
void doctor_check_cpus(const struct doctor_view *view, struct node_finding *finding);

/* Releases of MOSIX, Open MPI and this package. */
void doctor_check_versions(const struct doctor_view *view, struct node_finding *finding);

/* Whether their mosd runs with rseq off, where the C library has it: only root sees that. */
void doctor_check_receivers(const struct doctor_view *view, struct node_finding *finding);

/* Whether they have the same map of nodes. */
void doctor_check_maps(const struct doctor_view *view, struct node_finding *finding);

#endif
