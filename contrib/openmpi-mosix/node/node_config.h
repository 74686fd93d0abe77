/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of MOSIX's configuration in /etc/mosix. Libc only.
 */
#ifndef NODE_CONFIG_H
#define NODE_CONFIG_H

#include "node_finding.h"
#include "node_system.h"

/* /etc/mosix/mosix.map lists the nodes of the cluster [doc4]. */
void node_check_map(const struct node_system *system, struct node_finding *finding);

/* /etc/mosix/secret: the key that all nodes of the cluster share, for root only [doc4]. */
void node_check_secret(const struct node_system *system, struct node_finding *finding);

/*
 * MOSIX learns the address of its node from /etc/mosix/mosip, or from ifconfig. Where both are
 * missing it stays "currently not configured!" [real].
 */
void node_check_interface(const struct node_system *system, struct node_finding *finding);

#endif
