/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of the system under MOSIX; see doctor_system.h.
 */
#include "doctor_system.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_needs.h"

/* Fewer process IDs than a node with a few hundred ranks and their parents needs. */
#define PID_MAX_LEAST 4096

/* The most that a process ID of MOSIX of 2009 can be, and one more [doc]. */
#define PID_MAX_2009 32768

void doctor_check_ptrace(const struct doctor_view *view, struct node_finding *finding)
{
    char where[PATH_MAX];
    long scope;
    int rc = doctor_view_sysctl(view, "kernel/yama/ptrace_scope", &scope, where);

    node_finding_evidence(finding, "%s", where);
    if (rc == -ENOENT) {
        node_finding_what(finding, NODE_OK, "nothing restricts tracing");
    } else if (rc < 0) {
        node_finding_hidden(finding, where, -rc);
    } else if (scope < 2) {
        node_finding_what(finding, NODE_OK, "programs may be traced by their parents (%ld)", scope);
    } else {
        node_finding_what(finding, scope == 2 ? NODE_WARNING : NODE_ERROR,
                          scope == 2 ? "only root may trace programs (%ld)"
                                     : "nobody may trace programs (%ld)",
                          scope);
        node_finding_remedy(finding,
                            "Run `sysctl -w kernel.yama.ptrace_scope=1`, and put that "
                            "into a file of /etc/sysctl.d%s",
                            scope > 2 ? "; from 3 only a reboot leads back" : "");
    }
}

void doctor_check_release(const struct doctor_view *view, struct node_finding *finding)
{
    (void) view;
    node_finding_what(finding, NODE_OK,
                      "this is MOSIX of 2009, so checks of what MOSIX 4 needs are left out");
}

void doctor_check_pids(const struct doctor_view *view, struct node_finding *finding)
{
    char where[PATH_MAX];
    long most;
    int rc = doctor_view_sysctl(view, "kernel/pid_max", &most, where);

    if (rc < 0 && rc != -ENOENT) {
        node_finding_hidden(finding, where, -rc);
        return;
    }
    node_finding_evidence(finding, "%s", where);
    if (rc == -ENOENT) {
        node_finding_what(finding, NODE_OK, "the kernel chooses the range of process IDs");
    } else if (most < PID_MAX_LEAST) {
        node_finding_what(finding, NODE_WARNING, "process IDs end at %ld", most);
        node_finding_remedy(finding, "Run `sysctl -w kernel.pid_max=%d`", PID_MAX_2009);
    } else if (doctor_view_is_2009(view) && most > PID_MAX_2009) {
        node_finding_what(finding, NODE_WARNING,
                          "process IDs go up to %ld, and those of MOSIX of 2009 to %d", most - 1,
                          PID_MAX_2009 - 1);
        node_finding_remedy(finding, "Run `sysctl -w kernel.pid_max=%d`", PID_MAX_2009);
    } else {
        node_finding_what(finding, NODE_OK, "process IDs up to %ld can have mailboxes", most - 1);
    }
}

