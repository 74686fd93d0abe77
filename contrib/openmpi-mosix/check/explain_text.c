/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Explaining lines and calls; see explain_text.h.
 */
#include "explain_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mosrun_call.h"

#define MOSRUN_SAYS "MOSRUN: "

static bool is_same(const struct mosrun_end *a, const struct mosrun_end *b)
{
    return a->kind == b->kind && a->number == b->number && strcmp(a->name, b->name) == 0;
}

/* Whether the lines, of the same end, also say the same, whatever tags stand before that. */
static bool says_same(const char *a, const char *b, const struct mosrun_end *end)
{
    if (end->kind != MOSRUN_END_OTHER && end->kind != MOSRUN_END_NO_NODE &&
        end->kind != MOSRUN_END_SILENT_NODE) {
        return true;
    }
    a = strstr(a, MOSRUN_SAYS);
    b = strstr(b, MOSRUN_SAYS);
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static void add(struct explain_list *list, const char *line, const struct mosrun_end *end)
{
    struct explain_entry *entry;

    for (size_t i = 0; i < list->count; i++) {
        entry = &list->entries[i];
        if (is_same(&entry->end, end) && says_same(entry->line, line, end)) {
            entry->times++;
            return;
        }
    }
    if (list->count == EXPLAIN_MAX) {
        list->left_out++;
        return;
    }
    entry = &list->entries[list->count++];
    snprintf(entry->line, sizeof(entry->line), "%s", line);
    entry->end = *end;
    entry->times = 1;
}

void explain_text_feed(struct explain_list *list, struct mosrun_tail *tail, const char *data,
                       size_t size)
{
    while (size > 0) {
        size_t taken = mosrun_tail_feed(tail, data, size);

        if (tail->said[0] != '\0') {
            add(list, tail->said, &tail->end);
        }
        data += taken;
        size -= taken;
    }
}

void explain_text_end(struct explain_list *list, struct mosrun_tail *tail)
{
    explain_text_feed(list, tail, "\n", 1);
}

/* Which functions make the call that an end is about. */
static void print_functions(const struct mosrun_call *call, FILE *out)
{
    if (call != NULL && call->functions[0] != '\0') {
        fprintf(out, "  made by: %s\n", call->functions);
    }
}

static void print_end(const struct mosrun_end *end, FILE *out)
{
    struct mosrun_end_text text;

    mosrun_end_explain(end, &text);
    fprintf(out, "  %s\n  why:     %s\n", text.what, text.why);
    print_functions(mosrun_call_numbered(mosrun_end_call(end)), out);
    fprintf(out, "  remedy:  %s\n", text.remedy);
}

/* The first entry of the same end. */
static size_t find_first(const struct explain_list *list, const struct mosrun_end *end)
{
    size_t at = 0;

    while (!is_same(&list->entries[at].end, end)) {
        at++;
    }
    return at;
}

/* What is said about an end stands below all lines of it. */
void explain_text_print(const struct explain_list *list, FILE *out)
{
    for (size_t i = 0; i < list->count; i++) {
        if (find_first(list, &list->entries[i].end) != i) {
            continue;
        }
        for (size_t j = i; j < list->count; j++) {
            const struct explain_entry *entry = &list->entries[j];

            if (!is_same(&entry->end, &list->entries[i].end)) {
                continue;
            }
            fputs(entry->line, out);
            if (entry->times > 1) {
                fprintf(out, " (%lu times)", entry->times);
            }
            fputc('\n', out);
        }
        print_end(&list->entries[i].end, out);
    }
    if (list->left_out > 0) {
        fprintf(out, "%lu more lines of mosrun, unlike these, are left out.\n", list->left_out);
    }
}

/* A number of a call, or -1. */
static long read_number(const char *word)
{
    char *end;
    long number;

    word += *word == '#';
    if (*word < '0' || *word > '9') {
        return -1;
    }
    errno = 0;
    number = strtol(word, &end, 10);
    return errno == 0 && *end == '\0' && number <= 65535 ? number : -1;
}

/* What a rank gets in the place of a call. */
static void print_answer(const struct mosrun_call *call, FILE *out)
{
    switch (call->state) {
    case MOSRUN_CALL_ANSWERED:
        fputs("  in a rank: libmosix-coop.so answers it by other calls\n", out);
        break;
    case MOSRUN_CALL_ABSENT:
        fputs("  in a rank: libmosix-coop.so answers ENOSYS, as a kernel without this call\n", out);
        break;
    case MOSRUN_CALL_REFUSED:
        fputs("  in a rank: MOSIX answers ENOSYS, because of mosrun -e\n", out);
        break;
    }
}

/* The error of that number, which mosrun prints as "MOSRUN: Error #96". Returns whether the text
 * says more of it than of any error. */
static bool print_error(long number, FILE *out)
{
    struct mosrun_end end;
    char line[48];
    int size = snprintf(line, sizeof(line), "MOSRUN: Error #%ld", number);

    if (!mosrun_end_read(line, (size_t) size, &end) || end.kind == MOSRUN_END_ERROR) {
        return false;
    }
    fprintf(out, "%s\n", line);
    print_end(&end, out);
    return true;
}

int explain_call_print(const char *word, FILE *out)
{
    struct mosrun_end end = {.kind = MOSRUN_END_UNSUPPORTED};
    const struct mosrun_call *call;
    long number = read_number(word);
    bool is_error;

    call = number >= 0 ? mosrun_call_numbered(number) : mosrun_call_named(word);
    if (call == NULL && number < 0) {
        call = mosrun_call_made_by(word);
    }
    if (call == NULL && number < 0) {
        return -ENOENT;
    }
    /* Who saw "Error #805" asks for 805. */
    is_error = number >= 0 && print_error(number, out);
    if (is_error && number > MOSRUN_CALL_LAST) {
        return 0;
    }
    if (call == NULL && number < MOSRUN_CALL_UNKNOWN) {
        fprintf(out, "system call %ld\n  It is not among those that MOSIX 4 refuses.\n", number);
        return is_error ? 0 : 1;
    }
    if (call != NULL) {
        number = call->number;
        snprintf(end.name, sizeof(end.name), "%s", call->name);
        fprintf(out, "system call %ld, %s\n", number, call->name);
    } else {
        fprintf(out, "system call %ld\n", number);
    }
    if (number >= MOSRUN_CALL_UNKNOWN) {
        end = (struct mosrun_end){.kind = MOSRUN_END_ILLEGAL, .number = number};
    }
    print_end(&end, out);
    if (call != NULL) {
        print_answer(call, out);
    }
    return 0;
}
