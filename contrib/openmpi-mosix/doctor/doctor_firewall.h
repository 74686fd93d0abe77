/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads what firewalls print, and says what becomes of a packet. Libc only, no input or output.
 */
#ifndef DOCTOR_FIREWALL_H
#define DOCTOR_FIREWALL_H

#include "firewall_rules.h"

/* By what `nft list ruleset` prints; firewalld's rules are there too. blocker gets the chain that
 * blocks, as FAMILY/TABLE/CHAIN, or ""; it may be NULL. */
enum firewall_verdict doctor_firewall_nft(const char *text, const struct firewall_packet *packet,
                                          char blocker[FIREWALL_NAME_SIZE]);

/* By what `iptables -S` or `iptables-save` prints. */
enum firewall_verdict doctor_firewall_iptables(const char *text,
                                               const struct firewall_packet *packet);

#endif
