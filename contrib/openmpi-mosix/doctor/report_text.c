/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The text of a report; see report_text.h.
 */
#include "report_text.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "command_options.h"
#include "doctor_list.h"
#include "ps_show.h"
#include "report_names.h"
#include "status_collect.h"
#include "status_text.h"

#define TOOL_LIMIT_MS 5000
#define FILE_SIZE 65536

extern char **environ;

static void head(const char *title, FILE *out)
{
    fprintf(out, "\n== %s ==\n", title);
}

/* What a program of MOSIX, or another one, prints. */
static void put_tool(const struct doctor_view *view, const char *program, const char *argument,
                     FILE *out)
{
    const char *const arguments[4] = {argument};
    char *output;

    fprintf(out, "$ %s %s\n", program, argument);
    if (doctor_view_run(view, program, arguments, TOOL_LIMIT_MS, &output) < 0 || output == NULL) {
        fputs("(cannot be run)\n", out);
    } else {
        fputs(output, out);
    }
    free(output);
}

static void put_file(const struct doctor_view *view, const char *path, FILE *out)
{
    struct conf_file file;

    fprintf(out, "-- %s\n", path);
    if (doctor_view_open(view, path, &file) < 0) {
        fputs("(cannot be read)\n", out);
        return;
    }
    fprintf(out, "%s\n", file.size < FILE_SIZE ? file.text : "(too long)");
    conf_file_close(&file);
}

static void put_proc(const struct doctor_view *view, const char *name, FILE *out)
{
    char text[4096];

    fprintf(out, "-- /proc/%s\n", name);
    fputs(doctor_view_proc(view, name, text, sizeof(text)) == 0 ? text : "(cannot be read)\n", out);
}

static void put_system(const struct doctor_view *view, FILE *out)
{
    struct utsname name;

    head("System", out);
    if (uname(&name) == 0) {
        fprintf(out, "%s %s %s %s\n", name.sysname, name.release, name.version, name.machine);
    }
    fprintf(out, "glibc %s, %ld processors, %s\n", view->system.libc, sysconf(_SC_NPROCESSORS_ONLN),
            view->is_superuser ? "as root" : "as an ordinary user");
    put_file(view, "/etc/os-release", out);
    put_proc(view, "cmdline", out);
    put_proc(view, "self/status", out);
    put_proc(view, "meminfo", out);
}

static void put_mosix(const struct doctor_view *view, FILE *out)
{
    head("MOSIX", out);
    fprintf(out, "mosrun: %s\n", view->mosrun[0] != '\0' ? view->mosrun : "(none)");
    put_tool(view, "mosctl", "localstatus", out);
    put_tool(view, "mossetpe", "-r", out);
    put_file(view, "/etc/mosix/mosix.map", out);
    put_file(view, "/etc/mosix/userview.map", out);
}

/* What `openmpi-mosix ps` shows. */
static void put_ranks(FILE *out)
{
    struct command_options options;
    struct ps_scene scene;
    char fault[2 * PATH_MAX] = "";

    head("Ranks", out);
    memset(&options, 0, sizeof(options));
    if (ps_scene_open(&options, &scene, fault, sizeof(fault)) < 0) {
        fprintf(out, "%s\n", fault);
        return;
    }
    if (ps_scene_look(&options, &scene, fault, sizeof(fault)) < 0) {
        fprintf(out, "%s\n", fault);
    } else if (scene.ranks.count > 0) {
        ps_show_table(&scene, out);
        fprintf(out, "%s%s", scene.ranks.doubt, scene.ranks.doubt[0] != '\0' ? "\n" : "");
    } else if (scene.ranks.doubt[0] != '\0') {
        fprintf(out, "(not known: %s)\n", scene.ranks.doubt);
    } else {
        fprintf(out, "(none under MOSIX on this node%s)\n",
                geteuid() == 0 ? "" : "; only root sees those of others");
    }
    ps_scene_close(&scene);
}

