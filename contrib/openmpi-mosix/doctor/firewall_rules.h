/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rules of a firewall, and what they make of one packet from another node. Libc only, no input or
 * output.
 */
#ifndef FIREWALL_RULES_H
#define FIREWALL_RULES_H

#include <stdbool.h>
#include <stddef.h>

#define FIREWALL_NAME_SIZE 128

enum firewall_verdict {
    FIREWALL_NONE, /* no rule is about it */
    FIREWALL_OPEN,
    FIREWALL_UNSURE, /* some are let in, by what is not known here, such as their address */
    FIREWALL_BLOCKED
};

enum firewall_action {
    FIREWALL_GO_ON,
    FIREWALL_ACCEPT,
    FIREWALL_DROP,
    FIREWALL_RETURN,
    FIREWALL_JUMP,
    FIREWALL_GOTO
};

/*
 * One rule, as far as it may be about the packet: rules that cannot match are not kept.
 * is_maybe   more has to match than is known here
 * target     of a jump
 */
struct firewall_rule {
    int chain;
    bool is_maybe;
    enum firewall_action action;
    char target[FIREWALL_NAME_SIZE];
};

struct firewall_chain {
    char name[FIREWALL_NAME_SIZE];
    bool is_input; /* packets to this node come here first */
    bool is_closed;
};

struct firewall_rules {
    struct firewall_chain *chains;
    int chain_count;
    struct firewall_rule *rules;
    size_t rule_count;
    bool has_failed; /* memory ran out: some are missing */
    int blocker;     /* a chain of input that blocks, once that was judged */
};

/* A packet that opens a connection, or the first of its kind: "tcp" or "udp". */
struct firewall_packet {
    const char *protocol;
    int port;
};

/* The chain of that name, which is added if it is missing; -1 without memory. */
int firewall_chain_of(struct firewall_rules *rules, const char *name);

void firewall_rules_add(struct firewall_rules *rules, const struct firewall_rule *rule);

/* What all chains of input together make of the packet. */
enum firewall_verdict firewall_rules_judge(struct firewall_rules *rules);

void firewall_rules_free(struct firewall_rules *rules);

/* Whether a port is in "252", "249-253" or "249:253". Names of services are others. */
bool firewall_port_in(const char *word, int port);

#endif
