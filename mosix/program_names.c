/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading the table of names; see program_names.h.
 */
#include "program_names.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "program_dynamic.h"

static bool has_name(const char *text, size_t size, const char *name)
{
    size_t length = strlen(name);

    while (size > 0) {
        size_t own = strnlen(text, size);

        if (own >= length && memcmp(text, name, length) == 0 &&
            (own == length || text[length] == '.')) {
            return true;
        }
        own += own < size;
        text += own;
        size -= own;
    }
    return false;
}

int program_names_find(int fd, const char *const *names, size_t count)
{
    struct program_dynamic dynamic;
    int result = program_dynamic_read(fd, false, &dynamic);

    if (result < 0) {
        return result;
    }
    result = -ENOENT;
    for (size_t i = 0; result == -ENOENT && i < count; i++) {
        if (has_name(dynamic.names, dynamic.size, names[i])) {
            result = (int) i;
        }
    }
    program_dynamic_free(&dynamic);
    return result;
}
