/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The checks of `openmpi-mosix doctor`, in the order in which things fail, and what they found as a
 * text. Libc only.
 */
#ifndef DOCTOR_LIST_H
#define DOCTOR_LIST_H

#include <stdio.h>

#include "doctor_view.h"

/* As many as there are, at most. */
#define DOCTOR_FINDINGS_MAX 64

struct doctor_findings {
    struct node_finding list[DOCTOR_FINDINGS_MAX];
    size_t count;
};

/* Who is told each finding as soon as it is known; with is_quiet only warnings and errors. */
struct doctor_talk {
    FILE *out;
    bool is_quiet;
};

/*
 * Makes all checks that the system allows, in two steps, each in its order: early are those that
 * need neither the status nor the nodes of the view, for collecting these may take long. talk may
 * be NULL.
 */
void doctor_list_check_early(const struct doctor_view *view, const struct doctor_talk *talk,
                             struct doctor_findings *findings);
void doctor_list_check_late(const struct doctor_view *view, const struct doctor_talk *talk,
                            struct doctor_findings *findings);

/* Both, and nobody is told. */
void doctor_list_check(const struct doctor_view *view, struct doctor_findings *findings);

/* How many are of that level. */
size_t doctor_list_count(const struct doctor_findings *findings, enum node_level level);

/* What it means when the check of that name is not ok: a sentence without a full stop. */
const char *doctor_list_meaning(const char *check);

/* What was found on this system, for a reader. */
void doctor_list_print(const struct doctor_findings *findings, FILE *out);

/* The end of it: how many there are of each level. root is that of another system, or "". */
void doctor_list_print_summary(const struct doctor_findings *findings, const char *root, FILE *out);

void doctor_list_print_json(const struct doctor_findings *findings, const char *root, FILE *out);

#endif
