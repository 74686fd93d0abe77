/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of MOSIX's programs; see node_programs.h.
 */
#include "node_programs.h"

#include <string.h>
#include <sys/statvfs.h>

#include "mosix_program.h"

#define NAMES_SIZE 256

/* MOSIX's own installer fails where /bin is a link [real]. */
#define INSTALL                                                                                    \
    "Copy all programs of MOSIX 4 to /bin and /sbin, and run `chmod u+s /bin/mosrun /bin/mosps "   \
    "/bin/mosmigrate /bin/moskillall /bin/mosbestnode`"

void node_check_machine(const struct node_system *system, struct node_finding *finding)
{
    if (system->machine[0] == '\0') {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because no C library was found");
    } else if (strcmp(system->machine, "x86_64") == 0) {
        node_finding_what(finding, NODE_OK, "this machine is x86-64");
    } else {
        node_finding_what(finding, NODE_ERROR, "MOSIX runs on x86-64 only, and this machine is %s",
                          system->machine);
        node_finding_remedy(finding, "Use another machine; here ranks start natively");
    }
}

/* Appends a name to a list of size bytes, or omits it when there is no room. */
static void append(char *list, size_t size, const char *between, const char *name)
{
    size_t used = strlen(list);

    if (used + strlen(between) + strlen(name) < size) {
        strcpy(stpcpy(list + used, between), name);
    }
}

/* Puts the programs of a list that are missing into names; the list ends with NULL. */
static void find_missing(const struct node_system *system, const char *const list[],
                         char names[NAMES_SIZE])
{
    char found[PATH_MAX];

    names[0] = '\0';
    for (; *list != NULL; list++) {
        if (node_system_find(system, *list, found, NULL) < 0) {
            append(names, NAMES_SIZE, names[0] != '\0' ? ", " : "", *list);
        }
    }
}

void node_check_programs(const struct node_system *system, struct node_finding *finding)
{
    static const char *const needed[] = {"mosrun", "mosenv",     "mossetpe",   "mosd",
                                         "mosixd", "mosremoted", "mospostald", NULL};
    static const char *const useful[] = {"mosps",       "mosmigrate", "moskillall",
                                         "mosbestnode", "mosctl",     NULL};
    char names[NAMES_SIZE];
    char found[PATH_MAX];

    find_missing(system, needed, names);
    node_finding_evidence(finding, "searched %sin " MOSIX_PROGRAM_DIRECTORIES,
                          node_system_is_live(system) ? "on PATH and " : "");
    if (names[0] != '\0') {
        node_finding_what(finding, NODE_ERROR, "programs of MOSIX are missing: %s", names);
        node_finding_remedy(finding, INSTALL);
        return;
    }
    find_missing(system, useful, names);
    if (names[0] != '\0') {
        node_finding_what(finding, NODE_WARNING,
                          "ranks can run, but tools of MOSIX are missing: %s", names);
        node_finding_remedy(finding, INSTALL);
        return;
    }
    node_finding_what(finding, NODE_OK, "the programs of MOSIX are installed");
    (void) node_system_find(system, "mosrun", found, NULL);
    node_finding_evidence(finding, "%s", found);
}

static bool is_setuid(const struct node_system *system, const char *path, const struct stat *status)
{
    struct statvfs mount;
    char host[PATH_MAX];

    if ((status->st_mode & S_ISUID) == 0 || status->st_uid != 0) {
        return false;
    }
    return !node_system_is_live(system) || node_system_host(system, path, host) < 0 ||
           statvfs(host, &mount) != 0 || (mount.f_flag & ST_NOSUID) == 0;
}

void node_check_setuid(const struct node_system *system, struct node_finding *finding)
{
    static const char *const list[] = {"mosrun", "mosps", "mosmigrate", "moskillall",
                                       "mosbestnode"};
    char paths[NODE_TEXT_SIZE] = "";
    char found[PATH_MAX];
    struct stat status;

    if (node_system_find(system, "mosrun", found, NULL) < 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because mosrun is not installed");
        return;
    }
    node_finding_what(finding, NODE_OK, "the programs that need it are setuid root");
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
        if (node_system_find(system, list[i], found, &status) == 0 &&
            !is_setuid(system, found, &status)) {
            append(paths, sizeof(paths), " ", found);
        }
    }
    if (paths[0] != '\0') {
        node_finding_what(finding, NODE_ERROR,
                          "these are not setuid root, so ordinary users cannot run them:%s", paths);
        node_finding_remedy(
            finding,
            "Run `chown root%s && chmod u+s%s`; their file system must not be mounted nosuid",
            paths, paths);
    }
}
