/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of the cluster: the maps, which nodes answer, whether they take guests. Other nodes are
 * seen only through MOSIX's own tools. Libc only.
 */
#ifndef DOCTOR_CLUSTER_H
#define DOCTOR_CLUSTER_H

#include "doctor_view.h"

/* Lines of /etc/mosix/mosix.map, and whether this node is in it. */
void doctor_check_nodes_map(const struct doctor_view *view, struct node_finding *finding);

/* Lines of /etc/mosix/userview.map, which gives nodes their numbers. */
void doctor_check_userview(const struct doctor_view *view, struct node_finding *finding);

/* Which nodes of the map answer; asks `mosctl status` for at most 5 s. */
void doctor_check_nodes(const struct doctor_view *view, struct node_finding *finding);

/* Whether this node is up, takes guests, and lets its own processes leave. */
void doctor_check_guests(const struct doctor_view *view, struct node_finding *finding);

#endif