/* The options of the last mount of /proc in a table of mounts, or NULL. */
static const char *proc_options(char *table)
{
    const char *options = NULL;
    char *save = NULL;

    for (char *line = strtok_r(table, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        char *rest = line;
        const char *fields[4] = {"", "", "", ""};
        int count = 0;

        while (count < 4) {
            char *field = strsep(&rest, " \t");

            if (field == NULL) {
                break;
            }
            if (*field != '\0') {
                fields[count++] = field;
            }
        }
        if (count == 4 && fields[0][0] != '#' && strcmp(fields[1], "/proc") == 0) {
            options = fields[3];
        }
    }
    return options;
}

static void judge_hidepid(const char *options, const char *where, struct node_finding *finding)
{
    const char *option = options != NULL ? strstr(options, "hidepid=") : NULL;

    node_finding_evidence(finding, "%s", where);
    if (option == NULL || strncmp(option, "hidepid=0", 9) == 0 ||
        strncmp(option, "hidepid=off", 11) == 0) {
        node_finding_what(finding, NODE_OK, "users see all processes");
        return;
    }
    node_finding_what(finding, NODE_WARNING,
                      "users do not see processes of others: /proc is mounted with %.*s",
                      (int) strcspn(option, ","), option);
    node_finding_remedy(finding, "Run `mount -o remount,hidepid=0 /proc`, and take the option out "
                                 "of /etc/fstab");
}

void doctor_check_hidepid(const struct doctor_view *view, struct node_finding *finding)
{
    struct conf_file file;
    char *table;
    int rc;

    if (!node_system_is_live(&view->system)) {
        rc = doctor_view_open(view, "/etc/fstab", &file);
        if (rc == 0) {
            judge_hidepid(proc_options(file.text), "/etc/fstab", finding);
            conf_file_close(&file);
        } else {
            judge_hidepid(NULL, "/etc/fstab", finding);
        }
        return;
    }
    table = malloc(1 << 16);
    rc = table != NULL ? doctor_view_proc(view, "self/mounts", table, 1 << 16) : -ENOMEM;
    if (rc < 0) {
        node_finding_hidden(finding, "/proc/self/mounts", -rc);
    } else {
        judge_hidepid(proc_options(table), "/proc/self/mounts", finding);
    }
    free(table);
}

/* What says in the environment of process 1 that this is a container, as LXC and Kubernetes do it;
 * NULL when nothing does. *error is why it could not be read, or 0. */
static const char *container_word(const struct doctor_view *view, int *error)
{
    static const char *const words[] = {"container=", "KUBERNETES_SERVICE_HOST="};
    static char text[16384]; /* words with NUL between */

    memset(text, 0, sizeof(text));
    *error = -doctor_view_proc(view, "1/environ", text, sizeof(text));
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        for (const char *at = text; at < text + sizeof(text); at += strlen(at) + 1) {
            if (strncmp(at, words[i], strlen(words[i])) == 0) {
                return words[i];
            }
        }
    }
    return NULL;
}

static void say_container(const char *evidence, struct node_finding *finding)
{
    node_finding_what(finding, NODE_WARNING, "this is a container");
    node_finding_evidence(finding, "%s", evidence);
    node_finding_remedy(finding, "Run MOSIX and mpirun on the host itself, or in a virtual "
                                 "machine with an address of its own");
}

void doctor_check_container(const struct doctor_view *view, struct node_finding *finding)
{
    static const char *const marks[] = {"/.dockerenv", "/run/.containerenv",
                                        "/run/systemd/container", "/.singularity.d"};
    char evidence[64];
    const char *word;
    int error;

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (node_system_exists(&view->system, marks[i])) {
            snprintf(evidence, sizeof(evidence), "%s exists", marks[i]);
            say_container(evidence, finding);
            return;
        }
    }
    word = container_word(view, &error);
    if (word != NULL) {
        snprintf(evidence, sizeof(evidence), "/proc/1/environ: %s", word);
        say_container(evidence, finding);
        return;
    }
    node_finding_what(finding, NODE_OK, "this is no container");
    if (error == EACCES || error == EPERM) {
        node_finding_evidence(finding, "only root sees what /proc/1/environ says");
    }
}

/* The number after a name in /proc/self/status, or 0. */
static long status_number(const char *text, const char *name)
{
    const char *at = strstr(text, name);

    return at != NULL ? strtol(at + strlen(name), NULL, 10) : 0;
}

void doctor_check_confined(const struct doctor_view *view, struct node_finding *finding)
{
    static const char path[] = "/proc/self/status";
    char text[4096];
    int rc = doctor_view_proc(view, "self/status", text, sizeof(text));

    if (rc < 0) {
        node_finding_hidden(finding, path, -rc);
        return;
    }
    if (status_number(text, "\nNoNewPrivs:") != 0) {
        node_finding_what(finding, NODE_ERROR, "setuid has no effect for this process");
        node_finding_evidence(finding, "%s: NoNewPrivs", path);
        node_finding_remedy(finding, "Start it outside of the container or the service that "
                                     "forbids new privileges: `systemctl edit UNIT` and "
                                     "NoNewPrivileges=no");
    } else if (status_number(text, "\nSeccomp:") == 2) {
        node_finding_what(finding, NODE_WARNING, "a filter of system calls is in force");
        node_finding_evidence(finding, "%s: Seccomp 2", path);
        node_finding_remedy(finding, "Start it outside of the container, or with "
                                     "`--security-opt seccomp=unconfined`");
    } else {
        node_finding_what(finding, NODE_OK, "no filter keeps programs from being traced");
        node_finding_evidence(finding, "%s", path);
    }
}

