/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks as lines; see rank_wire.h.
 */
#include "rank_wire.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_address.h"

#define FIRST "=" RANK_WIRE_NAME " "
#define UNREADABLE "=unreadable "
#define RANK "=rank\t"

/* No more ranks are taken of a node. */
#define RANKS_MAX 65536

/* Text is between tabs, so that what is in it may have any other byte. */
static void put_text(const char *text, FILE *out)
{
    fputc('\t', out);
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char) *text;

        fputc(byte < ' ' || byte == 127 ? '?' : byte, out);
    }
}

static void put_rank(const struct rank *rank, FILE *out)
{
    const bool bits[] = {rank->is_child, rank->frozen, rank->checkpoints, rank->has_mailbox,
                         rank->immovable};

    fprintf(out, RANK "%ld\t%ld\t", (long) rank->pid, (long) rank->program);
    for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
        fputc(bits[i] ? '1' : '0', out);
    }
    fprintf(out, "\t%d\t%d\t%ld\t%ld\t%ld\t%lu\t%lld\t%.2f\t%.2f", (int) rank->lock, rank->state,
            rank->number, rank->size, rank->moves, rank->needs, rank->memory, rank->cpu, rank->age);
    put_text(rank->job, out);
    put_text(rank->where, out);
    put_text(rank->home, out);
    put_text(rank->path, out);
    put_text(rank->why, out);
    fputc('\n', out);
}

void rank_wire_put(const struct rank_list *ranks, uint32_t home, FILE *out)
{
    char quad[MOSIX_QUAD_SIZE];

    fprintf(out, FIRST "%s\n", mosix_quad_format(home, quad));
    fprintf(out, UNREADABLE "%zu\n", ranks->unreadable);
    for (size_t i = 0; i < ranks->count; i++) {
        put_rank(&ranks->list[i], out);
    }
}

/* A reader of fields; is_bad once one of them was not what it has to be. */
struct fields {
    char *rest;
    bool is_bad;
};

static const char *next_text(struct fields *fields)
{
    const char *text = strsep(&fields->rest, "\t");

    fields->is_bad = fields->is_bad || text == NULL;
    return text != NULL ? text : "";
}

static void take_text(struct fields *fields, char *text, size_t size)
{
    snprintf(text, size, "%s", next_text(fields));
}

static long long take_number(struct fields *fields, long long min, long long max)
{
    const char *text = next_text(fields);
    long long number;
    char *end;

    errno = 0;
    number = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || number < min || number > max) {
        fields->is_bad = true;
        return min;
    }
    return number;
}

/* Seconds, -1 where they are not known. */
static double take_seconds(struct fields *fields)
{
    const char *text = next_text(fields);
    char *end;
    double number = strtod(text, &end);

    if (end == text || *end != '\0' || !(number >= -1 && number < 1e12)) {
        fields->is_bad = true;
        return 0;
    }
    return number;
}

static void take_bits(struct fields *fields, struct rank *rank)
{
    bool *const bits[] = {&rank->is_child, &rank->frozen, &rank->checkpoints, &rank->has_mailbox,
                          &rank->immovable};
    const char *text = next_text(fields);

    fields->is_bad = fields->is_bad || strlen(text) != sizeof(bits) / sizeof(bits[0]);
    for (size_t i = 0; !fields->is_bad && i < sizeof(bits) / sizeof(bits[0]); i++) {
        *bits[i] = text[i] == '1';
    }
}

/* Reads what follows RANK on a line. Returns whether it is one. */
static bool read_rank(char *line, struct rank *rank)
{
    struct fields fields = {.rest = line};

    rank->pid = (pid_t) take_number(&fields, 1, INT_MAX);
    rank->program = (pid_t) take_number(&fields, 1, INT_MAX);
    take_bits(&fields, rank);
    rank->lock = (enum rank_lock) take_number(&fields, RANK_UNLOCKED, RANK_LOCK_UNKNOWN);
    rank->state = (char) take_number(&fields, 0, 126);
    rank->number = (long) take_number(&fields, -1, LONG_MAX);
    rank->size = (long) take_number(&fields, -1, LONG_MAX);
    rank->moves = (long) take_number(&fields, -1, LONG_MAX);
    rank->needs = (unsigned long) take_number(&fields, 0, LONG_MAX);
    rank->memory = take_number(&fields, -1, LLONG_MAX);
    rank->cpu = take_seconds(&fields);
    rank->age = take_seconds(&fields);
    take_text(&fields, rank->job, sizeof(rank->job));
    take_text(&fields, rank->where, sizeof(rank->where));
    take_text(&fields, rank->home, sizeof(rank->home));
    take_text(&fields, rank->path, sizeof(rank->path));
    take_text(&fields, rank->why, sizeof(rank->why));
    return !fields.is_bad && fields.rest == NULL;
}

/* The node that told; it is known once its first line has come. */
struct teller {
    const char *name;
    bool is_known;
    uint32_t address;
    size_t taken;
    size_t unreadable;
};

static int take_line(char *line, struct teller *teller, struct rank_list *ranks)
{
    struct rank rank = {.state = 0};

    if (strncmp(line, FIRST, strlen(FIRST)) == 0) {
        teller->is_known = true;
        (void) mosix_quad_parse(line + strlen(FIRST), &teller->address);
        return 0;
    }
    if (strncmp(line, UNREADABLE, strlen(UNREADABLE)) == 0) {
        struct fields fields = {.rest = line + strlen(UNREADABLE)};

        teller->unreadable = (size_t) take_number(&fields, 0, RANKS_MAX);
        return fields.is_bad ? -EINVAL : 0;
    }
    if (!teller->is_known || strncmp(line, RANK, strlen(RANK)) != 0) {
        return 0;
    }
    if (!read_rank(line + strlen(RANK), &rank) || ++teller->taken > RANKS_MAX) {
        return -EINVAL;
    }
    rank.at = teller->address;
    snprintf(rank.node, sizeof(rank.node), "%s", teller->name);
    return rank_list_append(ranks, &rank);
}

int rank_wire_read(const char *text, const char *node, struct rank_list *ranks)
{
    struct teller teller = {.name = node};
    size_t before = ranks->count;
    char *copy = strdup(text);
    char *rest = copy;
    int rc = copy != NULL ? 0 : -ENOMEM;
    char *line;

    while (rc == 0 && (line = strsep(&rest, "\n")) != NULL) {
        line[strcspn(line, "\r")] = '\0';
        rc = take_line(line, &teller, ranks);
    }
    free(copy);
    rc = rc == 0 && !teller.is_known ? -EINVAL : rc;
    if (rc < 0) {
        ranks->count = before;
    } else {
        ranks->unreadable += teller.unreadable;
    }
    return rc;
}
