/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What `openmpi-mosix check` found out about a program: one line for each finding. Libc only.
 */
#ifndef CHECK_FINDING_H
#define CHECK_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#define CHECK_FINDINGS_MAX 48
#define CHECK_TEXT_SIZE 1024

enum check_level {
    CHECK_OK,
    CHECK_NOTE,    /* it runs: its threads are coroutines, other users get another answer, or there
                      was no trial */
    CHECK_LIMIT,   /* it runs, but a part of it does not work, or it does not move */
    CHECK_SETTING, /* it runs with a setting */
    CHECK_UNKNOWN, /* nobody knows: it cannot be read, or failed in the trial */
    CHECK_CANNOT   /* it does not run under MOSIX */
};

/*
 * check    one word, for scripts as well
 * setting  what to set, as it is given to mpirun, or ""
 * remedy   what to do, without a full stop, or ""
 */
struct check_finding {
    enum check_level level;
    const char *check;
    char what[CHECK_TEXT_SIZE];
    char setting[64];
    char remedy[CHECK_TEXT_SIZE];
};

struct check_findings {
    struct check_finding list[CHECK_FINDINGS_MAX];
    size_t count;
};

/* Adds a finding and writes what was found, as printf() does. When there is no more room, the last
 * one is replaced. */
struct check_finding *check_finding_add(struct check_findings *findings, enum check_level level,
                                        const char *check, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Writes what to do. */
void check_finding_remedy(struct check_finding *finding, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The worst level of all. */
enum check_level check_findings_worst(const struct check_findings *findings);

/* Appends a word to a list of size bytes with commas between; what has no room is omitted. */
void check_list_append(char *list, size_t size, const char *word);

#endif
