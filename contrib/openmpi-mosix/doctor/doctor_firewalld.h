/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads the files of firewalld in a root, where nobody can be asked. Libc only.
 */
#ifndef DOCTOR_FIREWALLD_H
#define DOCTOR_FIREWALLD_H

#include "doctor_view.h"
#include "firewall_rules.h"

/*
 * What the default zone makes of a packet: FIREWALL_NONE where firewalld is not started at boot;
 * FIREWALL_UNSURE where a rule, or a zone for some interface or address, lets it in.
 */
enum firewall_verdict doctor_firewalld_judge(const struct doctor_view *view,
                                             const struct firewall_packet *packet);

#endif
