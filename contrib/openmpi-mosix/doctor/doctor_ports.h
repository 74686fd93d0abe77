/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The checks of MOSIX's ports: TCP 252 and 253, UDP 249 and 253 must be open [doc4]. Libc only.
 */
#ifndef DOCTOR_PORTS_H
#define DOCTOR_PORTS_H

#include "doctor_view.h"

/* Whether the daemons listen on them. */
void doctor_check_listen(const struct doctor_view *view, struct node_finding *finding);

/* The firewall. Runs nft and iptables, which only list rules; inside a root, reads files of rules.
 */
void doctor_check_ports(const struct doctor_view *view, struct node_finding *finding);

#endif
