/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Showing findings; see check_report.h.
 */
#include "check_report.h"

#include <string.h>

#include "json_text.h"
#include "visible_text.h"

static const char *const levels[] = {
    [CHECK_OK] = "ok",           [CHECK_NOTE] = "note",       [CHECK_LIMIT] = "limit",
    [CHECK_SETTING] = "setting", [CHECK_UNKNOWN] = "unknown", [CHECK_CANNOT] = "cannot",
};

/* The settings that findings ask for, with blanks between. */
static void append_settings(const struct check_findings *findings, char *text, size_t size)
{
    for (size_t i = 0; i < findings->count; i++) {
        size_t used = strlen(text);

        if (findings->list[i].setting[0] != '\0') {
            snprintf(text + used, size - used, "%s%s", used > 0 ? " " : "",
                     findings->list[i].setting);
        }
    }
}

static const struct check_finding *first(const struct check_findings *findings,
                                         enum check_level level)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->list[i].level == level) {
            return &findings->list[i];
        }
    }
    return NULL;
}

/* Whether there is a finding of that check that is to be noted. */
static bool is_noted(const struct check_findings *findings, const char *check)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->list[i].level == CHECK_NOTE && strcmp(findings->list[i].check, check) == 0) {
            return true;
        }
    }
    return false;
}

void check_report_verdict(const struct check_findings *findings, char *text, size_t size)
{
    const struct check_finding *cannot = first(findings, CHECK_CANNOT);
    const struct check_finding *unknown = first(findings, CHECK_UNKNOWN);
    bool threads = is_noted(findings, "threads") || is_noted(findings, "openmp");
    char settings[256] = "";

    if (cannot != NULL) {
        snprintf(text, size, "cannot run under MOSIX: %s", cannot->what);
        return;
    }
    if (unknown != NULL) {
        snprintf(text, size, "%s: %s",
                 strcmp(unknown->check, "trial") == 0 ? "failed in the trial" : "not known",
                 unknown->what);
        return;
    }
    append_settings(findings, settings, sizeof(settings));
    snprintf(text, size, "runs%s%s%s%s%s%s", threads ? " with threads as coroutines" : "",
             settings[0] == '\0' ? ""
             : threads           ? " and with `"
                                 : " with `",
             settings, settings[0] != '\0' ? "`" : "",
             first(findings, CHECK_LIMIT) != NULL ? ", with limits" : "",
             is_noted(findings, "trial") ? "; there was no trial" : "");
}

void check_report_text(const struct check_findings *findings, bool quiet, FILE *out)
{
    char verdict[CHECK_TEXT_SIZE + 64];

    for (size_t i = 0; i < findings->count; i++) {
        const struct check_finding *finding = &findings->list[i];

        if (quiet && finding->level == CHECK_OK) {
            continue;
        }
        fprintf(out, "%-7s  %-9s  ", levels[finding->level], finding->check);
        visible_text_put(finding->what, out);
        if (finding->remedy[0] != '\0') {
            fputs(". ", out);
            visible_text_put(finding->remedy, out);
            fputc('.', out);
        }
        fputc('\n', out);
    }
    check_report_verdict(findings, verdict, sizeof(verdict));
    fputs("verdict: ", out);
    visible_text_put(verdict, out);
    fputc('\n', out);
}

void check_report_json(const char *program, const struct check_findings *findings, FILE *out)
{
    char verdict[CHECK_TEXT_SIZE + 64];

    check_report_verdict(findings, verdict, sizeof(verdict));
    fputs("{", out);
    json_put_member("version", PACKAGE_VERSION, ", ", out);
    json_put_member("program", program, ", ", out);
    json_put_member("verdict", verdict, ", ", out);
    json_put_member("worst", levels[check_findings_worst(findings)], ", \"findings\": [", out);
    for (size_t i = 0; i < findings->count; i++) {
        const struct check_finding *finding = &findings->list[i];

        fputs(i > 0 ? ",\n  {" : "\n  {", out);
        json_put_member("check", finding->check, ", ", out);
        json_put_member("level", levels[finding->level], ", ", out);
        json_put_member("what", finding->what, ", ", out);
        json_put_member("setting", finding->setting, ", ", out);
        json_put_member("remedy", finding->remedy, "}", out);
    }
    fputs("]}\n", out);
}
