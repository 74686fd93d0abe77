/* SPDX-License-Identifier: BSD-3-Clause */
/* The emulator's tables and mosrun's usage text, both made from the tables that the code itself
 * follows. */
#include "listing.h"

#include "faults.h"
#include "run_options.h"
#include "call_table.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#define USAGE_WIDTH 78

/* What a profile makes of a row. */
static const char *standing(const struct profile *profile, const struct run_option_help *help)
{
    return !run_options_has(&profile->mosrun, help)       ? "-"
           : run_options_obsolete(&profile->mosrun, help) ? "obsolete"
           : help->emulated                               ? "emulated"
                                                          : "accepted only";
}

static void list_options(FILE *stream)
{
    struct run_option_help help;
    const struct profile *profile;

    fputs("| option | meaning |", stream);
    for (size_t i = 0; (profile = profile_at(i)) != NULL; i++) {
        fprintf(stream, " %s |", profile->word);
    }
    fputs("\n|---|---|", stream);
    for (size_t i = 0; profile_at(i) != NULL; i++) {
        fputs("---|", stream);
    }
    fputc('\n', stream);
    for (size_t i = 0; run_options_help(i, &help); i++) {
        fprintf(stream, "| `%s` | %s |", help.form, help.meaning);
        for (size_t j = 0; (profile = profile_at(j)) != NULL; j++) {
            fprintf(stream, " %s |", standing(profile, &help));
        }
        fputc('\n', stream);
    }
}

static void list_faults(FILE *stream)
{
    struct fault_help help;

    fputs("| fault | effect |\n|---|---|\n", stream);
    for (size_t i = 0; faults_help(i, &help); i++) {
        fprintf(stream, "| `%s` | %s |\n", help.form, help.meaning);
    }
}

static bool equal(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether two rows differ in nothing that a list shows, but their names or their notes. */
static bool share_answer(const struct call_row *a, const struct call_row *b)
{
    return a->profiles == b->profiles && a->answer == b->answer && equal(a->grade, b->grade) &&
           (a->number < 0) == (b->number < 0);
}

/* How many rows from ROWS on, of COUNT, share a line: several calls with one note, or one call's
 * notes. */
static size_t line_length(const struct call_row *rows, size_t count)
{
    bool one_note = count > 1 && equal(rows[0].note, rows[1].note);
    size_t length = 1;

    while (length < count && share_answer(&rows[0], &rows[length]) &&
           (one_note ? equal(rows[0].note, rows[length].note)
                     : equal(rows[0].name, rows[length].name))) {
        length++;
    }
    return length;
}

static const char *answer_text(const struct call_row *row, unsigned profile)
{
    if ((row->profiles & profile) == 0) {
        return "-";
    }
    switch (row->answer) {
    case CALL_ANSWER_ABSENT:
        return "ENOSYS";
    case CALL_ANSWER_END:
        return "ends the process";
    case CALL_ANSWER_HANG:
        return "hangs";
    case CALL_ANSWER_ZERO:
    case CALL_ANSWER_ONE_CPU:
    case CALL_ANSWER_ERROR:
    case CALL_ANSWER_EMULATED:
        return "answered";
    case CALL_ANSWER_REFUSE:
    case CALL_ANSWER_PRIVATE:
        break;
    }
    return "refused";
}

static void list_discipline(FILE *stream)
{
    size_t count;
    const struct call_row *rows = call_table(&count);

    fputs("| system call | when | modern | manual-2009 | 4.4.3 | grade "
          "|\n|---|---|---|---|---|---|\n",
          stream);
    for (size_t i = 0; i < count; i++) {
        const struct call_row *row = &rows[i];
        size_t length = line_length(row, count - i);

        fprintf(stream, "| `%s`", row->name);
        for (size_t j = 1; j < length && !equal(row[j].name, row->name); j++) {
            fprintf(stream, ", `%s`", row[j].name);
        }
        fprintf(stream, " | %s",
                row->number < 0     ? "not on this architecture"
                : row->note == NULL ? "always"
                                    : row->note);
        for (size_t j = 1; j < length && equal(row[j].name, row->name); j++) {
            fprintf(stream, "; %s", row[j].note);
        }
        fprintf(stream, " | %s | %s | %s | [%s] |\n", answer_text(row, CALL_IN_MODERN),
                answer_text(row, CALL_IN_MANUAL), answer_text(row, CALL_IN_REAL), row->grade);
        i += length - 1;
    }
}

int listing_print(const struct profile *profile, const char *what, FILE *stream)
{
    static const struct {
        const char *word;
        void (*list)(FILE *stream);
    } lists[] = {
        {"options", list_options},
        {"discipline", list_discipline},
        {"faults", list_faults},
    };

    if (strcmp(what, "profile") == 0) {
        fprintf(stream, "%s\n", profile->word);
        return 0;
    }
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        if (strcmp(what, lists[i].word) == 0) {
            lists[i].list(stream);
            return 0;
        }
    }
    return -EINVAL;
}

static void put_options(const struct profile_mosrun *rules, FILE *stream, bool program_options)
{
    struct run_option_help help;
    int column = USAGE_WIDTH;

    for (size_t i = 0; run_options_help(i, &help); i++) {
        int width = (int) strlen(help.form) + 3;
        bool has_line_of_its_own = strchr("SROI", help.letter) != NULL;
        bool is_internal = help.letter == 'a' || help.letter == 'p' ||
                           (help.letter == 'g' && !rules->freezes) ||
                           run_options_obsolete(rules, &help);

        if (!run_options_has(rules, &help) || help.program_option != program_options ||
            has_line_of_its_own || is_internal) {
            continue;
        }
        if (column + width > USAGE_WIDTH) {
            column = fprintf(stream, "\n   ") - 1;
        }
        column += fprintf(stream, " [%s]", help.form);
    }
}

void listing_usage(const struct profile_mosrun *rules, FILE *stream)
{
    /* MOSIX 4 begins its own text with this line [real]. */
    if (rules->own_words) {
        fputs("mosrun - MOSIX Version 4.4.3\n", stream);
    }
    fputs("Usage: mosrun [location options] [program options] program [args]...\n"
          "       mosrun -S{maxjobs} [location options] [program options] commands[,failed]\n"
          "       mosrun -R{filename} [-O{fd=filename}[,{fd2=fn2}]...] [location options]\n"
          "       mosrun -I{filename}\n",
          stream);
    fprintf(stream, "       mosenv takes the same words and keeps %s\nLocation options:",
            rules->mosenv_keeps_two ? "LD_* and MALLOC_* variables" : "the whole environment");
    put_options(rules, stream, false);
    fputs("\nProgram options:", stream);
    put_options(rules, stream, true);
    fputc('\n', stream);
}
