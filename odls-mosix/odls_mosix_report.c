/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the launcher tells the user. Texts are in help-odls-mosix.txt; where odls default has a text
 * for the same event, that one is used, so that a message does not depend on who launches.
 */
#include "odls_mosix_report.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mosrun_check.h"

#define STOCK_HELP "help-orte-odls-default.txt"
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
    static atomic_flag said = ATOMIC_FLAG_INIT;
    char name[TEXT_SIZE];

    if (!atomic_flag_test_and_set(&said)) {
        snprintf(name, sizeof(name), "%.*s", (int) strcspn(variable, "="), variable);
        orte_show_help(ODLS_MOSIX_HELP, "no-mosenv", true, orte_process_info.nodename, mosrun,
                       name);
    }
}

void odls_mosix_report_replaced(const struct mosrun_additions *additions)
{
    static atomic_flag said[MOSRUN_EXCLUSION_COUNT];
    size_t lists = 0;

    for (size_t i = 0; i < additions->count; i++) {
        const struct mosrun_addition *item = &additions->items[i];

        /* At most one for each framework. */
        if (item->replaced != NULL && !atomic_flag_test_and_set(&said[lists++])) {
            orte_show_help(ODLS_MOSIX_HELP, "components-replaced", true, orte_process_info.nodename,
                           item->name + strlen("OMPI_MCA_"), item->replaced, item->value,
                           item->reason);
        }
    }
}

static void report_exec(const orte_odls_spawn_caddy_t *cd, int error)
{
    char directory[PATH_MAX];
    char text[PATH_MAX + TEXT_SIZE];
    struct stat status;
    const char *where = cd->wdir;

    if (where == NULL) {
        where = getcwd(directory, sizeof(directory)) != NULL ? directory : ".";
    }
    if (error == ENOENT && stat(cd->app->app, &status) == 0) {
        snprintf(text, sizeof(text), "%s has a bad interpreter on the first line.", cd->app->app);
    } else {
        snprintf(text, sizeof(text), "%s", strerror(error));
    }
    orte_show_help(STOCK_HELP, "execve error", true, orte_process_info.nodename, where,
                   cd->app->app, text);
}

void odls_mosix_report_start(const orte_odls_spawn_caddy_t *cd, const char *mosrun,
                             const struct child_report *report)
{
    switch (report->stage) {
    case CHILD_STAGE_PREPARE:
        orte_show_help(STOCK_HELP, "iof setup failed", true, orte_process_info.nodename,
                       cd->app->app);
        break;
    case CHILD_STAGE_CHDIR:
        orte_show_help("help-orterun.txt", "orterun:wdir-not-found", true, "orted", cd->wdir,
                       orte_process_info.nodename, cd->child->app_rank);
        break;
    case CHILD_STAGE_EXEC:
        if (mosrun != NULL) {
            orte_show_help(ODLS_MOSIX_HELP, "mosrun-failed", true, orte_process_info.nodename,
                           mosrun, cd->app->app, strerror(report->error));
        } else {
            report_exec(cd, report->error);
        }
        break;
    default:
        /* Open MPI has texts of its own for a lack of descriptors or processes. */
        break;
    }
}

/* Grows *text by a formatted piece; without memory the rest is left out. */
__attribute__((format(printf, 2, 3))) static void put(char **text, const char *format, ...)
{
    char *piece = NULL;
    char *longer = NULL;
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&piece, format, arguments) < 0) {
        piece = NULL;
    }
    va_end(arguments);
    if (piece != NULL && asprintf(&longer, "%s%s", *text != NULL ? *text : "", piece) >= 0) {
        free(*text);
        *text = longer;
    }
    free(piece);
}

/* Appends a word of a command line so that it could be pasted into a shell. */
static void put_word(char **text, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "%+,-./:=@_";

    if (*word != '\0' && word[strspn(word, plain)] == '\0') {
        put(text, " %s", word);
        return;
    }
    put(text, " '");
    for (size_t length; *word != '\0'; word += length) {
        length = strcspn(word, "'");
        put(text, "%.*s", (int) length, word);
        if (word[length] == '\'') {
            put(text, "'\\''");
            length++;
        }
    }
    put(text, "'");
}

static void put_head(char **text, const orte_odls_spawn_caddy_t *cd)
{
    put(text, "[%s] odls:mosix: rank %s of job %s ", orte_process_info.nodename,
        ORTE_VPID_PRINT(cd->child->name.vpid), ORTE_LOCAL_JOBID_PRINT(cd->child->name.jobid));
}

/* Through Open MPI's help texts, because a daemon's own output may reach nobody. */
static void deliver(const orte_odls_spawn_caddy_t *cd, char *text)
{
    char topic[64];

    /* Texts with the same topic would be shown once and then counted. */
    snprintf(topic, sizeof(topic), "rank %s %s", ORTE_JOBID_PRINT(cd->child->name.jobid),
             ORTE_VPID_PRINT(cd->child->name.vpid));
    if (text != NULL) {
        orte_show_help_norender(ODLS_MOSIX_HELP, topic, false, text);
    }
    free(text);
}

void odls_mosix_report_unbound(const orte_odls_spawn_caddy_t *cd)
{
    char *text = NULL;

    put(&text, "[%s] MCW rank %s not bound: MOSIX chooses its processors\n",
        orte_process_info.nodename, ORTE_VPID_PRINT(cd->child->name.vpid));
    deliver(cd, text);
}

static void put_command(char **text, char *const *argv)
{
    put(text, "starts with:");
    for (; *argv != NULL; argv++) {
        put_word(text, *argv);
    }
    put(text, "\n");
}

void odls_mosix_report_rank(const orte_odls_spawn_caddy_t *cd, char *const *argv, const char *why,
                            const struct mosrun_additions *additions)
{
    char *text = NULL;

    put_head(&text, cd);
    if (argv != NULL) {
        put_command(&text, argv);
    } else {
        put(&text, "starts natively: %s\n", why);
    }
    for (size_t i = 0; i < additions->count; i++) {
        put(&text, "    %s=%s (%s)\n", additions->items[i].name, additions->items[i].value,
            additions->items[i].reason);
    }
    deliver(cd, text);
}
