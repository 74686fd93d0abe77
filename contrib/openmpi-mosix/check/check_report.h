/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Shows what was found out about a program. Libc only.
 */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include <stdio.h>

#include "check_finding.h"

/* Writes in one clause what the findings mean together. */
void check_report_verdict(const struct check_findings *findings, char *text, size_t size);

/* quiet: only what is not in order, and the verdict. */
void check_report_text(const struct check_findings *findings, bool quiet, FILE *out);

void check_report_json(const char *program, const struct check_findings *findings, FILE *out);

#endif
