/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading the rules of firewalls; see doctor_firewall.h. What a rule says that is not known here
 * makes it one that may match.
 */
#include "doctor_firewall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 96

/* One line, cut into words; what is in quotation marks is one, and so is each of "{},;:". */
struct words {
    char text[1024];
    const char *list[WORDS_MAX + 1]; /* "" after the last one */
    int count;
};

static void put_word(struct words *words, char **at, const char *from, size_t length)
{
    char *end = words->text + sizeof(words->text) - 1;

    if (words->count < WORDS_MAX && *at + length < end) {
        memcpy(*at, from, length);
        (*at)[length] = '\0';
        words->list[words->count++] = *at;
        *at += length + 1;
    }
}

/* single: characters that are words of their own. */
static void cut(const char *line, size_t size, const char *single, struct words *words)
{
    const char *end = line + size;
    char *at = words->text;

    words->count = 0;
    while (line < end) {
        const char *from = line;

        if (*line == ' ' || *line == '\t') {
            line++;
        } else if (*line == '"') {
            for (line++; line < end && *line != '"'; line++) {
            }
            put_word(words, &at, from + 1, (size_t) (line - from - 1));
            line += line < end;
        } else if (strchr(single, *line) != NULL) {
            put_word(words, &at, line++, 1);
        } else {
            while (line < end && strchr(" \t\"", *line) == NULL && strchr(single, *line) == NULL) {
                line++;
            }
            put_word(words, &at, from, (size_t) (line - from));
        }
    }
    for (int i = words->count; i <= WORDS_MAX; i++) {
        words->list[i] = "";
    }
}

/* A rule while it is read. */
struct reading {
    struct firewall_rule rule;
    bool is_other; /* it cannot be about the packet */
};

static bool is(const char *word, const char *other)
{
    return strcmp(word, other) == 0;
}

/* The index after a set "{ a, b }", or after one word. */
static int after_set(const struct words *words, int at)
{
    if (!is(words->list[at], "{")) {
        return at + 1;
    }
    while (at < words->count && !is(words->list[at], "}")) {
        at++;
    }
    return at + 1;
}

/* Whether the set, or the one word, has this word (or port, where word is NULL). */
static bool set_has(const struct words *words, int at, const char *word, int port)
{
    int end = after_set(words, at);

    for (; at < end && at < words->count; at++) {
        if (word != NULL ? is(words->list[at], word) : firewall_port_in(words->list[at], port)) {
            return true;
        }
    }
    return false;
}

/* "dport != { 22, 252 }": what follows the word dport. */
static int take_nft_ports(const struct words *words, int at, int port, struct reading *reading)
{
    bool is_not = is(words->list[at], "!=");

    at += is_not;
    if (words->list[at][0] == '@') {
        reading->rule.is_maybe = true;
    } else if (set_has(words, at, NULL, port) == is_not) {
        reading->is_other = true;
    }
    return after_set(words, at);
}

/* "state established,related", "state vmap { established : accept }": new packets only count. */
static int take_nft_state(const struct words *words, int at, struct reading *reading)
{
    bool is_new = false;

    if (is(words->list[at], "vmap")) {
        reading->is_other = true;
        return after_set(words, at + 1);
    }
    if (is(words->list[at], "{")) {
        is_new = set_has(words, at, "new", 0);
        at = after_set(words, at);
    } else {
        for (is_new = is(words->list[at++], "new"); is(words->list[at], ","); at += 2) {
            is_new = is_new || is(words->list[at + 1], "new");
        }
    }
    reading->is_other = reading->is_other || !is_new;
    return at;
}

/* "tcp dport 252", "udp sport ...": what follows the protocol. */
static int take_nft_protocol(const struct words *words, int at,
                             const struct firewall_packet *packet, struct reading *reading)
{
    const char *protocol = words->list[at];

    if (!is(protocol, packet->protocol) && !is(protocol, "th")) {
        reading->is_other = true;
    }
    if (is(words->list[at + 1], "dport")) {
        return take_nft_ports(words, at + 2, packet->port, reading);
    }
    reading->rule.is_maybe = true;
    return after_set(words, at + 2);
}

