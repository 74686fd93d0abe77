/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Following a packet through rules; see firewall_rules.h.
 */
#include "firewall_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Chains that call each other deeper are not followed. */
#define DEPTH_MAX 16

/* Steps in all: rules can make each other long. */
#define STEPS_MAX 10000

int firewall_chain_of(struct firewall_rules *rules, const char *name)
{
    struct firewall_chain *chains;

    for (int i = 0; i < rules->chain_count; i++) {
        if (strcmp(rules->chains[i].name, name) == 0) {
            return i;
        }
    }
    chains = reallocarray(rules->chains, (size_t) rules->chain_count + 1, sizeof(*chains));
    if (chains == NULL) {
        rules->has_failed = true;
        return -1;
    }
    rules->chains = chains;
    memset(&chains[rules->chain_count], 0, sizeof(*chains));
    snprintf(chains[rules->chain_count].name, FIREWALL_NAME_SIZE, "%s", name);
    return rules->chain_count++;
}

void firewall_rules_add(struct firewall_rules *rules, const struct firewall_rule *rule)
{
    struct firewall_rule *list =
        reallocarray(rules->rules, rules->rule_count + 1, sizeof(*rules->rules));

    if (list == NULL) {
        rules->has_failed = true;
        return;
    }
    rules->rules = list;
    list[rules->rule_count++] = *rule;
}

/* A packet on its way. */
struct way {
    const struct firewall_rules *rules;
    int steps;
    bool is_unsure; /* a rule that is not sure would have let it in */
};

static enum firewall_verdict follow(struct way *way, int chain, int depth);

/* What a rule that may match makes of it; FIREWALL_NONE to go on with the next one. */
static enum firewall_verdict apply(struct way *way, const struct firewall_rule *rule, int depth)
{
    enum firewall_verdict verdict = FIREWALL_NONE;

    switch (rule->action) {
    case FIREWALL_ACCEPT:
        verdict = FIREWALL_OPEN;
        break;
    case FIREWALL_DROP:
        verdict = FIREWALL_BLOCKED;
        break;
    case FIREWALL_JUMP:
    case FIREWALL_GOTO:
        for (int i = 0; i < way->rules->chain_count; i++) {
            if (strcmp(way->rules->chains[i].name, rule->target) == 0) {
                verdict = follow(way, i, depth + 1);
            }
        }
        break;
    case FIREWALL_GO_ON:
    case FIREWALL_RETURN:
        break;
    }
    if (rule->is_maybe) {
        /* What it would drop are others, as far as anybody can say. */
        way->is_unsure = way->is_unsure || verdict == FIREWALL_OPEN;
        verdict = FIREWALL_NONE;
    }
    return verdict;
}

static enum firewall_verdict follow(struct way *way, int chain, int depth)
{
    for (size_t i = 0; i < way->rules->rule_count && depth < DEPTH_MAX; i++) {
        const struct firewall_rule *rule = &way->rules->rules[i];
        enum firewall_verdict verdict;

        if (rule->chain != chain) {
            continue;
        }
        if (++way->steps > STEPS_MAX) {
            return FIREWALL_UNSURE;
        }
        verdict = apply(way, rule, depth);
        if (verdict != FIREWALL_NONE || (!rule->is_maybe && (rule->action == FIREWALL_RETURN ||
                                                             rule->action == FIREWALL_GOTO))) {
            return verdict;
        }
    }
    return FIREWALL_NONE;
}

enum firewall_verdict firewall_rules_judge(struct firewall_rules *rules)
{
    enum firewall_verdict worst = FIREWALL_NONE;

    for (int i = 0; i < rules->chain_count; i++) {
        struct way way = {.rules = rules};
        enum firewall_verdict verdict;

        if (!rules->chains[i].is_input) {
            continue;
        }
        verdict = follow(&way, i, 0);
        if (verdict == FIREWALL_NONE) {
            verdict = rules->chains[i].is_closed ? FIREWALL_BLOCKED : FIREWALL_OPEN;
        }
        if (verdict == FIREWALL_BLOCKED && (way.is_unsure || rules->has_failed)) {
            verdict = FIREWALL_UNSURE;
        }
        rules->blocker = verdict == FIREWALL_BLOCKED ? i : rules->blocker;
        worst = verdict > worst ? verdict : worst;
    }
    return worst;
}

void firewall_rules_free(struct firewall_rules *rules)
{
    free(rules->chains);
    free(rules->rules);
    memset(rules, 0, sizeof(*rules));
}

bool firewall_port_in(const char *word, int port)
{
    char *end;
    long first = strtol(word, &end, 10);
    long last = first;

    if (end == word) {
        return false;
    }
    if (*end == '-' || *end == ':') {
        last = strtol(end + 1, NULL, 10);
    }
    return port >= first && port <= last;
}
