/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Why a rank stays; see rank_why.h. That MOSIX moved ranks after 11 seconds was seen on two nodes
 * [real]; which share of a processor makes a move worth while is [assumed].
 */
#include "rank_why.h"

#include <stdio.h>
#include <string.h>

#define YOUNG_SECONDS 15
#define BUSY_SHARE 0.2

/* What the other nodes offer. */
struct others {
    const struct mosix_peer *here; /* NULL: not known */
    size_t count;
    size_t answering;
    size_t accepting;
    size_t blocked;
    long most_free; /* megabytes, of those that accept; -1: not known */
    double least_load;
    double least_cost; /* of those that accept, with one process more */
    long fastest;
};

typedef bool (*reason_fn)(const struct rank *rank, const struct others *others, char *why);

static void say(char *why, const char *text)
{
    snprintf(why, RANK_WHY_SIZE, "%s", text);
}

static bool is_frozen(const struct rank *rank, const struct others *others, char *why)
{
    (void) others;
    say(why, "frozen; openmpi-mosix continue wakes it");
    return rank->frozen;
}

/* What /proc/PID/cantmove says where there is one. */
static bool is_obstructed(const struct rank *rank, const struct others *others, char *why)
{
    (void) others;
    snprintf(why, RANK_WHY_SIZE, "cannot move: %s", rank->obstacle);
    return rank->obstacle[0] != '\0';
}

static bool is_leaving(const struct rank *rank, const struct others *others, char *why)
{
    (void) others;
    say(why, strcmp(rank->where, RANK_MOVING) == 0
                 ? "on its way, and mosps does not list it meanwhile"
             : rank_never_moves(rank)
                 ? "on its way, but it never arrives: not position-independent; link it with -pie"
                 : "on its way; if it stays so, mosd of that node runs with rseq (openmpi-mosix "
                   "node check there)");
    return rank_is_under_way(rank);
}

static bool is_locked(const struct rank *rank, const struct others *others, char *why)
{
    (void) others;
    if (rank->is_2009) {
        snprintf(why, RANK_WHY_SIZE, "locked; a 0 in /proc/%ld/lock unlocks it", (long) rank->pid);
        return rank->lock == RANK_LOCKED;
    }
    say(why, rank->lock == RANK_LOCK_UNKNOWN
                 ? "started with -L; whether it has unlocked itself since, only root can see"
                 : "locked (-L); odls_mosix_migration_lock=0 unlocks the next job");
    return rank->lock == RANK_LOCKED || (rank->lock == RANK_LOCK_UNKNOWN && !rank_is_away(rank));
}

static bool is_immovable(const struct rank *rank, const struct others *others, char *why)
{
    (void) others;
    say(why, "not position-independent: MOSIX cannot move it; link it with -pie");
    return rank_never_moves(rank);
}

static bool is_nowhere(const struct rank *rank, const struct others *others, char *why)
{
    (void) others;
    say(why, "where it runs is not known");
    return rank->where[0] == '\0';
}

static bool is_alone(const struct rank *rank, const struct others *others, char *why)
{
    (void) rank;
    if (others->here == NULL || others->answering > 0) {
        return false;
    }
    say(why, !others->here->answers ? "not known: mosctl status tells nothing of this node"
             : others->count == 0   ? "the cluster has no other node"
                                    : "no other node answers (mosctl status NODE)");
    return true;
}

static bool is_refused(const struct rank *rank, const struct others *others, char *why)
{
    (void) rank;
    say(why,
        others->blocked == others->answering
            ? "no other node accepts processes (mosctl noblock there)"
            : "no permission: the other nodes take no processes from here (mosctl status NODE)");
    return others->here != NULL && others->accepting == 0;
}

static bool is_kept(const struct rank *rank, const struct others *others, char *why)
{
    (void) rank;
    say(why, "this node keeps its processes (mosctl stay); mosctl nostay lets them go");
    return others->here != NULL && others->here->stays;
}

/* What it has, or what -m asks for. */
static bool is_large(const struct rank *rank, const struct others *others, char *why)
{
    long long needs = rank->memory / 1024;

    needs = (long long) rank->needs > needs ? (long long) rank->needs : needs;
    if (others->most_free < 0 || needs <= others->most_free) {
        return false;
    }
    snprintf(why, RANK_WHY_SIZE, "needs %lld MB; the most that another node has free is %ld MB",
             needs, others->most_free);
    return true;
}

