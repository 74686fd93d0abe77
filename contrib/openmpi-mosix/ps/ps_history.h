/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks and load by place over time, as a picture. Libc only.
 */
#ifndef PS_HISTORY_H
#define PS_HISTORY_H

#include <stdio.h>

#include "ps_places.h"

/* At one time. */
struct ps_sample {
    double time; /* seconds since the first one */
    unsigned ranks[PS_PLACES_MAX];
    float load[PS_PLACES_MAX]; /* -1 where it is not known */
};

struct ps_history {
    struct ps_places places;
    struct ps_sample *list;
    size_t count;
};

/* Adds what places and ranks are now, of which places has been brought up to date. Returns 0 or
 * -ENOMEM. */
int ps_history_add(struct ps_history *history, const struct rank_list *ranks, double time);

/* Two charts: ranks by place, one above the other, and the load of nodes. */
void ps_history_svg(const struct ps_history *history, FILE *out);

void ps_history_free(struct ps_history *history);

#endif
