/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks as a table, as JSON, and as a picture.
 */
#ifndef PS_SHOW_H
#define PS_SHOW_H

#include <stdio.h>

#include "rank_list.h"

void ps_show_table(const struct rank_list *ranks, FILE *out);
void ps_show_json(const struct rank_list *ranks, FILE *out);

/* A column for each node that ranks are on, a box for each rank, a colour for each job. */
void ps_show_svg(const struct rank_list *ranks, FILE *out);

#endif