static bool is_young(const struct rank *rank, const struct others *others, char *why)
{
    (void) others;
    say(why, "young: MOSIX looks at it first");
    return rank->age >= 0 && rank->age < YOUNG_SECONDS;
}

/* One that computes beside too many others uses as little, but is ready all the time; so is one
 * that spent its time on another node, if it computes now. */
static bool is_waiting(const struct rank *rank, const struct others *others, char *why)
{
    bool waits =
        rank->age > 0 && rank->state != 'R' && rank->cpu + rank->queued < BUSY_SHARE * rank->age;

    (void) others;
    if (waits) {
        snprintf(why, RANK_WHY_SIZE,
                 "waits: it used %.0f %% of a processor, so a move gains little",
                 100 * rank->cpu / rank->age);
    }
    return waits;
}

/* A process moves where more of them compute than the node has processors. */
static bool is_served(const struct rank *rank, const struct others *others, char *why)
{
    const struct mosix_peer *here = others->here;

    (void) rank;
    if (here == NULL || here->load < 0 || here->processors < 1 || here->speed < others->fastest ||
        here->load > (double) here->processors) {
        return false;
    }
    snprintf(why, RANK_WHY_SIZE,
             "has a processor: load %.1f, %ld processors, and no other node is faster", here->load,
             here->processors);
    return true;
}

static bool is_balanced(const struct rank *rank, const struct others *others, char *why)
{
    const struct mosix_peer *here = others->here;
    bool is_least;

    (void) rank;
    if (here == NULL || here->load < 0) {
        return false;
    }
    is_least = others->least_load >= here->load;
    say(why, is_least ? "balanced: no other node has less load"
                      : "balanced: nodes with less load are slower, or have fewer processors");
    return is_least || others->least_cost >= mosix_peer_cost(here, 0);
}

static bool has_moved(const struct rank *rank, const struct others *others, char *why)
{
    (void) others;
    say(why, "moved");
    return rank_is_away(rank);
}

/* What is never left comes before what passes. */
static const reason_fn reasons[] = {
    is_frozen,  is_obstructed, is_leaving, is_locked, is_immovable,
    is_nowhere, is_alone,      is_refused, has_moved, is_kept,
    is_large,   is_young,      is_waiting, is_served, is_balanced,
};

/* A node that takes processes from here. */
static void take_accepting(const struct mosix_peer *node, struct others *others)
{
    double cost = mosix_peer_cost(node, 1);

    if (others->accepting == 0 || node->load < others->least_load) {
        others->least_load = node->load;
    }
    if (others->accepting == 0 || cost < others->least_cost) {
        others->least_cost = cost;
    }
    others->most_free = node->free > others->most_free ? node->free : others->most_free;
    others->fastest = node->speed > others->fastest ? node->speed : others->fastest;
    others->accepting++;
}

static void look_at(const struct mosix_cluster *cluster, struct others *others)
{
    memset(others, 0, sizeof(*others));
    others->most_free = -1;
    others->fastest = -1;
    for (size_t i = 0; cluster != NULL && i < cluster->count; i++) {
        const struct mosix_peer *node = &cluster->nodes[i];

        if (node->is_here) {
            others->here = node;
            continue;
        }
        others->count++;
        others->answering += node->answers;
        others->blocked += node->answers && node->is_blocked;
        if (node->answers && node->accepts) {
            take_accepting(node, others);
        }
    }
}

static void add_checkpoint(struct rank *rank)
{
    size_t used = strlen(rank->why);

    if (rank->checkpoints && rank->has_mailbox) {
        snprintf(rank->why + used, sizeof(rank->why) - used, "%sno checkpoints: it has a mailbox",
                 used > 0 ? "; " : "");
    }
}

void rank_why_all(struct rank_list *ranks, const struct mosix_cluster *cluster)
{
    struct others others;

    look_at(cluster, &others);
    for (size_t i = 0; i < ranks->count; i++) {
        bool found = false;

        for (size_t j = 0; !found && j < sizeof(reasons) / sizeof(reasons[0]); j++) {
            found = reasons[j](&ranks->list[i], &others, ranks->list[i].why);
        }
        if (!found) {
            ranks->list[i].why[0] = '\0';
        }
        add_checkpoint(&ranks->list[i]);
    }
}
