/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Making and removing the files of `node setup` on a system, each atomically. Libc only.
 */
#ifndef NODE_FILES_H
#define NODE_FILES_H

#include <stdbool.h>

#include "node_system.h"

/*
 * Writes a file of ours: the line of node_record.h, then body. Makes its directory when only that
 * is missing. Replaces a file of ours that nobody edited, and no other one.
 * Returns 0, or -EEXIST for a file that is not ours or was edited, or another -errno of
 * conf_file.h; then nothing is changed.
 */
int node_files_write(const struct node_system *system, const char *path, const char *body);

/*
 * Removes a file of ours, and the directory that was made for it if that is empty.
 * Returns 1; 0 when there is none, or one that somebody else wrote; -EEXIST when it was edited
 * since; or another -errno. With is_dry nothing is changed.
 */
int node_files_remove(const struct node_system *system, const char *path, bool is_dry);

/*
 * A change of a file that is not ours: its path, the word that the change adds to it, and the file
 * of ours in which the old content is recorded.
 */
struct node_edit {
    const char *path;
    const char *word;
    const char *record;
};

/*
 * Replaces the content of that file, and records the old one. Returns 0; or -EEXIST when there is a
 * record of an earlier change that was edited since, or another -errno: then nothing is changed,
 * and *failed is the path that the error is about.
 */
int node_files_edit(const struct node_system *system, const struct node_edit *edit,
                    const char *text, const char **failed);

/*
 * Undoes that: the file gets its content and time back, or is removed if it did not exist. Of a
 * file that was edited since, only the word is removed. Returns 1; 0 when there is no record; or
 * -errno and sets *failed as above. With is_dry nothing is changed.
 */
int node_files_restore(const struct node_system *system, const struct node_edit *edit, bool is_dry,
                       const char **failed);

#endif
