/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The check of the firewall; see doctor_ports.h.
 */
#include "doctor_ports.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor_firewall.h"
#include "node_process.h"

#define LIMIT_MS 3000

static const struct firewall_packet packets[] = {
    {"tcp", 252}, {"tcp", 253}, {"udp", 249}, {"udp", 253}};

typedef enum firewall_verdict (*judge_fn)(const char *text, const struct firewall_packet *packet);

/* What is known so far. */
struct opinion {
    char blocked[128]; /* "tcp 252, ..." */
    const char *blocker;
    bool is_unsure;
    int looked;       /* how many firewalls were looked at */
    const char *mute; /* a program that did not tell its rules, or NULL */
};

static void judge_text(struct opinion *opinion, const char *text, const char *name, judge_fn judge)
{
    bool was_blocked = opinion->blocked[0] != '\0';

    opinion->looked++;
    for (size_t i = 0; i < sizeof(packets) / sizeof(packets[0]); i++) {
        enum firewall_verdict verdict = judge(text, &packets[i]);
        size_t used = strlen(opinion->blocked);

        if (verdict == FIREWALL_BLOCKED && !was_blocked) {
            snprintf(opinion->blocked + used, sizeof(opinion->blocked) - used, "%s %s %d",
                     used > 0 ? "," : "", packets[i].protocol, packets[i].port);
            opinion->blocker = name;
        }
        opinion->is_unsure = opinion->is_unsure || verdict == FIREWALL_UNSURE;
    }
}

static void ask(const struct doctor_view *view, struct opinion *opinion, const char *program,
                const char *const arguments[4], judge_fn judge)
{
    char *output = NULL;
    int rc = doctor_view_run(view, program, arguments, LIMIT_MS, &output);

    if (rc == 0 && output != NULL) {
        judge_text(opinion, output, program, judge);
    } else if (rc != -ENOENT) {
        opinion->mute = program;
    }
    free(output);
}

static void read_rules(const struct doctor_view *view, struct opinion *opinion, const char *path,
                       judge_fn judge)
{
    struct conf_file file;

    if (doctor_view_open(view, path, &file) == 0) {
        judge_text(opinion, file.text, path, judge);
        conf_file_close(&file);
    }
}

static void look(const struct doctor_view *view, struct opinion *opinion)
{
    static const char *const nft[4] = {"list", "ruleset"};
    static const char *const iptables[4] = {"-S"};

    if (node_system_is_live(&view->system)) {
        ask(view, opinion, "nft", nft, doctor_firewall_nft);
        ask(view, opinion, "iptables", iptables, doctor_firewall_iptables);
        ask(view, opinion, "iptables-legacy", iptables, doctor_firewall_iptables);
    } else {
        read_rules(view, opinion, "/etc/nftables.conf", doctor_firewall_nft);
        read_rules(view, opinion, "/etc/sysconfig/nftables.conf", doctor_firewall_nft);
        read_rules(view, opinion, "/etc/iptables/rules.v4", doctor_firewall_iptables);
        read_rules(view, opinion, "/etc/sysconfig/iptables", doctor_firewall_iptables);
    }
}

static void put_remedy(const struct doctor_view *view, const struct opinion *opinion,
                       struct node_finding *finding)
{
    bool is_live = node_system_is_live(&view->system);

    if (is_live && node_process_find(view->system.proc, "firewalld") != 0) {
        node_finding_remedy(finding, "Run `firewall-cmd --permanent --add-port=252-253/tcp "
                                     "--add-port=249/udp --add-port=253/udp && firewall-cmd "
                                     "--reload`");
    } else if (strstr(opinion->blocker, "nft") != NULL) {
        node_finding_remedy(finding,
                            "Put these at the head of the chain of input%s%s: `tcp dport "
                            "{ 252, 253 } accept` and `udp dport { 249, 253 } accept`",
                            is_live ? "" : " of ", is_live ? "" : opinion->blocker);
    } else {
        node_finding_remedy(finding, "Run `iptables -I INPUT -p tcp -m multiport --dports 252,253 "
                                     "-j ACCEPT; iptables -I INPUT -p udp -m multiport --dports "
                                     "249,253 -j ACCEPT`, and keep it");
    }
}

void doctor_check_ports(const struct doctor_view *view, struct node_finding *finding)
{
    struct opinion opinion = {.blocker = NULL};

    look(view, &opinion);
    if (opinion.blocked[0] != '\0') {
        node_finding_what(finding, NODE_ERROR, "the firewall blocks ports of MOSIX:%s",
                          opinion.blocked);
        node_finding_evidence(finding, "rules of %s", opinion.blocker);
        put_remedy(view, &opinion, finding);
    } else if (opinion.mute != NULL && (opinion.looked == 0 || !view->is_superuser)) {
        /* As root, what another one lists is all there is: the kernel has no part for this one. */
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because %s does not tell its rules",
                          opinion.mute);
        if (!view->is_superuser) {
            node_finding_remedy(finding, "Run this as root");
        }
    } else if (opinion.is_unsure) {
        node_finding_what(finding, NODE_OK,
                          "the firewall opens the ports of MOSIX to some; see "
                          "that every node is among them");
    } else {
        node_finding_what(finding, NODE_OK, "no firewall blocks the ports of MOSIX");
        node_finding_evidence(finding, "%d sets of rules", opinion.looked);
    }
}
