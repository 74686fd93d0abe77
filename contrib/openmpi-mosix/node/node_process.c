/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Processes; see node_process.h.
 */
#include "node_process.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "node_text.h"

#define TUNABLES "GLIBC_TUNABLES="

/* Whether the file in proc belongs to root: everybody can give a process any name. */
static bool is_of_root(FILE *file)
{
    struct stat status;

    return fstat(fileno(file), &status) == 0 && status.st_uid == 0;
}

static bool is_named(const char *proc, const char *entry, const char *name)
{
    char path[PATH_MAX];
    char line[64] = "";
    FILE *file;
    bool is;

    snprintf(path, sizeof(path), "%s/%s/comm", proc, entry);
    file = fopen(path, "re");
    if (file == NULL) {
        return false;
    }
    is = is_of_root(file) && fgets(line, sizeof(line), file) != NULL;
    (void) fclose(file);
    line[strcspn(line, "\n")] = '\0';
    return is && strcmp(line, name) == 0;
}

pid_t node_process_find(const char *proc, const char *name)
{
    DIR *entries = opendir(proc);
    const struct dirent *entry;
    long pid = 0;

    if (entries == NULL) {
        return 0;
    }
    while (pid == 0 && (entry = readdir(entries)) != NULL) {
        char *end;
        long number = strtol(entry->d_name, &end, 10);

        if (number > 0 && *end == '\0' && is_named(proc, entry->d_name, name)) {
            pid = number;
        }
    }
    closedir(entries);
    return (pid_t) pid;
}

pid_t node_process_find_mosd(const char *proc)
{
    pid_t pid = node_process_find(proc, "mosd");

    return pid != 0 ? pid : node_process_find(proc, "mosd2");
}

int node_process_has_tunable(const char *proc, pid_t pid, const char *tunable)
{
    char path[PATH_MAX];
    char *variable = NULL;
    size_t room = 0;
    enum node_word found = NODE_WORD_NONE;
    bool is_inside = false;
    FILE *file;
    int result;

    snprintf(path, sizeof(path), "%s/%ld/environ", proc, (long) pid);
    file = fopen(path, "re");
    if (file == NULL) {
        return -errno;
    }
    errno = 0;
    while (getdelim(&variable, &room, '\0', file) > 0) {
        bool is_begin = strncmp(variable, TUNABLES, strlen(TUNABLES)) == 0;
        enum node_word said;

        /* glibc until 2.38 cuts the value into its parts, in place. */
        is_inside = is_begin || (is_inside && strncmp(variable, "glibc.", 6) == 0);
        said = is_inside ? node_text_tunable(variable + (is_begin ? strlen(TUNABLES) : 0), tunable)
                         : NODE_WORD_NONE;
        found = said != NODE_WORD_NONE ? said : found;
    }
    result = !ferror(file) ? found == NODE_WORD_WANTED : errno != 0 ? -errno : -EIO;
    free(variable);
    (void) fclose(file);
    return result;
}
