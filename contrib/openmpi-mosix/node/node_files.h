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
 * Replaces the content of a file that is not ours, and records the old one in the file `record`.
 * Returns 0, or -EEXIST when there is a record of an earlier change that was edited since, or
 * another -errno; then nothing is changed.
 */
int node_files_edit(const struct node_system *system, const char *path, const char *text,
                    const char *record);

/*
 * Undoes that: the file gets its content and time back, or is removed if it did not exist.
 * Returns 1; 0 when there is no record; -EEXIST when the file or the record was edited since; or
 * another -errno. With is_dry nothing is changed.
 */
int node_files_restore(const struct node_system *system, const char *path, const char *record,
                       bool is_dry);

#endif
