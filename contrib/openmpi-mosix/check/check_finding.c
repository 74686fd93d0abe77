/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Collecting findings; see check_finding.h.
 */
#include "check_finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct check_finding *check_finding_add(struct check_findings *findings, enum check_level level,
                                        const char *check, const char *format, ...)
{
    struct check_finding *finding;
    va_list arguments;

    if (findings->count == CHECK_FINDINGS_MAX) {
        findings->count--;
    }
    finding = &findings->list[findings->count++];
    memset(finding, 0, sizeof(*finding));
    finding->level = level;
    finding->check = check;
    va_start(arguments, format);
    vsnprintf(finding->what, sizeof(finding->what), format, arguments);
    va_end(arguments);
    return finding;
}

void check_finding_remedy(struct check_finding *finding, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(finding->remedy, sizeof(finding->remedy), format, arguments);
    va_end(arguments);
}

enum check_level check_findings_worst(const struct check_findings *findings)
{
    enum check_level worst = CHECK_OK;

    for (size_t i = 0; i < findings->count; i++) {
        if (findings->list[i].level > worst) {
            worst = findings->list[i].level;
        }
    }
    return worst;
}

void check_list_append(char *list, size_t size, const char *word)
{
    size_t used = strlen(list);
    const char *between = used > 0 ? ", " : "";

    if (used + strlen(between) + strlen(word) < size) {
        strcpy(stpcpy(list + used, between), word);
    }
}