/* Variables that change what Open MPI, MOSIX or the C library do. */
static void put_environment(FILE *out)
{
    static const char *const prefixes[] = {"OMPI_",  "PRTE_",          "PMIX_",      "MPI_",
                                           "MOSIX_", "GLIBC_TUNABLES", "LD_PRELOAD", "PATH="};

    head("Environment", out);
    for (char *const *at = environ; *at != NULL; at++) {
        for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
            if (strncmp(*at, prefixes[i], strlen(prefixes[i])) == 0) {
                fprintf(out, "%s\n", *at);
                break;
            }
        }
    }
}

static int put_all(FILE *out)
{
    struct command_options options;
    struct doctor_findings *findings = malloc(sizeof(*findings));
    struct doctor_view view;
    struct status status;

    memset(&options, 0, sizeof(options));
    if (findings == NULL || status_collect(&options, &status) < 0) {
        free(findings);
        return -1;
    }
    doctor_view_read("", &status, &view);
    fprintf(out, "openmpi-mosix %s for Open MPI " OMPI_SERIES "\n", PACKAGE_VERSION);
    fputs("Names of users and the secret are left out; look through the rest before you send it.\n",
          out);
    head("Doctor", out);
    doctor_list_check(&view, findings);
    doctor_list_print(findings, out);
    head("Status", out);
    status_print_text(&status, out);
    put_mosix(&view, out);
    put_ranks(out);
    put_environment(out);
    put_system(&view, out);
    status_free(&status);
    free(findings);
    return 0;
}

char *report_text_make(void)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    int rc;

    if (out == NULL) {
        return NULL;
    }
    rc = put_all(out);
    if (fclose(out) != 0 || rc < 0) {
        free(text);
        return NULL;
    }
    return text;
}

/* Adds what stands on each line of the file. */
static int add_secret(const char *root, struct report_words *words)
{
    struct conf_file file;
    const char *line;
    int rc = 0;

    if (conf_file_open(root, "/etc/mosix/secret", CONF_FILE_READ, &file) < 0) {
        return 0;
    }
    for (line = file.text; rc == 0 && *line != '\0'; line += strcspn(line, "\n")) {
        line += strspn(line, " \t\r\n");
        rc = report_words_add(words, line, strcspn(line, "\r\n"), "[secret]", REPORT_WORD_ANYWHERE);
    }
    conf_file_close(&file);
    return rc;
}

static int add_user_text(struct report_words *words, const char *name)
{
    return name != NULL ? report_names_add(words, name, strlen(name)) : 0;
}

/* Every line of the list of users whose number is one of people. */
static int add_people(const char *root, struct report_words *words)
{
    struct conf_file file;
    const char *line;
    int rc = 0;

    if (conf_file_open(root, "/etc/passwd", CONF_FILE_READ, &file) < 0) {
        return 0;
    }
    for (line = file.text; rc == 0 && *line != '\0'; line += *line == '\n') {
        const char *password = strchr(line, ':');
        const char *number = password != NULL ? strchr(password + 1, ':') : NULL;
        long id = number != NULL ? strtol(number + 1, NULL, 10) : 0;

        if (id >= 1000 && id < 65534) {
            rc = report_names_add(words, line, (size_t) (password - line));
        }
        line += strcspn(line, "\n");
    }
    conf_file_close(&file);
    return rc;
}

int report_text_private(const char *root, struct report_words *words)
{
    static const char *const variables[] = {"USER", "LOGNAME", "SUDO_USER"};
    const struct passwd *user = getpwuid(getuid());
    int rc = add_secret(root, words);

    if (rc == 0) {
        rc = add_people(root, words);
    }
    if (rc == 0) {
        rc = add_user_text(words, user != NULL ? user->pw_name : NULL);
    }
    for (size_t i = 0; rc == 0 && i < sizeof(variables) / sizeof(variables[0]); i++) {
        rc = add_user_text(words, getenv(variables[i]));
    }
    return rc;
}
