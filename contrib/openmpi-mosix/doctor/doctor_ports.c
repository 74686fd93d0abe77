/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The checks of ports; see doctor_ports.h.
 */
#include "doctor_ports.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor_firewall.h"
#include "doctor_firewalld.h"
#include "node_process.h"
#include "program_output.h"

#define LIMIT_MS 3000
#define FIREWALLD "the default zone of firewalld"

static const struct firewall_packet packets[] = {
    {"tcp", 252}, {"tcp", 253}, {"udp", 249}, {"udp", 253}};

typedef enum firewall_verdict (*judge_fn)(const char *text, const struct firewall_packet *packet,
                                          char chain[FIREWALL_NAME_SIZE]);

static enum firewall_verdict judge_iptables(const char *text, const struct firewall_packet *packet,
                                            char chain[FIREWALL_NAME_SIZE])
{
    (void) chain;
    return doctor_firewall_iptables(text, packet);
}

/* What is known so far. */
struct opinion {
    char blocked[128]; /* "tcp 252, ..." */
    const char *blocker;
    char chain[FIREWALL_NAME_SIZE]; /* of nft, that blocks; or "" */
    bool is_unsure;
    int looked;       /* how many firewalls were looked at */
    const char *mute; /* a program that did not tell its rules, or NULL */
    char said[128];   /* what it said instead */
};

#define PACKETS (sizeof(packets) / sizeof(packets[0]))

/* What a firewall of that name makes of the packets. */
static void take_verdicts(struct opinion *opinion, const enum firewall_verdict verdicts[PACKETS],
                          const char *name)
{
    bool was_blocked = opinion->blocked[0] != '\0';

    opinion->looked++;
    for (size_t i = 0; i < PACKETS; i++) {
        size_t used = strlen(opinion->blocked);

        if (verdicts[i] == FIREWALL_BLOCKED && !was_blocked) {
            snprintf(opinion->blocked + used, sizeof(opinion->blocked) - used, "%s %s %d",
                     used > 0 ? "," : "", packets[i].protocol, packets[i].port);
            opinion->blocker = name;
        }
        opinion->is_unsure = opinion->is_unsure || verdicts[i] == FIREWALL_UNSURE;
    }
}

static void judge_text(struct opinion *opinion, const char *text, const char *name, judge_fn judge)
{
    enum firewall_verdict verdicts[PACKETS];

    for (size_t i = 0; i < PACKETS; i++) {
        char chain[FIREWALL_NAME_SIZE] = "";

        verdicts[i] = judge(text, &packets[i], chain);
        if (chain[0] != '\0') {
            strcpy(opinion->chain, chain);
        }
    }
    take_verdicts(opinion, verdicts, name);
}

static void judge_firewalld(const struct doctor_view *view, struct opinion *opinion)
{
    enum firewall_verdict verdicts[PACKETS];

    for (size_t i = 0; i < PACKETS; i++) {
        verdicts[i] = doctor_firewalld_judge(view, &packets[i]);
    }
    if (verdicts[0] != FIREWALL_NONE) {
        take_verdicts(opinion, verdicts, FIREWALLD);
    }
}

/*
 * Whether a program says that the kernel has no part for it, or that another one has its rules:
 * what that one lists is all there is.
 */
static bool is_absent(const struct opinion *opinion, const char *output)
{
    return strstr(output, "not supported") != NULL || strstr(output, "need to insmod") != NULL ||
           (opinion->looked > 0 && strstr(output, "is incompatible, use 'nft'") != NULL);
}

/* mark: what is in all rules. */
static void ask(const struct doctor_view *view, struct opinion *opinion, const char *program,
                const char *const arguments[4], const char *mark, judge_fn judge)
{
    char *output = NULL;
    int rc = doctor_view_run(view, program, arguments, LIMIT_MS, &output);
    const char *text = output != NULL ? output : "";

    if (rc == 0 && (text[strspn(text, " \n")] == '\0' || strstr(text, mark) != NULL)) {
        judge_text(opinion, text, program, judge);
    } else if (rc != -ENOENT && (rc < 0 || !is_absent(opinion, text))) {
        opinion->mute = program;
        program_output_says(text, rc, opinion->said, sizeof(opinion->said));
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
        ask(view, opinion, "nft", nft, "table ", doctor_firewall_nft);
        ask(view, opinion, "iptables", iptables, "-P ", judge_iptables);
        ask(view, opinion, "iptables-legacy", iptables, "-P ", judge_iptables);
    } else {
        read_rules(view, opinion, "/etc/nftables.conf", doctor_firewall_nft);
        read_rules(view, opinion, "/etc/sysconfig/nftables.conf", doctor_firewall_nft);
        read_rules(view, opinion, "/etc/iptables/rules.v4", judge_iptables);
        read_rules(view, opinion, "/etc/sysconfig/iptables", judge_iptables);
        judge_firewalld(view, opinion);
    }
}

static void put_remedy(const struct doctor_view *view, struct opinion *opinion,
                       struct node_finding *finding)
{
    bool is_live = node_system_is_live(&view->system);
    char *chain = opinion->chain;