static bool take_verdict(const struct words *words, int at, const char *prefix,
                         struct reading *reading)
{
    static const struct {
        const char *word;
        enum firewall_action action;
    } verdicts[] = {{"accept", FIREWALL_ACCEPT}, {"drop", FIREWALL_DROP}, {"reject", FIREWALL_DROP},
                    {"return", FIREWALL_RETURN}, {"jump", FIREWALL_JUMP}, {"goto", FIREWALL_GOTO}};

    for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
        if (strcasecmp(words->list[at], verdicts[i].word) == 0) {
            reading->rule.action = verdicts[i].action;
            if (verdicts[i].action >= FIREWALL_JUMP) {
                snprintf(reading->rule.target, FIREWALL_NAME_SIZE, "%s%.60s", prefix,
                         words->list[at + 1]);
            }
            return true;
        }
    }
    return false;
}

/* One condition or statement of a rule, which begins at a word. Returns where the next one does. */
static int take_nft_part(const struct words *words, int at, const struct firewall_packet *packet,
                         struct reading *reading)
{
    const char *word = words->list[at];
    const char *next = words->list[at + 1];

    if (is(word, "tcp") || is(word, "udp") || is(word, "th")) {
        return take_nft_protocol(words, at, packet, reading);
    }
    if (is(word, "l4proto") || (is(word, "ip") && is(next, "protocol"))) {
        at += is(word, "ip") ? 2 : 1;
        reading->is_other = reading->is_other || !set_has(words, at, packet->protocol, 0);
        return after_set(words, at);
    }
    if (is(word, "iif") || is(word, "iifname")) {
        if (is(next, "{") || is(next, "!=")) {
            reading->rule.is_maybe = true;
            return after_set(words, at + (is(next, "!=") ? 2 : 1));
        }
        reading->is_other = reading->is_other || is(next, "lo");
        return at + 2;
    }
    if (is(word, "ct") && is(next, "state")) {
        return take_nft_state(words, at + 2, reading);
    }
    if (is(word, "icmp") || is(word, "icmpv6") || is(word, "igmp") || is(word, "ip6")) {
        reading->is_other = true;
        return at + 1;
    }
    if (is(word, "meta") || is(word, "counter") || is(word, "log")) {
        return at + 1;
    }
    if (is(word, "packets") || is(word, "bytes") || is(word, "comment") || is(word, "prefix") ||
        is(word, "level")) {
        return at + 2;
    }
    reading->rule.is_maybe = true;
    return after_set(words, at);
}

/* A line inside of a chain. */
static void take_nft_rule(struct firewall_rules *rules, int chain, const struct words *words,
                          const char *prefix, const struct firewall_packet *packet)
{
    struct reading reading = {.rule = {.chain = chain}};
    int at = 0;

    if (is(words->list[0], "type")) {
        for (; at < words->count; at++) {
            const char *next = words->list[at + 1];

            rules->chains[chain].is_input |= is(words->list[at], "hook") && is(next, "input");
            rules->chains[chain].is_closed |= is(words->list[at], "policy") && is(next, "drop");
        }
        return;
    }
    while (at < words->count && !is(words->list[at], ";")) {
        if (take_verdict(words, at, prefix, &reading)) {
            break;
        }
        at = take_nft_part(words, at, packet, &reading);
    }
    if (!reading.is_other && reading.rule.action != FIREWALL_GO_ON) {
        firewall_rules_add(rules, &reading.rule);
    }
}

