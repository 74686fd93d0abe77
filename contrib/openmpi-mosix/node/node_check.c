/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The checks of a node, one after the other; see node_check.h.
 */
#include "node_check.h"

#include <string.h>

#include "json_text.h"
#include "node_allocator.h"
#include "node_config.h"
#include "node_kernel.h"
#include "node_programs.h"
#include "node_rseq.h"
#include "node_running.h"
#include "visible_text.h"

typedef void (*check_fn)(const struct node_system *system, struct node_finding *finding);

static const struct {
    const char *name;
    bool needs_running; /* not for a root */
    check_fn check;
} checks[] = {
    {"machine", false, node_check_machine},     {"programs", false, node_check_programs},
    {"setuid", false, node_check_setuid},       {"map", false, node_check_map},
    {"secret", false, node_check_secret},       {"interface", false, node_check_interface},
    {"kernel", false, node_check_kernel},       {"daemons", true, node_check_daemons},
    {"rseq", false, node_check_rseq},           {"address", true, node_check_address},
    {"allocator", false, node_check_allocator}, {"start", true, node_check_start},
};

static const char *const levels[] = {
    [NODE_OK] = "ok",
    [NODE_UNKNOWN] = "warning",
    [NODE_WARNING] = "warning",
    [NODE_ERROR] = "error",
};

bool node_check_one(const struct node_system *system, const char *name,
                    struct node_finding *finding)
{
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        if (strcmp(checks[i].name, name) == 0 &&
            (!checks[i].needs_running || node_system_is_live(system))) {
            memset(finding, 0, sizeof(*finding));
            finding->check = checks[i].name;
            checks[i].check(system, finding);
            return true;
        }
    }
    return false;
}

size_t node_check_all(const struct node_system *system,
                      struct node_finding findings[NODE_CHECKS_MAX])
{
    size_t count = 0;

    _Static_assert(sizeof(checks) / sizeof(checks[0]) <= NODE_CHECKS_MAX, "room for all checks");
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        count += node_check_one(system, checks[i].name, &findings[count]);
    }
    return count;
}

static void print_text(const struct node_finding *finding, FILE *out)
{
    fprintf(out, "%-7s  %-9s  ", levels[finding->level], finding->check);
    visible_text_put(finding->what, out);
    if (finding->evidence[0] != '\0') {
        fputs(" (", out);
        visible_text_put(finding->evidence, out);
        fputc(')', out);
    }
    if (finding->remedy[0] != '\0') {
        fputs(". ", out);
        visible_text_put(finding->remedy, out);
        fputc('.', out);
    }
    fputc('\n', out);
}

static void print_json(const char *root, const struct node_finding *findings, size_t count,
                       FILE *out)
{
    fputs("{", out);
    json_put_member("version", PACKAGE_VERSION, ", ", out);
    json_put_member("root", root, ", \"checks\": [", out);
    for (size_t i = 0; i < count; i++) {
        fputs(i > 0 ? ",\n  {" : "\n  {", out);
        json_put_member("check", findings[i].check, ", ", out);
        json_put_member("level", levels[findings[i].level], ", ", out);
        json_put_member("what", findings[i].what, ", ", out);
        json_put_member("evidence", findings[i].evidence, ", ", out);
        json_put_member("remedy", findings[i].remedy, "}", out);
    }
    fputs("]}\n", out);
}

enum command_exit node_check_run(const struct command_options *options)
{
    struct node_finding findings[NODE_CHECKS_MAX];
    enum command_exit result = COMMAND_OK;
    struct node_system system;
    size_t count;

    node_system_read(options->root, &system);
    count = node_check_all(&system, findings);
    for (size_t i = 0; i < count; i++) {
        if (findings[i].level == NODE_ERROR) {
            result = COMMAND_FAILED;
        }
        if (!options->json && (!options->quiet || findings[i].level != NODE_OK)) {
            print_text(&findings[i], stdout);
        }
    }
    if (options->json) {
        print_json(options->root, findings, count, stdout);
    }
    return result;
}
