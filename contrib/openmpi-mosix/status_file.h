/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Parameter files, and whether our block is in them. Libc only.
 */
#ifndef STATUS_FILE_H
#define STATUS_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum status_file_state {
    STATUS_FILE_MISSING,
    STATUS_FILE_PLAIN, /* not registered */
    STATUS_FILE_REGISTERED,
    STATUS_FILE_EDITED,
    STATUS_FILE_DAMAGED,
    STATUS_FILE_UNREADABLE
};

struct status_file {
    char *path;
    enum status_file_state state;
    int first_line; /* of the block, or where it is damaged */
    int last_line;
    char *detail; /* what is wrong, or which package's conffile it is while registered, or "" */
    int error;    /* why it cannot be read, or 0 */
};

struct status_files {
    struct status_file *list;
    size_t count;
};

/*
 * Looks at the file that path, seen from inside root, names, and adds it. A file that does not
 * exist, perhaps not even its directory, is added only when it is needed. Returns 0 or -ENOMEM.
 */
int status_files_add(struct status_files *files, const char *root, const char *path,
                     bool is_needed);

void status_files_free(struct status_files *files);

#endif
