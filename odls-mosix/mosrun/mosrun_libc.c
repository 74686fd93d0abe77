/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The C library under MOSIX 4; see mosrun_libc.h.
 */
#include "mosrun_libc.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mosix_program.h"
#include "mosrun_options.h"
#include "program_file.h"

static bool is_at_least(const char *version, int major, int minor)
{
    int own_major;
    int own_minor;

    if (sscanf(version, "%4d.%4d", &own_major, &own_minor) != 2) {
        return true;
    }
    return own_major > major || (own_major == major && own_minor >= minor);
}

bool mosrun_libc_calls_rseq(const char *version)
{
    return is_at_least(version, 2, 35);
}

bool mosrun_libc_needs_allocator(const char *version)
{
    return is_at_least(version, 2, 36);
}

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

bool mosrun_allocator_listed(const char *list)
{
    while (list != NULL && *list != '\0') {
        size_t size = strcspn(list, " :");
        const char *base = memrchr(list, '/', size);
        size_t length;

        base = base != NULL ? base + 1 : list;
        for (const char *name = next_name(MOSRUN_ALLOCATORS, &length); name != NULL;
             name = next_name(name + length, &length)) {
            if ((size_t) (list + size - base) == length && strncmp(base, name, length) == 0) {
                return true;
            }
        }
        list += size;
        list += strspn(list, " :");
    }
    return false;
}
