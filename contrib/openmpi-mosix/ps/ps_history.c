/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Charts of ranks and load; see ps_history.h.
 */
#include "ps_history.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ps_show.h"

/* Where the charts are. */
#define LEFT 60
#define WIDTH 720
#define HEIGHT 220
#define TOP 40
#define GAP 60
#define LEGEND (LEFT + WIDTH + 20)

int ps_history_add(struct ps_history *history, const struct rank_list *ranks, double time)
{
    struct ps_sample *sample;

    if ((history->count & (history->count - 1)) == 0) {
        size_t room = history->count == 0 ? 1 : 2 * history->count;
        struct ps_sample *larger = realloc(history->list, room * sizeof(*larger));

        if (larger == NULL) {
            return -ENOMEM;
        }
        history->list = larger;
    }
    sample = &history->list[history->count++];
    memset(sample, 0, sizeof(*sample));
    sample->time = time;
    for (size_t i = 0; i < ranks->count; i++) {
        sample->ranks[ps_places_find(&history->places, &ranks->list[i])]++;
    }
    for (size_t i = 0; i < PS_PLACES_MAX; i++) {
        sample->load[i] = i < history->places.count ? (float) history->places.list[i].load : -1.0F;
    }
    return 0;
}

void ps_history_free(struct ps_history *history)
{
    free(history->list);
    memset(history, 0, sizeof(*history));
}

/* A chart: its upper edge, and what its upper edge and its right one stand for. */
struct chart {
    double top;
    double most;
    double end;
    FILE *out;
};

static void put_point(const struct chart *chart, double time, double value)
{
    fprintf(chart->out, "%.1f,%.1f ", LEFT + WIDTH * time / chart->end,
            chart->top + HEIGHT * (1 - value / chart->most));
}

static void put_frame(const struct chart *chart, const char *title)
{
    fprintf(chart->out,
            "<rect x=\"%d\" y=\"%.0f\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>\n"
            "<text x=\"%d\" y=\"%.0f\" font-weight=\"bold\">%s</text>\n"
            "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">%g</text>\n"
            "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">0</text>\n"
            "<text x=\"%d\" y=\"%.0f\">0 s</text>\n"
            "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">%.0f s</text>\n",
            LEFT, chart->top, WIDTH, HEIGHT, LEFT, chart->top - 10, title, LEFT - 6,
            chart->top + 10, chart->most, LEFT - 6, chart->top + HEIGHT, LEFT,
            chart->top + HEIGHT + 16, LEFT + WIDTH, chart->top + HEIGHT + 16, chart->end);
}

/* The ranks at the places before that one, and at it if with_it. */
static double sum(const struct ps_sample *sample, size_t place, bool with_it)
{
    unsigned count = with_it ? sample->ranks[place] : 0;

    for (size_t i = 0; i < place; i++) {
        count += sample->ranks[i];
    }
    return count;
}

static void put_area(const struct ps_history *history, const struct chart *chart, size_t place)
{
    fprintf(chart->out, "<polygon fill=\"%s\" points=\"", ps_show_colour(place));
    for (size_t i = 0; i < history->count; i++) {
        put_point(chart, history->list[i].time, sum(&history->list[i], place, true));
    }
    for (size_t i = history->count; i > 0; i--) {
        put_point(chart, history->list[i - 1].time, sum(&history->list[i - 1], place, false));
    }
    fputs("\"/>\n", chart->out);
}

/* A line for as long as the load is known. */
static void put_load(const struct ps_history *history, const struct chart *chart, size_t place)
{
    bool is_open = false;

    for (size_t i = 0; i < history->count; i++) {
        const struct ps_sample *sample = &history->list[i];

        if (sample->load[place] < 0) {
            fputs(is_open ? "\"/>\n" : "", chart->out);
            is_open = false;
            continue;
        }
        if (!is_open) {
            fprintf(chart->out,
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"",
                    ps_show_colour(place));
            is_open = true;
        }
        put_point(chart, sample->time, sample->load[place]);
    }
    fputs(is_open ? "\"/>\n" : "", chart->out);
}

static void put_legend(const struct ps_history *history, FILE *out)
{
    for (size_t i = 0; i < history->places.count; i++) {
        fprintf(out,
                "<rect x=\"%d\" y=\"%zu\" width=\"12\" height=\"12\" fill=\"%s\"/>"
                "<text x=\"%d\" y=\"%zu\">",
                LEGEND, TOP + 18 * i, ps_show_colour(i), LEGEND + 18, TOP + 18 * i + 11);
        ps_show_escaped(history->places.list[i].label, out);
        fputs("</text>\n", out);
    }
}

void ps_history_svg(const struct ps_history *history, FILE *out)
{
    struct chart ranks = {.top = TOP, .most = 1, .end = 1, .out = out};
    struct chart load = {.top = TOP + HEIGHT + GAP, .most = 1, .end = 1, .out = out};
    size_t height = 2 * (HEIGHT + GAP) + TOP;
    size_t legend = TOP + 18 * history->places.count + GAP;

    for (size_t i = 0; i < history->count; i++) {
        const struct ps_sample *sample = &history->list[i];
        double all = sum(sample, PS_PLACES_MAX - 1, true);

        ranks.most = all > ranks.most ? all : ranks.most;
        ranks.end = sample->time > ranks.end ? sample->time : ranks.end;
        for (size_t j = 0; j < history->places.count; j++) {
            load.most = sample->load[j] > load.most ? (double) sample->load[j] : load.most;
        }
    }
    load.end = ranks.end;
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%zu\" "
            "font-family=\"sans-serif\" font-size=\"12\">\n",
            LEGEND + 160, legend > height ? legend : height);
    for (size_t i = 0; i < history->places.count; i++) {
        put_area(history, &ranks, i);
        put_load(history, &load, i);
    }
    put_frame(&ranks, "ranks by node");
    put_frame(&load, "load of nodes, as MOSIX counts it");
    put_legend(history, out);
    fputs("</svg>\n", out);
}