    if (!is_live && strcmp(opinion->blocker, FIREWALLD) == 0) {
        node_finding_remedy(finding,
                            "Run `chroot %s firewall-offline-cmd --add-port=252-253/tcp "
                            "--add-port=249/udp --add-port=253/udp`",
                            view->system.root);
    } else if (is_live && node_process_find(view->system.proc, "firewalld") != 0) {
        node_finding_remedy(finding, "Run `firewall-cmd --permanent --add-port=252-253/tcp "
                                     "--add-port=249/udp --add-port=253/udp && firewall-cmd "
                                     "--reload`");
    } else if (strstr(opinion->blocker, "nft") != NULL) {
        for (char *at = chain; (at = strchr(at, '/')) != NULL;) {
            *at = ' ';
        }
        if (is_live) {
            node_finding_remedy(finding,
                                "Run `nft insert rule %s 'tcp dport { 252, 253 } accept'; nft "
                                "insert rule %s 'udp dport { 249, 253 } accept'`, and keep it",
                                chain, chain);
        } else {
            node_finding_remedy(finding,
                                "Put these at the head of the chain %s of %s: `tcp dport "
                                "{ 252, 253 } accept` and `udp dport { 249, 253 } accept`",
                                chain, opinion->blocker);
        }
    } else {
        const char *program =
            strcmp(opinion->blocker, "iptables-legacy") == 0 ? opinion->blocker : "iptables";

        node_finding_remedy(finding,
                            "Run `%s -I INPUT -p tcp -m multiport --dports 252,253 -j ACCEPT; %s "
                            "-I INPUT -p udp -m multiport --dports 249,253 -j ACCEPT`, and keep it",
                            program, program);
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
    } else if (opinion.mute != NULL) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because %s does not tell its rules",
                          opinion.mute);
        node_finding_evidence(finding, "%s", opinion.said);
        node_finding_remedy(finding,
                            view->is_superuser ? "Correct what %s says as root" : NODE_AS_ROOT,
                            opinion.mute);
    } else if (opinion.is_unsure) {
        node_finding_what(finding, NODE_OK,
                          "the firewall opens the ports of MOSIX to some; see "
                          "that every node is among them");
    } else {
        node_finding_what(finding, NODE_OK, "no firewall blocks the ports of MOSIX");
        node_finding_evidence(finding, "%d sets of rules", opinion.looked);
    }
}

/* Whether a table of sockets such as /proc/net/udp has this local port, as one that waits. */
static bool has_port(const char *table, int port, const char *state)
{
    char wanted[16];
    const char *at = table;

    snprintf(wanted, sizeof(wanted), ":%04X ", port);
    while ((at = strchr(at, '\n')) != NULL) {
        const char *local = strchr(++at, ':');
        size_t length = strcspn(at, "\n");

        local = local != NULL ? strchr(local + 1, ':') : NULL;
        if (local != NULL && local < at + length && strncmp(local, wanted, strlen(wanted)) == 0) {
            char line[256];

            snprintf(line, sizeof(line), "%.*s", (int) length, at);
            if (strstr(line, state) != NULL) {
                return true;
            }
        }
    }
    return false;
}

void doctor_check_listen(const struct doctor_view *view, struct node_finding *finding)
{
    static const struct {
        const char *table;
        const char *state;
        int port;
        const char *name;
        const char *daemon; /* [real] */
    } ports[] = {{"net/tcp", " 0A ", 252, "TCP 252", "mospostald"},
                 {"net/tcp", " 0A ", 253, "TCP 253", "mosremoted"},
                 {"net/udp", " 07 ", 249, "UDP 249", "mosixd"},
                 {"net/udp", " 07 ", 253, "UDP 253", "mospostald"}};
    const size_t size = 1 << 20;
    char *table = malloc(size);
    char missing[NODE_TEXT_SIZE / 2] = "";
    int rc = table != NULL ? 0 : -ENOMEM;

    for (size_t i = 0; rc == 0 && i < sizeof(ports) / sizeof(ports[0]); i++) {
        rc = doctor_view_proc(view, ports[i].table, table, size);
        if (rc == 0 && !has_port(table, ports[i].port, ports[i].state)) {
            size_t used = strlen(missing);

            snprintf(missing + used, sizeof(missing) - used, "%s %s (%s)", used > 0 ? "," : "",
                     ports[i].name, ports[i].daemon);
        }
    }
    free(table);
    if (rc < 0) {
        node_finding_hidden(finding, "/proc/net", -rc);
    } else if (node_process_find_mosd(view->system.proc) == 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because mosd is not running");
    } else if (missing[0] != '\0') {
        node_finding_what(finding, NODE_ERROR, "no daemon of MOSIX waits on:%s", missing);
        node_finding_evidence(finding, "/proc/net/tcp, /proc/net/udp");
        node_finding_remedy(finding, "See who holds the port with `ss -tulpn`, and restart MOSIX");
    } else {
        node_finding_what(finding, NODE_OK, "the daemons of MOSIX wait on their ports");
        node_finding_evidence(finding, "/proc/net/tcp, /proc/net/udp");
    }
}
