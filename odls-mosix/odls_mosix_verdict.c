/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What follows from what a node offers; see odls_mosix_verdict.h.
 */
#include "odls_mosix_verdict.h"

#include <string.h>

#include "odls_mosix_first.h"
#include "odls_mosix_report.h"
#include "odls_mosix_settings.h"

int odls_mosix_judge_node(const struct mosrun_settings *settings, const struct mosix_node *node)
{
    if (odls_mosix_is_required(settings)) {
        odls_mosix_report_required(node);
        return ORTE_ERR_SILENT;
    }
    if (node->state != MOSIX_NODE_ABSENT && odls_mosix_is_first("not-usable")) {
        odls_mosix_report_native(node);
    }
    return ORTE_SUCCESS;
}

int odls_mosix_judge_obstacle(const struct mosrun_settings *settings,
                              const struct mosrun_obstacle *obstacle)
{
    const char *once = obstacle->kind == MOSRUN_OBSTACLE_NO_ALLOCATOR ? "no-allocator"
                       : obstacle->kind == MOSRUN_OBSTACLE_TOOL       ? "tool"
                                                                      : NULL;

    if (obstacle->kind == MOSRUN_OBSTACLE_BAD_ALLOCATOR) {
        /* The user named it, so it is a bad value like others. */
        odls_mosix_report_bad_allocator(obstacle);
        return ORTE_ERR_SILENT;
    }
    if (odls_mosix_is_required(settings)) {
        odls_mosix_report_obstacle(obstacle, true);
        return ORTE_ERR_SILENT;
    }
    if (obstacle->kind == MOSRUN_OBSTACLE_FORMAT) {
        return ORTE_SUCCESS; /* the kernel says what is wrong with it, when it is started natively
                              */
    }
    if (once == NULL || odls_mosix_is_first(once)) {
        odls_mosix_report_obstacle(obstacle, false);
    }
    return ORTE_SUCCESS;
}

void odls_mosix_tell_oddities(const struct mosrun_settings *settings,
                              const struct odls_mosix_needs *needs)
{
    if (needs->immovable[0] != '\0' && strcmp(settings->value[MOSRUN_VERBOSE], "1") == 0) {
        odls_mosix_report_immovable(needs->immovable);
    }
    if (needs->coop == NULL && strcmp(settings->value[MOSRUN_THREADS], "native") != 0 &&
        odls_mosix_is_first("no-coop")) {
        orte_show_help(ODLS_MOSIX_HELP, "no-coop", true, orte_process_info.nodename);
    }
    if (mosrun_name_is_ignored(settings) && odls_mosix_is_first("name-ignored")) {
        orte_show_help(ODLS_MOSIX_HELP, "name-ignored", true, orte_process_info.nodename,
                       settings->value[MOSRUN_REMOTE_HOST_NAME],
                       settings->value[MOSRUN_REMOTE_HOST_ADDRESS]);
    }
}
