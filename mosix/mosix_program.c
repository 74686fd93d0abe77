/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding programs; see mosix_program.h.
 */
#include "mosix_program.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *mosix_list_next(const char *list, char entry[PATH_MAX])
{
    size_t length = strcspn(list, ":");

    if (length < PATH_MAX) {
        memcpy(entry, list, length);
        entry[length] = '\0';
    } else {
        entry[0] = '\0';
    }
    return list[length] == ':' ? list + length + 1 : NULL;
}

static int check_executable(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0) {
        return errno == EACCES ? -EACCES : -ENOENT;
    }
    return S_ISREG(status.st_mode) && access(path, X_OK) == 0 ? 0 : -EACCES;
}

static int find_in(const char *directories, const char *name, char found[PATH_MAX])
{
    int worst = -ENOENT;
    char directory[PATH_MAX];

    while (directories != NULL) {
        int length;
        int result;

        directories = mosix_list_next(directories, directory);
        if (directory[0] == '\0') {
            continue;
        }
        length = snprintf(found, PATH_MAX, "%s/%s", directory, name);
        if (length < 0 || length >= PATH_MAX) {
            continue;
        }
        result = check_executable(found);
        if (result == 0) {
            return 0;
        }
        if (result == -EACCES) {
            worst = result;
        }
    }
    return worst;
}

int mosix_program_find(const char *name, const char *search_path, char found[PATH_MAX])
{
    int result;
    int fallback;

    if (strlen(name) >= PATH_MAX) {
        return -ENAMETOOLONG;
    }
    if (strchr(name, '/') != NULL) {
        snprintf(found, PATH_MAX, "%s", name);
        result = check_executable(found);
    } else {
        result = find_in(search_path, name, found);
        if (result < 0) {
            fallback = find_in(MOSIX_PROGRAM_DIRECTORIES, name, found);
            result = fallback == -ENOENT ? result : fallback;
        }
    }
    if (result < 0) {
        found[0] = '\0';
    }
    return result;
}
