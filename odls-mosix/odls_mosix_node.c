/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What this node offers; see odls_mosix_node.h.
 */
#include "odls_mosix_node.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "odls_mosix_report.h"
#include "odls_mosix_settings.h"

/* What has been said on this node already. */
static bool said_native;
static bool said_name_ignored;
static bool said_no_coop;

/* Empty when the library is not there. */
static char coop_path[PATH_MAX];

void odls_mosix_node_find_coop(const char *directory)
{
    int length = snprintf(coop_path, sizeof(coop_path), "%s/libmosix-coop.so", directory);

    /* LD_PRELOAD knows no way to write a path with one of these. */
    if (length < 0 || (size_t) length >= sizeof(coop_path) || strpbrk(coop_path, " :") != NULL ||
        access(coop_path, R_OK) != 0) {
        coop_path[0] = '\0';
    }
}

const char *odls_mosix_coop(void)
{
    return coop_path[0] != '\0' ? coop_path : NULL;
}

void odls_mosix_probe(const struct mosrun_settings *settings, struct mosix_node *node)
{
    const struct mosix_node_query query = {
        .address_files = settings->value[MOSRUN_ADDRESS_FILES],
        .executable = settings->value[MOSRUN_EXECUTABLE],
        .search_path = getenv("PATH"),
    };

    mosix_node_probe(&query, node);
}

int odls_mosix_node_check(char *const *env)
{
    struct mosrun_settings settings;
    struct mosix_node node;

    odls_mosix_settings_read(env, &settings);
    if (odls_mosix_is_never(&settings)) {
        return ORTE_SUCCESS;
    }
    odls_mosix_probe(&settings, &node);
    if (node.state != MOSIX_NODE_READY) {
        if (odls_mosix_is_required(&settings)) {
            odls_mosix_report_required(&node);
            return ORTE_ERR_SILENT;
        }
        if (!said_native) {
            odls_mosix_report_native(&node);
            said_native = node.state != MOSIX_NODE_ABSENT;
        }
        return ORTE_SUCCESS;
    }
    if (odls_mosix_coop() == NULL && !said_no_coop &&
        strcmp(settings.value[MOSRUN_THREADS], "native") != 0) {
        orte_show_help(ODLS_MOSIX_HELP, "no-coop", true, orte_process_info.nodename);
        said_no_coop = true;
    }
    if (mosrun_name_is_ignored(&settings) && !said_name_ignored) {
        orte_show_help(ODLS_MOSIX_HELP, "name-ignored", true, orte_process_info.nodename,
                       settings.value[MOSRUN_REMOTE_HOST_NAME],
                       settings.value[MOSRUN_REMOTE_HOST_ADDRESS]);
        said_name_ignored = true;
    }
    return ORTE_SUCCESS;
}
