/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of ranks; see ps_show.h.
 */
#include "ps_show.h"

#include <string.h>

#include "visible_text.h"

static void put_text(const char *text, int width, FILE *out)
{
    int length = (int) visible_text_put(text, out);

    fprintf(out, "%*s", width > length ? width - length : 0, "");
}

static const char *or_unknown(const char *text)
{
    return text[0] != '\0' ? text : "?";
}

static void put_number(long number, int width, FILE *out)
{
    if (number < 0) {
        fprintf(out, " %*s", width, "?");
    } else {
        fprintf(out, " %*ld", width, number);
    }
}

/* Minutes and seconds, as ps writes processor time. */
static void put_cpu(double seconds, FILE *out)
{
    long whole = (long) seconds;

    fprintf(out, " %5ld:%02ld", whole / 60, whole % 60);
}

/* node is 0 where only this node was looked at. */
static void put_rank(const struct rank *rank, int node, int job, int where, FILE *out)
{
    static const char *const locks[] = {
        [RANK_UNLOCKED] = "-", [RANK_LOCKED] = "yes", [RANK_LOCK_UNKNOWN] = "?"};
    char number[32] = "?";

    if (rank->number >= 0) {
        /* A process that the rank has forked has its number, too. */
        snprintf(number, sizeof(number), "%ld%s", rank->number, rank->is_child ? "+" : "");
    }
    if (node > 0) {
        put_text(rank->node, node + 1, out);
    }
    put_text(or_unknown(rank->job), job, out);
    fprintf(out, " %5s %7ld ", number, (long) rank->pid);
    put_text(or_unknown(rank->where), where, out);
    fputc(' ', out);
    put_text(or_unknown(rank->home), 4, out);
    put_number(rank->moves, 5, out);
    fprintf(out, " %-3s %-4s", rank->frozen ? "yes" : "-", locks[rank->lock]);
    put_number(rank->memory < 0 ? -1 : (long) (rank->memory / 1024), 6, out);
    put_cpu(rank->cpu, out);
    fputc(' ', out);
    put_text(rank_program_name(rank), rank->why[0] != '\0' ? 12 : 0, out);
    if (rank->why[0] != '\0') {
        fputc(' ', out);
        put_text(rank->why, 0, out);
    }
    fputc('\n', out);
}

void ps_show_table(const struct ps_scene *scene, FILE *out)
{
    const struct rank_list *ranks = &scene->ranks;
    int node = scene->hosts.list.count > 0 ? 4 : 0;
    int job = 3;
    int where = 5;

    for (size_t i = 0; i < ranks->count; i++) {
        int length = (int) strlen(ranks->list[i].job);

        job = length > job ? length : job;
        length = (int) strlen(ranks->list[i].where);
        where = length > where ? length : where;
        length = (int) strlen(ranks->list[i].node);
        node = length > node ? length : node;
    }
    if (node > 0) {
        fprintf(out, "%-*s ", node, "NODE");
    }
    fprintf(out, "%-*s %5s %7s %-*s %-4s %5s %-3s %-4s %6s %8s %-12s %s\n", job, "JOB", "RANK",
            "PID", where, "WHERE", "HOME", "MOVES", "FRZ", "LOCK", "MB", "CPU", "PROGRAM", "WHY");
    for (size_t i = 0; i < ranks->count; i++) {
        put_rank(&ranks->list[i], node, job, where, out);
    }
}
