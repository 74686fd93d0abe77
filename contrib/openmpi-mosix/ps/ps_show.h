/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks as a table, as JSON, and as a picture.
 */
#ifndef PS_SHOW_H
#define PS_SHOW_H

#include <stdio.h>

#include "ps_places.h"
#include "ps_scene.h"

void ps_show_table(const struct ps_scene *scene, FILE *out);
void ps_show_json(const struct ps_scene *scene, FILE *out);

/* A column for each place, with the load of nodes; a box for each rank, a colour for each job. */
void ps_show_svg(const struct ps_scene *scene, struct ps_places *places, FILE *out);

/* A text in SVG. */
void ps_show_escaped(const char *text, FILE *out);

/* One of the colours of pictures, again and again the same ones. */
const char *ps_show_colour(size_t index);

#endif
