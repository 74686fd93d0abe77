/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where ranks start; see mosrun_place.h.
 */
#include "mosrun_place.h"

#include <stdlib.h>
#include <string.h>

bool mosrun_place_is_open(const struct mosrun_settings *settings, enum mosix_release release)
{
    return release == MOSIX_RELEASE_4 &&
           strcmp(settings->value[MOSRUN_START_LOCATION], "best") == 0;
}

static bool can_take(const struct mosix_peer *node, unsigned long megabytes)
{
    bool has_room = megabytes == 0 || node->free < 0 || (unsigned long) node->free >= megabytes;

    return node->answers && (node->accepts || node->is_here) && has_room;
}

/* With the ranks that it was given before, and one more. */
static double cost(const struct mosix_peer *node, unsigned long given)
{
    return mosix_peer_cost(node, (double) given + 1);
}

/* The cheapest node; one that has its share of memory full is taken only when all have. */
static size_t cheapest(const struct mosix_cluster *cluster, const unsigned long *given,
                       unsigned long megabytes)
{
    size_t best = cluster->count;
    bool best_is_full = false;

    for (size_t i = 0; i < cluster->count; i++) {
        const struct mosix_peer *node = &cluster->nodes[i];
        bool is_full;

        if (!can_take(node, megabytes)) {
            continue;
        }
        is_full = !can_take(node, (given[i] + 1) * megabytes);
        if (best == cluster->count || (best_is_full && !is_full) ||
            (best_is_full == is_full &&
             cost(node, given[i]) < cost(&cluster->nodes[best], given[best]))) {
            best = i;
            best_is_full = is_full;
        }
    }
    return best;
}

const struct mosix_peer *mosrun_place_choose(const struct mosix_cluster *cluster,
                                             unsigned long rank, unsigned long megabytes)
{
    unsigned long *given = calloc(cluster->count > 0 ? cluster->count : 1, sizeof(*given));
    size_t able = 0;
    size_t best = 0;

    for (size_t i = 0; i < cluster->count; i++) {
        able += can_take(&cluster->nodes[i], megabytes);
    }
    for (unsigned long i = 0; given != NULL && able > 1 && i <= rank; i++) {
        best = cheapest(cluster, given, megabytes);
        given[best]++;
    }
    able = given != NULL ? able : 0;
    free(given);
    return able > 1 ? &cluster->nodes[best] : NULL;
}

void mosrun_place_set(struct mosrun_settings *settings, const char *address)
{
    settings->value[MOSRUN_START_LOCATION] = address != NULL ? "" : "home";
    settings->value[MOSRUN_REMOTE_HOST_ADDRESS] = address != NULL ? address : "";
    if (address != NULL && !mosrun_is_set(settings, MOSRUN_START_ELSEWHERE)) {
        settings->value[MOSRUN_START_ELSEWHERE] = "1";
    }
}