enum firewall_verdict doctor_firewall_nft(const char *text, const struct firewall_packet *packet,
                                          char blocker[FIREWALL_NAME_SIZE])
{
    struct firewall_rules rules = {.chains = NULL};
    char prefix[FIREWALL_NAME_SIZE / 2] = "";
    bool is_ours = false; /* a table that packets of IPv4 meet */
    enum firewall_verdict verdict;
    int chain = -1;

    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        struct words words;

        cut(text, size, "{},;", &words);
        text += size + (text[size] == '\n');
        if (is(words.list[0], "table")) {
            is_ours = is(words.list[1], "ip") || is(words.list[1], "inet");
            snprintf(prefix, sizeof(prefix), "%.8s/%.40s/", words.list[1], words.list[2]);
            chain = -1;
        } else if (is(words.list[0], "chain") && is_ours) {
            char name[FIREWALL_NAME_SIZE];

            snprintf(name, sizeof(name), "%s%.60s", prefix, words.list[1]);
            chain = firewall_chain_of(&rules, name);
        } else if (is(words.list[0], "}")) {
            chain = -1;
        } else if (chain >= 0 && words.list[0][0] != '#') {
            take_nft_rule(&rules, chain, &words, prefix, packet);
        }
    }
    verdict = firewall_rules_judge(&rules);
    if (blocker != NULL) {
        snprintf(blocker, FIREWALL_NAME_SIZE, "%s",
                 verdict == FIREWALL_BLOCKED ? rules.chains[rules.blocker].name : "");
    }
    firewall_rules_free(&rules);
    return verdict;
}

/* "252,253" or "249:253". */
static bool list_has(const char *list, int port)
{
    while (list != NULL) {
        if (firewall_port_in(list, port)) {
            return true;
        }
        list = strchr(list, ',');
        list += list != NULL;
    }
    return false;
}

/* One option of a rule. Returns where the next one is. */
static int take_option(const struct words *words, int at, const struct firewall_packet *packet,
                       struct reading *reading)
{
    const char *word = words->list[at];
    const char *value = words->list[at + 1];

    if (is(word, "-p")) {
        reading->is_other |= !is(value, packet->protocol) && !is(value, "all");
    } else if (is(word, "--dport") || is(word, "--dports")) {
        reading->is_other |= !list_has(value, packet->port);
    } else if (is(word, "-i")) {
        reading->is_other |= is(value, "lo");
    } else if (is(word, "--state") || is(word, "--ctstate")) {
        reading->is_other |= strstr(value, "NEW") == NULL;
    } else if (is(word, "-j") || is(word, "-g")) {
        if (!take_verdict(words, at + 1, "", reading) && !is(value, "LOG")) {
            reading->rule.action = is(word, "-j") ? FIREWALL_JUMP : FIREWALL_GOTO;
            snprintf(reading->rule.target, FIREWALL_NAME_SIZE, "%.100s", value);
        }
        return words->count;
    } else if (is(word, "!")) {
        /* Its opposite, so what follows is not looked at. */
        reading->rule.is_maybe = true;
        return at + 3;
    } else if (!is(word, "-m") && !is(word, "--comment")) {
        reading->rule.is_maybe = true;
        return at + 1;
    }
    return at + 2;
}

static void take_iptables(struct firewall_rules *rules, const struct words *words,
                          const struct firewall_packet *packet)
{
    const char *first = words->list[0];
    bool is_policy = is(first, "-P") || first[0] == ':';
    const char *name = first[0] == ':' ? first + 1 : words->list[1];
    struct reading reading = {.rule = {.chain = -1}};

    if (!is_policy && !is(first, "-A")) {
        return;
    }
    reading.rule.chain = firewall_chain_of(rules, name);
    if (reading.rule.chain < 0) {
        return;
    }
    if (is_policy) {
        rules->chains[reading.rule.chain].is_input = is(name, "INPUT");
        rules->chains[reading.rule.chain].is_closed =
            is(words->list[first[0] == ':' ? 1 : 2], "DROP");
        return;
    }
    for (int at = 2; at < words->count;) {
        at = take_option(words, at, packet, &reading);
    }
    if (!reading.is_other && reading.rule.action != FIREWALL_GO_ON) {
        firewall_rules_add(rules, &reading.rule);
    }
}

enum firewall_verdict doctor_firewall_iptables(const char *text,
                                               const struct firewall_packet *packet)
{
    struct firewall_rules rules = {.chains = NULL};
    enum firewall_verdict verdict;
    bool is_filter = true; /* iptables-save has other tables too */

    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        struct words words;

        cut(text, size, "", &words);
        text += size + (text[size] == '\n');
        if (words.list[0][0] == '*') {
            is_filter = is(words.list[0], "*filter");
        } else if (is_filter) {
            take_iptables(&rules, &words, packet);
        }
    }
    verdict = firewall_rules_judge(&rules);
    firewall_rules_free(&rules);
    return verdict;
}
