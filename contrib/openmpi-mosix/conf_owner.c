/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Conffiles of dpkg; see conf_owner.h.
 */
#include "conf_owner.h"

#include <stdio.h>
#include <string.h>

#define DPKG_STATUS "/var/lib/dpkg/status"
#define PACKAGE_FIELD "Package: "

/* A line of the field Conffiles: " PATH MD5", or " PATH MD5 obsolete". */
static bool is_conffile(const char *line, size_t length, const char *path)
{
    static const char obsolete[] = " obsolete";
    size_t tail = strlen(obsolete);
    size_t path_length = strlen(path);

    return length > path_length + 2 && line[0] == ' ' && memcmp(line + 1, path, path_length) == 0 &&
           line[1 + path_length] == ' ' && memcmp(line + length - tail, obsolete, tail) != 0;
}

static bool find_in(const char *text, const char *path, char *package, size_t size)
{
    const char *name = "";
    size_t name_length = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (strncmp(text, PACKAGE_FIELD, strlen(PACKAGE_FIELD)) == 0) {
            name = text + strlen(PACKAGE_FIELD);
            name_length = length - strlen(PACKAGE_FIELD);
        } else if (is_conffile(text, length, path)) {
            snprintf(package, size, "%.*s", (int) name_length, name);
            return true;
        }
        text += length + (text[length] == '\n');
    }
    return false;
}

bool conf_owner_find(const char *root, const struct conf_file *file, char *package, size_t size)
{
    struct conf_file status;
    bool found = false;

    if (conf_file_open(root, DPKG_STATUS, CONF_FILE_READ, &status) == 0) {
        found = find_in(status.text, file->path + strlen(root), package, size);
        conf_file_close(&status);
    }
    return found;
}
