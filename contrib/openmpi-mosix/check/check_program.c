/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Judging the file of a program; see check_program.h.
 */
#include "check_program.h"

#include <errno.h>
#include <fcntl.h>
#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mosix_program.h"
#include "mosrun_obstacle.h"
#include "mosrun_options.h"

/* The kernel reads this much of a script, and follows five interpreters that are scripts. */
#define SCRIPT_LINE 256
#define SCRIPTS_MAX 5

static void add_obstacle(struct check_findings *findings, const char *check,
                         const struct mosrun_obstacle *obstacle)
{
    struct check_finding *finding = check_finding_add(findings, CHECK_CANNOT, check, "%s", "");
    const char *remedy = mosrun_obstacle_remedy(obstacle);
    size_t length = strlen(remedy);

    mosrun_obstacle_explain(obstacle, finding->what, sizeof(finding->what));
    check_finding_remedy(finding, "%.*s",
                         (int) (length - (length > 0 && remedy[length - 1] == '.')), remedy);
}

/* Users name the command that they know. */
static bool is_launcher(const char *name)
{
    static const char *const launchers[] = {"mpirun", "mpiexec", "orterun", "prterun", "srun"};
    const char *slash = strrchr(name, '/');

    for (size_t i = 0; i < sizeof(launchers) / sizeof(launchers[0]); i++) {
        if (strcmp(slash != NULL ? slash + 1 : name, launchers[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Names what lacks the permission: a directory of the path, or the program. */
static void add_forbidden(const char *name, struct check_findings *findings)
{
    char part[PATH_MAX];
    struct check_finding *finding;

    for (const char *slash = strchr(name, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof(part), "%.*s", (int) (slash - name), name);
        if (part[0] != '\0' && access(part, X_OK) != 0) {
            finding = check_finding_add(findings, CHECK_CANNOT, "program",
                                        "%s cannot be reached: you may not enter %s", name, part);
            check_finding_remedy(finding, "Let its owner permit that: chmod a+x %s", part);
            return;
        }
    }
    finding = check_finding_add(findings, CHECK_CANNOT, "program",
                                "%s cannot be executed: it lacks the permission", name);
    check_finding_remedy(finding, "chmod +x %s", name);
}

/* mpirun looks for a name without a slash along PATH only. */
static bool find(const char *name, char path[PATH_MAX], struct check_findings *findings)
{
    int result = mosix_program_find(name, getenv("PATH"), path);
    struct check_finding *finding;
    struct stat status;

    if (result == 0) {
        return true;
    }
    if (result == -EACCES && stat(name, &status) == 0 && !S_ISREG(status.st_mode)) {
        finding =
            check_finding_add(findings, CHECK_CANNOT, "program", "%s is %s and no program", name,
                              S_ISDIR(status.st_mode) ? "a directory" : "a special file");
        check_finding_remedy(finding, "Name the program itself");
        return false;
    }
    if (result == -EACCES) {
        add_forbidden(name, findings);
        return false;
    }
    finding = check_finding_add(findings, CHECK_CANNOT, "program", "%s was not found%s", name,
                                strchr(name, '/') == NULL ? " along PATH" : "");
    if (strchr(name, '/') == NULL && access(name, F_OK) == 0) {
        check_finding_remedy(finding, "Name it with its directory: ./%s", name);
    } else {
        check_finding_remedy(finding, "Correct the path; every node needs the program under it");
    }
    return false;
}

/* The words of a script's first line behind its interpreter; "" where there are none. */
static void read_words(const char *script, char words[SCRIPT_LINE])
{
    FILE *file = fopen(script, "re");
    size_t at;

    if (file == NULL || fgets(words, SCRIPT_LINE, file) == NULL) {
        words[0] = '\0';
    }
    if (file != NULL) {
        fclose(file);
    }
    words[strcspn(words, "\n")] = '\0';
    at = strspn(words, "#! \t");
    at += strcspn(words + at, " \t");
    at += strspn(words + at, " \t");
    memmove(words, words + at, strlen(words + at) + 1);
    at = strlen(words);
    while (at > 0 && (words[at - 1] == ' ' || words[at - 1] == '\t')) {
        words[--at] = '\0';
    }
}

/* What env is told to start: the kernel gives it all words as one, which -S takes apart. Returns
 * NULL when it is told nothing that is simple enough to follow. */
static const char *find_in_words(char *words)
{
    char *rest = words + strcspn(words, "S");
    char *word;

    if (words[0] != '-') {
        return words[0] != '\0' && strchr(words, '=') == NULL ? words : NULL;
    }
    if (strncmp(words, "--split-string", strlen("--split-string")) == 0) {
        rest = words + strlen("--split-string");
    } else if (words + 1 + strspn(words + 1, "i0v") != rest || *rest++ != 'S') {
        return NULL;
    }
    rest += *rest == '=';
    if (strpbrk(rest, "\"'\\$#") != NULL) {
        return NULL;
    }
    while ((word = strsep(&rest, " \t")) != NULL) {
        if (strcmp(word, "-u") == 0 || strcmp(word, "-C") == 0) {
            (void) strsep(&rest, " \t");
        } else if (word[0] != '\0' && word[0] != '-' && strchr(word, '=') == NULL) {
            return word;
        }
    }
    return NULL;
}

static bool add_lost(const char *script, const char *name, struct check_findings *findings)
{
    struct check_finding *finding =
        check_finding_add(findings, CHECK_CANNOT, "script",
                          "%s needs the interpreter %s, which is not here", script, name);

    check_finding_remedy(finding, "Install it, or correct the first line of the script");
    return false;
}

/* What env starts for a script goes into found. Returns false where there is no such thing. */
static bool follow_env(const char *script, char found[PATH_MAX], struct check_findings *findings)
{
    char words[SCRIPT_LINE];
    struct check_finding *finding;
    const char *name;

    read_words(script, words);
    name = find_in_words(words);
    if (name == NULL) {
        finding = check_finding_add(findings, CHECK_UNKNOWN, "script",
                                    "what %s starts by the first line of %s was not looked at",
                                    found, script);
        check_finding_remedy(finding, "Check the interpreter itself");
        return true;
    }
    return mosix_program_find(name, getenv("PATH"), found) == 0 || add_lost(script, name, findings);
}

/* Of a script, its interpreter, which file then is about. Returns whether there is one to look at.
 */
static bool add_script(const char *path, struct program_file *file, struct check_findings *findings)
{
    char at[PATH_MAX];
    char next[PATH_MAX];
    struct check_finding *finding;
    int depth = 0;

    strcpy(at, path);
    while (program_file_interpreter(AT_FDCWD, at, next) == 0) {
        const char *base = strrchr(next, '/');

        if (++depth > SCRIPTS_MAX) {
            finding = check_finding_add(findings, CHECK_CANNOT, "script",
                                        "%s is a script whose interpreters are scripts again and "
                                        "again, perhaps in a circle",
                                        path);
            check_finding_remedy(finding, "Correct the first line of %s", at);
            return false;
        }
        if (access(next, F_OK) != 0) {
            return add_lost(at, next, findings);
        }
        if (base != NULL && strcmp(base, "/env") == 0 && !follow_env(at, next, findings)) {
            return false;
        }
        strcpy(at, next);
    }
    if (depth > 0) {
        program_file_judge(at, NULL, file);
        check_finding_add(findings, CHECK_OK, "script",
                          "%s is a script for %s, which was looked at", path, file->path);
    }
    return true;
}

static void add_kind(const struct program_file *file, struct check_findings *findings)
{
    struct mosrun_obstacle obstacle;
    struct check_finding *finding;

    if (file->kind == PROGRAM_UNKNOWN) {
        finding = check_finding_add(findings, CHECK_UNKNOWN, "program",
                                    "%s cannot be read, so nothing is known about it", file->path);
        check_finding_remedy(finding, "Run this as a user who may read it");
        return;
    }
    if (mosrun_obstacle_program(file, &obstacle) < 0) {
        add_obstacle(findings, "program", &obstacle);
        return;
    }
    if (file->cut) {
        finding =
            check_finding_add(findings, CHECK_CANNOT, "program",
                              "%s is shorter than its headers say: it was cut off", file->path);
        check_finding_remedy(finding, "Copy or link it again, and see that the disk is not full");
        return;
    }
    check_finding_add(findings, CHECK_OK, "program", "%s is linked dynamically for this processor",
                      file->path);
    if (file->secure_for_others) {
        finding = check_finding_add(findings, CHECK_NOTE, "rights",
                                    "it is setuid, setgid or has capabilities: it runs for you, "
                                    "and not for users who get more rights by it");
        check_finding_remedy(finding, "For them, start a copy of it that has no such rights");
    }
    if (mosrun_obstacle_threads(file, &obstacle) < 0) {
        add_obstacle(findings, "runtime", &obstacle);
    }
    if (file->immovable) {
        finding =
            check_finding_add(findings, CHECK_LIMIT, "moves",
                              "MOSIX never moves it: it is linked to a fixed address, and its "
                              "code is in a segment of its own");
        check_finding_remedy(finding, "Link it with -fPIE -pie, or with -Wl,-z,noseparate-code");
    } else {
        check_finding_add(findings, CHECK_OK, "moves",
                          "nothing in its headers keeps it from moving");
    }
}

/* What the C library of this node needs under MOSIX 4. */
static void add_allocator(struct check_findings *findings)
{
    const char *setting = getenv("OMPI_MCA_odls_mosix_allocator");
    const struct mosrun_present present = {
        .setting = getenv("OMPI_MCA_odls_mosix_ld_preload"),
        .ld_preload = getenv("LD_PRELOAD"),
        .library_path = getenv("LD_LIBRARY_PATH"),
    };
    struct mosrun_obstacle obstacle;
    char allocator[PATH_MAX];

    if (mosrun_obstacle_allocator(setting != NULL ? setting : MOSRUN_AUTO, gnu_get_libc_version(),
                                  &present, allocator, &obstacle) < 0) {
        add_obstacle(findings, "allocator", &obstacle);
    }
}

void check_program(char *const *command, struct check_program *program,
                   struct check_findings *findings)
{
    struct mosrun_obstacle obstacle;
    struct check_finding *finding;
    struct program_file file;

    memset(program, 0, sizeof(*program));
    if (is_launcher(command[0])) {
        finding = check_finding_add(findings, CHECK_CANNOT, "program",
                                    "%s starts jobs, and is not started by one", command[0]);
        check_finding_remedy(finding,
                             "Name the program that it starts: openmpi-mosix check ./a.out");
        return;
    }
    if (!find(command[0], program->path, findings)) {
        return;
    }
    if (mosrun_obstacle_tool(command, &obstacle) < 0) {
        add_obstacle(findings, "tool", &obstacle);
    }
    program_file_judge(program->path, NULL, &file);
    if (!add_script(program->path, &file, findings)) {
        return;
    }
    add_kind(&file, findings);
    add_allocator(findings);
    if (file.kind == PROGRAM_DYNAMIC || file.kind == PROGRAM_SECURE) {
        memcpy(program->file, file.path, sizeof(program->file));
    }
}
