/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A picture of ranks by node; see ps_show.h.
 */
#include "ps_show.h"

#include <stdlib.h>
#include <string.h>

#define BOX 34
#define COLUMNS 8 /* boxes side by side, of one node */
#define MARGIN 16
#define PLACES_EMPTY_MAX 16
#define HEAD 44

static const char *const colours[] = {"#4e79a7", "#f28e2b", "#59a14f", "#e15759",
                                      "#76b7b2", "#b07aa1", "#9c755f", "#edc948"};

const char *ps_show_colour(size_t index)
{
    return colours[index % (sizeof(colours) / sizeof(colours[0]))];
}

void ps_show_escaped(const char *text, FILE *out)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char) *text;

        if (byte == '<' || byte == '>' || byte == '&' || byte == '"') {
            fprintf(out, "&#%d;", byte);
        } else {
            fputc(byte < ' ' || byte > 126 ? '?' : byte, out);
        }
    }
}

/* How many jobs there are before that of a rank. */
static size_t colour_of(const struct rank_list *ranks, size_t index)
{
    size_t before = 0;

    for (size_t i = 0; i < ranks->count; i++) {
        bool is_first = true;

        for (size_t j = 0; is_first && j < i; j++) {
            is_first = strcmp(ranks->list[j].job, ranks->list[i].job) != 0;
        }
        if (strcmp(ranks->list[i].job, ranks->list[index].job) == 0) {
            break;
        }
        before += is_first;
    }
    return before;
}

static void put_rank(const struct rank_list *ranks, size_t index, size_t left, size_t top,
                     FILE *out)
{
    const struct rank *rank = &ranks->list[index];

    fprintf(out, "<g><rect x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\"%s/>",
            left, top, BOX - 4, BOX - 4, ps_show_colour(colour_of(ranks, index)),
            rank->frozen ? " opacity=\"0.4\"" : "");
    fprintf(out, "<text x=\"%zu\" y=\"%zu\" text-anchor=\"middle\" fill=\"white\">",
            left + BOX / 2 - 2, top + BOX / 2 + 3);
    if (rank->number >= 0) {
        fprintf(out, "%ld", rank->number);
    } else {
        fputc('?', out);
    }
    fprintf(out, "</text><title>job ");
    ps_show_escaped(rank->job, out);
    fprintf(out, ", process %ld, ", (long) rank->pid);
    ps_show_escaped(rank_program_name(rank), out);
    fputs(rank->why[0] != '\0' ? ": " : "", out);
    ps_show_escaped(rank->why, out);
    fputs("</title></g>\n", out);
}

/* The ranks at one place, and how many these are. */
static void put_place(const struct rank_list *ranks, const size_t *at, size_t index,
                      const struct ps_place *place, size_t count, size_t left, FILE *out)
{
    size_t box = 0;

    fprintf(out, "<text x=\"%zu\" y=\"%d\" font-weight=\"bold\">", left, HEAD - 14);
    ps_show_escaped(place->label, out);
    fprintf(out, " (%zu)", count);
    if (place->load >= 0) {
        fprintf(out, " load %.2f", place->load);
    }
    fputs("</text>\n", out);
    for (size_t i = 0; i < ranks->count; i++) {
        if (at[i] == index) {
            put_rank(ranks, i, left + box % COLUMNS * BOX, HEAD + box / COLUMNS * BOX, out);
            box++;
        }
    }
}

void ps_show_svg(const struct ps_scene *scene, struct ps_places *places, FILE *out)
{
    const struct rank_list *ranks = &scene->ranks;
    size_t *at = calloc(ranks->count + 1, sizeof(*at));
    size_t counts[PS_PLACES_MAX] = {0};
    size_t most = 0;
    size_t shown = 0;

    for (size_t i = 0; at != NULL && i < ranks->count; i++) {
        at[i] = ps_places_find(places, &ranks->list[i]);
        most = ++counts[at[i]] > most ? counts[at[i]] : most;
    }
    /* Nodes without ranks are shown as well, unless there are many. */
    for (size_t i = 0; i < places->count; i++) {
        shown += counts[i] > 0 || places->count <= PLACES_EMPTY_MAX;
    }
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" height=\"%zu\" "
            "font-family=\"sans-serif\" font-size=\"12\">\n",
            2 * MARGIN + (shown > 0 ? shown : 1) * (COLUMNS * BOX + MARGIN),
            HEAD + (most + COLUMNS - 1) / COLUMNS * BOX + MARGIN);
    shown = 0;
    for (size_t i = 0; at != NULL && i < places->count; i++) {
        if (counts[i] > 0 || places->count <= PLACES_EMPTY_MAX) {
            put_place(ranks, at, i, &places->list[i], counts[i],
                      MARGIN + shown++ * (COLUMNS * BOX + MARGIN), out);
        }
    }
    fputs("</svg>\n", out);
    free(at);
}