void doctor_check_clock(const struct doctor_view *view, struct node_finding *finding)
{
    if (view->clock == DOCTOR_CLOCK_FREE) {
        node_finding_what(finding, NODE_WARNING, "nobody keeps the clock of this node right");
        node_finding_evidence(finding, "adjtimex(2) says that it is not synchronised");
        node_finding_remedy(finding, "Run `timedatectl set-ntp true`, or install chrony");
    } else if (view->clock == DOCTOR_CLOCK_UNKNOWN) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because the kernel does not tell");
    } else {
        node_finding_what(finding, NODE_OK, "the clock of this node is synchronised");
    }
}

/* Copies the value of the next line `flags : ...` from *at. Returns false at the end. */
static bool next_flags(const char **at, char *flags, size_t size)
{
    const char *line = strstr(*at, "\nflags");
    const char *colon = line != NULL ? strchr(line, ':') : NULL;

    if (colon == NULL) {
        return false;
    }
    *at = colon + strcspn(colon, "\n");
    snprintf(flags, size, " %.*s ", (int) (*at - colon - 1), colon + 1);
    return true;
}

const char *doctor_cpu_level(const char *flags)
{
    static const char *const v2[] = {" ssse3 ", " sse4_2 ", " popcnt ", NULL};
    static const char *const v3[] = {" avx2 ", " bmi2 ", " fma ", NULL};
    static const char *const v4[] = {" avx512f ", " avx512bw ", " avx512vl ", NULL};
    static const char *const *const sets[] = {v2, v3, v4};
    static const char *const names[] = {"x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"};

    for (int level = 0; level < 3; level++) {
        for (const char *const *flag = sets[level]; *flag != NULL; flag++) {
            if (strstr(flags, *flag) == NULL) {
                return names[level];
            }
        }
    }
    return names[3];
}

/* Compares the processors of a text of /proc/cpuinfo. */
static void judge_cpu(const char *text, struct node_finding *finding)
{
    char first[4096] = "";
    char other[4096];
    bool is_mixed = false;
    const char *at = text;

    if (!next_flags(&at, first, sizeof(first))) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because no flags are told");
        return;
    }
    while (next_flags(&at, other, sizeof(other))) {
        is_mixed = is_mixed || strcmp(doctor_cpu_level(first), doctor_cpu_level(other)) != 0;
    }
    if (is_mixed) {
        node_finding_what(finding, NODE_WARNING,
                          "processors of this node differ in their instructions");
        node_finding_remedy(finding, "Compile for the least of them: `-march=x86-64-v2`");
    } else {
        node_finding_what(finding, NODE_OK,
                          "the processors are %s; a rank that uses this cannot move to a node "
                          "with less",
                          doctor_cpu_level(first));
    }
}

void doctor_check_cpu(const struct doctor_view *view, struct node_finding *finding)
{
    const size_t size = 1 << 20;
    char *text = malloc(size);
    int rc = text != NULL ? doctor_view_proc(view, "cpuinfo", text, size) : -ENOMEM;

    if (rc < 0) {
        node_finding_hidden(finding, "/proc/cpuinfo", -rc);
    } else {
        node_finding_evidence(finding, "/proc/cpuinfo");
        judge_cpu(text, finding);
    }
    free(text);
}

void doctor_check_libc(const struct doctor_view *view, struct node_finding *finding)
{
    const char *libc = view->system.libc;

    node_finding_evidence(finding, "glibc %s", libc);
    if (libc[0] == '\0') {
        node_finding_what(finding, NODE_WARNING, "no C library was found that MOSIX can run with");
        node_finding_evidence(finding, "no glibc");
        node_finding_remedy(finding, "Use a distribution with glibc");
    } else if (mosix_needs_home_loading(libc)) {
        node_finding_what(finding, NODE_OK, "ranks are loaded at home, and move then");
    } else {
        node_finding_what(finding, NODE_OK, "ranks can be loaded on every node");
    }
}
