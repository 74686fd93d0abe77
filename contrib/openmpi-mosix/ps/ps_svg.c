/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A picture of ranks by node; see ps_show.h.
 */
#include "ps_show.h"

#include <string.h>

#define BOX 34
#define COLUMNS 8 /* boxes side by side, of one node */
#define MARGIN 16
#define HEAD 44

static const char *const colours[] = {"#4e79a7", "#f28e2b", "#59a14f", "#e15759",
                                      "#76b7b2", "#b07aa1", "#9c755f", "#edc948"};

static void put_escaped(const char *text, FILE *out)
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

/* How many jobs there are before that of a rank; the list is sorted by node. */
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
    return before % (sizeof(colours) / sizeof(colours[0]));
}

static const char *place_of(const struct rank *rank)
{
    return rank->where[0] != '\0' ? rank->where : "?";
}

/* How many of the list, from that one on, are at the same place. */
static size_t count_there(const struct rank_list *ranks, size_t first)
{
    size_t count = 0;

    while (first + count < ranks->count &&
           strcmp(place_of(&ranks->list[first + count]), place_of(&ranks->list[first])) == 0) {
        count++;
    }
    return count;
}

static void put_rank(const struct rank_list *ranks, size_t index, size_t left, size_t top,
                     FILE *out)
{
    const struct rank *rank = &ranks->list[index];

    fprintf(out, "<g><rect x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\"%s/>",
            left, top, BOX - 4, BOX - 4, colours[colour_of(ranks, index)],
            rank->frozen ? " opacity=\"0.4\"" : "");
    fprintf(out, "<text x=\"%zu\" y=\"%zu\" text-anchor=\"middle\" fill=\"white\">",
            left + BOX / 2 - 2, top + BOX / 2 + 3);
    if (rank->number >= 0) {
        fprintf(out, "%ld", rank->number);
    } else {
        fputc('?', out);
    }
    fprintf(out, "</text><title>job ");
    put_escaped(rank->job, out);
    fprintf(out, ", process %ld, ", (long) rank->pid);
    put_escaped(rank_program_name(rank), out);
    fputs(rank->why[0] != '\0' ? ": " : "", out);
    put_escaped(rank->why, out);
    fputs("</title></g>\n", out);
}

static void put_place(const struct rank_list *ranks, size_t first, size_t count, size_t left,
                      FILE *out)
{
    fprintf(out, "<text x=\"%zu\" y=\"%d\" font-weight=\"bold\">", left, HEAD - 14);
    put_escaped(place_of(&ranks->list[first]), out);
    fprintf(out, " (%zu)</text>\n", count);
    for (size_t i = 0; i < count; i++) {
        put_rank(ranks, first + i, left + i % COLUMNS * BOX, HEAD + i / COLUMNS * BOX, out);
    }
}

void ps_show_svg(const struct rank_list *ranks, FILE *out)
{
    size_t places = 0;
    size_t most = 0;
    size_t left = MARGIN;

    for (size_t i = 0, count; i < ranks->count; i += count, places++) {
        count = count_there(ranks, i);
        most = count > most ? count : most;
    }
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" height=\"%zu\" "
            "font-family=\"sans-serif\" font-size=\"12\">\n",
            2 * MARGIN + (places > 0 ? places : 1) * (COLUMNS * BOX + MARGIN),
            HEAD + (most + COLUMNS - 1) / COLUMNS * BOX + MARGIN);
    for (size_t i = 0, count; i < ranks->count; i += count) {
        count = count_there(ranks, i);
        put_place(ranks, i, count, left, out);
        left += COLUMNS * BOX + MARGIN;
    }
    fputs("</svg>\n", out);
}
