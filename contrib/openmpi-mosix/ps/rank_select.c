/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which ranks somebody means; see rank_select.h.
 */
#include "rank_select.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A size comes from the environment of a process, which may say anything. */
#define SIZE_MAX_SEEN 65536

/* What somebody asked for, taken apart. */
struct wish {
    char job[RANK_JOB_SIZE]; /* "" for the only one */
    const char *numbers;     /* NULL for all */
    long pid;                /* 0 for none */
};

/* Reads one number, or two with a dash between. Returns what follows, or NULL. */
static const char *read_range(const char *text, long *first, long *last)
{
    char *end;

    if (text[0] < '0' || text[0] > '9') {
        return NULL;
    }
    errno = 0;
    *first = strtol(text, &end, 10);
    *last = *first;
    if (*end == '-') {
        if (end[1] < '0' || end[1] > '9') {
            return NULL;
        }
        *last = strtol(end + 1, &end, 10);
    }
    return errno != 0 || *last < *first || (*end != '\0' && *end != ',') ? NULL : end;
}

static bool is_numbers(const char *text)
{
    long first;
    long last;

    while ((text = read_range(text, &first, &last)) != NULL && *text == ',') {
        text++;
    }
    return text != NULL;
}

static bool has_number(const char *text, long number)
{
    long first;
    long last;

    while ((text = read_range(text, &first, &last)) != NULL) {
        if (number >= first && number <= last) {
            return true;
        }
        if (*text++ == '\0') {
            break;
        }
    }
    return false;
}

/* The whole name, or that of mpirun, of which all jobs have the first part. */
static bool is_job(const char *job, const char *wanted)
{
    size_t length = strlen(wanted);

    return strcmp(job, wanted) == 0 || (length > 0 && strncmp(job, wanted, length) == 0 &&
                                        (job[length] == ',' || job[length] == '@'));
}

static bool has_job(const struct rank_list *ranks, const char *wanted)
{
    for (size_t i = 0; i < ranks->count; i++) {
        if (is_job(ranks->list[i].job, wanted)) {
            return true;
        }
    }
    return false;
}

/* Whether there are two jobs. */
static bool has_several(const struct rank_list *ranks)
{
    for (size_t i = 1; i < ranks->count; i++) {
        if (strcmp(ranks->list[i].job, ranks->list[0].job) != 0) {
            return true;
        }
    }
    return false;
}

static int read_pid(const char *text, struct wish *wish, char *fault, size_t size)
{
    char *end;

    wish->pid = text[0] >= '0' && text[0] <= '9' ? strtol(text, &end, 10) : 0;
    if (wish->pid <= 0 || wish->pid > INT_MAX || *end != '\0') {
        snprintf(fault, size, "pid=%s: not the number of a process", text);
        return -EINVAL;
    }
    return 0;
}

/* What who means by itself, whatever there is. */
static int read_form(const char *who, struct wish *wish, char *fault, size_t size)
{
    const char *colon = strrchr(who, ':');
    size_t length = colon != NULL ? (size_t) (colon - who) : strlen(who);

    memset(wish, 0, sizeof(*wish));
    if (strncmp(who, "pid=", 4) == 0) {
        return read_pid(who + 4, wish, fault, size);
    }
    if (colon != NULL && !is_numbers(colon + 1)) {
        snprintf(fault, size, "\"%s\" names no ranks (use 3 or 0-3,5)", colon + 1);
        return -EINVAL;
    }
    if (length >= sizeof(wish->job)) {
        snprintf(fault, size, "\"%s\" is longer than the name of a job", who);
        return -EINVAL;
    }
    wish->numbers = colon != NULL ? colon + 1 : NULL;
    memcpy(wish->job, who, length);
    return 0;
}

int rank_select_check(const char *who, char *fault, size_t size)
{
    struct wish wish;

    return read_form(who, &wish, fault, size);
}

static int read_wish(const struct rank_list *ranks, const char *who, struct wish *wish, char *fault,
                     size_t size)
{
    int rc = read_form(who, wish, fault, size);

    if (rc < 0 || wish->pid > 0) {
        return rc;
    }
    if (wish->numbers == NULL && strchr(who, ',') == NULL && is_numbers(who) &&
        !has_job(ranks, who)) {
        wish->numbers = who;
        wish->job[0] = '\0';
    }
    if (wish->job[0] == '\0' && has_several(ranks)) {
        snprintf(fault, size, "there are several jobs here: name one, as in %s:%s",
                 ranks->list[0].job, wish->numbers != NULL ? wish->numbers : "0");
        return -EINVAL;
    }
    return 0;
}

static bool is_meant(const struct rank *rank, const struct wish *wish)
{
    if (wish->pid > 0) {
        return rank->pid == wish->pid || rank->program == wish->pid;
    }
    return (wish->job[0] == '\0' || is_job(rank->job, wish->job)) &&
           (wish->numbers == NULL || has_number(wish->numbers, rank->number));
}

bool rank_select_is_named(const struct rank_list *ranks, const char *who)
{
    return strncmp(who, "pid=", 4) == 0 ||
           (who[0] != ':' &&
            (strpbrk(who, ",:@") != NULL || !is_numbers(who) || has_job(ranks, who)));
}

/* Whether a rank of the list stands for its job: the first one of it. */
static bool is_first(const struct rank_list *ranks, const struct rank *rank)
{
    const struct rank *other = ranks->list;

    while (other->is_child || other->number < 0 || strcmp(other->job, rank->job) != 0) {
        other++;
    }
    return other == rank;
}

size_t rank_select_elsewhere(const struct rank_list *ranks, const char *who, size_t *all)
{
    char fault[2 * PATH_MAX];
    struct wish wish;
    size_t here = 0;

    *all = 0;
    if (read_wish(ranks, who, &wish, fault, sizeof(fault)) < 0 || wish.pid > 0) {
        return 0;
    }
    for (size_t i = 0; i < ranks->count; i++) {
        const struct rank *rank = &ranks->list[i];
        long size;

        if (rank->is_child || rank->number < 0 ||
            (wish.job[0] != '\0' && !is_job(rank->job, wish.job))) {
            continue;
        }
        here += is_meant(rank, &wish);
        size = is_first(ranks, rank) && rank->size < SIZE_MAX_SEEN ? rank->size : 0;
        for (long number = 0; number < size; number++) {
            *all += wish.numbers == NULL || has_number(wish.numbers, number);
        }
    }
    return *all > here ? *all - here : 0;
}

int rank_select(struct rank_list *ranks, const char *who, char *fault, size_t size)
{
    struct wish wish;
    size_t kept = 0;
    int rc = read_wish(ranks, who, &wish, fault, size);

    if (rc < 0) {
        return rc;
    }
    for (size_t i = 0; i < ranks->count; i++) {
        if (is_meant(&ranks->list[i], &wish)) {
            ranks->list[kept++] = ranks->list[i];
        }
    }
    ranks->count = kept;
    if (kept == 0) {
        snprintf(fault, size,
                 "there is no \"%s\" under MOSIX here (openmpi-mosix ps shows what there is)%s",
                 who, geteuid() == 0 ? "" : "; only root sees what is another user's");
        return -EINVAL;
    }
    return 0;
}
