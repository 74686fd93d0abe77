/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A list of ranks; see rank_list.h.
 */
#include "rank_list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef int (*compare_fn)(const void *left, const void *right);

int rank_list_append(struct rank_list *ranks, const struct rank *rank)
{
    /* Powers of two are where there is no more room. */
    if ((ranks->count & (ranks->count - 1)) == 0) {
        size_t room = ranks->count == 0 ? 1 : 2 * ranks->count;
        struct rank *larger = realloc(ranks->list, room * sizeof(*larger));

        if (larger == NULL) {
            return -ENOMEM;
        }
        ranks->list = larger;
    }
    ranks->list[ranks->count++] = *rank;
    return 0;
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int by_pid(const void *left, const void *right)
{
    const struct rank *a = left;
    const struct rank *b = right;

    return ORDER(a->pid, b->pid);
}

static int by_number(const void *left, const void *right)
{
    const struct rank *a = left;
    const struct rank *b = right;
    int order = ORDER(a->number, b->number);

    order = order != 0 ? order : strcmp(a->job, b->job);
    order = order != 0 ? order : ORDER(a->is_child, b->is_child);
    return order != 0 ? order : by_pid(left, right);
}

static int by_job(const void *left, const void *right)
{
    const struct rank *a = left;
    const struct rank *b = right;
    int order = strverscmp(a->job, b->job);

    return order != 0 ? order : by_number(left, right);
}

static int by_where(const void *left, const void *right)
{
    const struct rank *a = left;
    const struct rank *b = right;
    int order = strverscmp(a->where, b->where);

    return order != 0 ? order : by_job(left, right);
}

static int by_memory(const void *left, const void *right)
{
    const struct rank *a = left;
    const struct rank *b = right;
    int order = ORDER(b->memory, a->memory);

    return order != 0 ? order : by_job(left, right);
}

static int by_cpu(const void *left, const void *right)
{
    const struct rank *a = left;
    const struct rank *b = right;
    int order = ORDER(b->cpu, a->cpu);

    return order != 0 ? order : by_job(left, right);
}

static int by_moves(const void *left, const void *right)
{
    const struct rank *a = left;
    const struct rank *b = right;
    int order = ORDER(b->moves, a->moves);

    return order != 0 ? order : by_job(left, right);
}

int rank_list_sort(struct rank_list *ranks, const char *by)
{
    static const struct {
        const char *word;
        compare_fn compare;
    } orders[] = {
        {"job", by_job},       {"rank", by_number}, {"pid", by_pid},     {"where", by_where},
        {"memory", by_memory}, {"cpu", by_cpu},     {"moves", by_moves},
    };

    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        if (strcmp(by, orders[i].word) == 0) {
            if (ranks->count > 0) {
                qsort(ranks->list, ranks->count, sizeof(*ranks->list), orders[i].compare);
            }
            return 0;
        }
    }
    return -EINVAL;
}

void rank_list_free(struct rank_list *ranks)
{
    free(ranks->list);
    memset(ranks, 0, sizeof(*ranks));
}

bool rank_list_has(const struct rank_list *ranks, pid_t pid)
{
    for (size_t i = 0; i < ranks->count; i++) {
        if (ranks->list[i].pid == pid || ranks->list[i].program == pid) {
            return true;
        }
    }
    return false;
}

const char *rank_program_name(const struct rank *rank)
{
    const char *slash = strrchr(rank->path, '/');

    return slash != NULL ? slash + 1 : rank->path;
}

bool rank_never_moves(const struct rank *rank)
{
    return rank->immovable && !rank->is_2009;
}

bool rank_is_under_way(const struct rank *rank)
{
    return strcmp(rank->where, "leaving") == 0 || strcmp(rank->where, "starting") == 0 ||
           strcmp(rank->where, RANK_MOVING) == 0;
}

bool rank_is_away(const struct rank *rank)
{
    return rank->where[0] != '\0' && strcmp(rank->where, "here") != 0 && !rank_is_under_way(rank);
}
