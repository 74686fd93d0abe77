/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the launcher tells the user; see odls_mosix_report.h.
 */
#include "odls_mosix_report.h"

#include <stdio.h>
#include <string.h>

#include "mosrun_check.h"
#include "odls_mosix_first.h"

#define TEXT_SIZE 512

void odls_mosix_report_fault(const struct mosrun_settings *settings,
                             const struct mosrun_fault *fault)
{
    const struct mosrun_option *option = &mosrun_options[fault->option];
    const struct mosrun_option *other = &mosrun_options[fault->other];
    const char *value = settings->value[fault->option];
    const char *others = settings->value[fault->other];
    char allowed[TEXT_SIZE];

    switch (fault->kind) {
    case MOSRUN_FAULT_VALUE:
        mosrun_allowed(option, allowed, sizeof(allowed));
        orte_show_help(ODLS_MOSIX_HELP, "bad-value", true, "odls_mosix_", option->name, value,
                       allowed, orte_process_info.nodename);
        break;
    case MOSRUN_FAULT_HOST:
        orte_show_help(ODLS_MOSIX_HELP, "unknown-host", true, option->name, value, fault->host,
                       orte_process_info.nodename);
        break;
    case MOSRUN_FAULT_CONTRADICTION:
        orte_show_help(ODLS_MOSIX_HELP, "contradiction", true, option->name, value, other->name,
                       *others != '\0' ? others : "(not set)", orte_process_info.nodename,
                       fault->reason);
        break;
    case MOSRUN_FAULT_RELEASE:
        orte_show_help(ODLS_MOSIX_HELP, "no-such-option", true, option->name, value,
                       orte_process_info.nodename, fault->reason);
        break;
    }
}

void odls_mosix_report_number(const char *parameter, const char *value, unsigned long min,
                              unsigned long max, const char *why)
{
    char allowed[TEXT_SIZE];

    snprintf(
        allowed, sizeof(allowed),
        "a whole number from %lu to %lu; the suffixes k, m and g multiply by powers of 1024%s%s",
        min, max, why != NULL ? ". " : "", why != NULL ? why : "");
    odls_mosix_report_value(parameter, value, allowed);
}

void odls_mosix_report_value(const char *parameter, const char *value, const char *allowed)
{
    orte_show_help(ODLS_MOSIX_HELP, "bad-value", true, "", parameter,
                   *value != '\0' ? value : "(empty)", allowed, orte_process_info.nodename);
}

void odls_mosix_report_unknown(const char *variable, const char *similar)
{
    size_t length = strcspn(variable, "=");
    size_t prefix =
        strncmp(variable, "btl_", 4) == 0 ? strlen("btl_mosix_") : strlen("odls_mosix_");
    char name[TEXT_SIZE];
    char meant[TEXT_SIZE] = "(nothing similar)";

    snprintf(name, sizeof(name), "%.*s", (int) length, variable);
    if (similar != NULL) {
        snprintf(meant, sizeof(meant), "%.*s%s", (int) prefix, variable, similar);
    }
    orte_show_help(ODLS_MOSIX_HELP, "unknown-parameter", true, name,
                   variable[length] != '\0' ? variable + length + 1 : "", meant,
                   orte_process_info.nodename);
}

void odls_mosix_report_required(const struct mosix_node *node)
{
    char text[PATH_MAX + TEXT_SIZE];

    mosix_node_explain(node, text, sizeof(text));
    orte_show_help(ODLS_MOSIX_HELP, "required", true, orte_process_info.nodename, text,
                   mosix_node_remedy(node));
}

void odls_mosix_report_native(const struct mosix_node *node)
{
    char text[PATH_MAX + TEXT_SIZE];

    if (node->state == MOSIX_NODE_READY || node->state == MOSIX_NODE_ABSENT) {
        return;
    }
    mosix_node_explain(node, text, sizeof(text));
    orte_show_help(ODLS_MOSIX_HELP, "not-usable", true, orte_process_info.nodename, text,
                   mosix_node_remedy(node));
}

void odls_mosix_report_obstacle(const struct mosrun_obstacle *obstacle, bool required)
{
    char text[PATH_MAX + TEXT_SIZE];

    mosrun_obstacle_explain(obstacle, text, sizeof(text));
    orte_show_help(ODLS_MOSIX_HELP, required ? "required" : "obstacle", true,
                   orte_process_info.nodename, text, mosrun_obstacle_remedy(obstacle));
}

void odls_mosix_report_bad_allocator(const struct mosrun_obstacle *obstacle)
{
    char text[PATH_MAX + TEXT_SIZE];

    mosrun_obstacle_explain(obstacle, text, sizeof(text));
    orte_show_help(ODLS_MOSIX_HELP, "bad-allocator", true, orte_process_info.nodename, text,
                   mosrun_obstacle_remedy(obstacle));
}

void odls_mosix_report_immovable(const char *program)
{
    orte_show_help(ODLS_MOSIX_HELP, "immovable", true, orte_process_info.nodename, program);
}

void odls_mosix_report_lost(const char *mosrun, const char *variable)
{
    char name[TEXT_SIZE];

    if (odls_mosix_is_first("no-mosenv")) {
        snprintf(name, sizeof(name), "%.*s", (int) strcspn(variable, "="), variable);
        orte_show_help(ODLS_MOSIX_HELP, "no-mosenv", true, orte_process_info.nodename, mosrun,
                       name);
    }
}

void odls_mosix_report_replaced(const struct mosrun_additions *additions)
{
    for (size_t i = 0; i < additions->count; i++) {
        const struct mosrun_addition *item = &additions->items[i];

        if (item->replaced != NULL && odls_mosix_is_first(item->name)) {
            orte_show_help(ODLS_MOSIX_HELP, "components-replaced", true, orte_process_info.nodename,
                           item->name + strlen("OMPI_MCA_"), item->replaced, item->value,
                           item->reason);
        }
    }
}
