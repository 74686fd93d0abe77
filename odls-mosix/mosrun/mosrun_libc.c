/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The C library under MOSIX 4; see mosrun_libc.h.
 */
#include "mosrun_libc.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mosix_needs.h"
#include "mosix_program.h"
#include "mosrun_options.h"
#include "program_file.h"

/* The next name of MOSRUN_ALLOCATORS, with its length; NULL at the end. names is where it was. */
static const char *next_name(const char *names, size_t *length)
{
    names += strspn(names, ", ");
    *length = strcspn(names, ",");
    return *length > 0 ? names : NULL;
}

static int find_name(const char *directories, const char *name, size_t length, char found[PATH_MAX])
{
    char directory[PATH_MAX];

    while (directories != NULL) {
        directories = mosix_list_next(directories, directory);
        if (snprintf(found, PATH_MAX, "%s/%.*s", directory, (int) length, name) < PATH_MAX &&
            strpbrk(found, " :") == NULL && program_file_check_library(found) == 0) {
            return 0;
        }
    }
    found[0] = '\0';
    return -ENOENT;
}

int mosrun_allocator_find(const char *directories, char found[PATH_MAX])
{
    size_t length;

    found[0] = '\0';
    for (const char *name = next_name(MOSRUN_ALLOCATORS, &length); name != NULL;
         name = next_name(name + length, &length)) {
        if (find_name(directories, name, length, found) == 0) {
            return 0;
        }
    }
    return -ENOENT;
}

/* Whether the size bytes at base are one of MOSRUN_ALLOCATORS. */
static bool is_allocator(const char *base, size_t size)
{
    size_t length;

    for (const char *name = next_name(MOSRUN_ALLOCATORS, &length); name != NULL;
         name = next_name(name + length, &length)) {
        if (size == length && strncmp(base, name, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the loader will find the library that the size bytes at entry name. */
static bool is_there(const char *entry, size_t size, const char *directories)
{
    char path[PATH_MAX];

    if (size >= sizeof(path)) {
        return false;
    }
    if (memchr(entry, '/', size) == NULL) {
        return find_name(directories, entry, size, path) == 0 ||
               find_name(MOSIX_LIBRARY_DIRECTORIES, entry, size, path) == 0;
    }
    memcpy(path, entry, size);
    path[size] = '\0';
    return path[0] == '/' && program_file_check_library(path) == 0;
}

bool mosrun_allocator_listed(const char *list, const char *directories)
{
    while (list != NULL && *list != '\0') {
        size_t size = strcspn(list, " :");
        const char *base = memrchr(list, '/', size);

        base = base != NULL ? base + 1 : list;
        if (is_allocator(base, (size_t) (list + size - base)) &&
            is_there(list, size, directories)) {
            return true;
        }
        list += size;
        list += strspn(list, " :");
    }
    return false;
}
