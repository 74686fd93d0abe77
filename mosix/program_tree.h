/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program and all libraries that the loader will load for it, found as glibc's loader finds them,
 * but without running anything. Libc only.
 */
#ifndef PROGRAM_TREE_H
#define PROGRAM_TREE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "program_dynamic.h"

/* More than any program has. */
#define PROGRAM_TREE_MAX 1024

/*
 * name     of a library as the file names it that needs it; of the program its path
 * path     where it is, NULL when it was not found
 * needed_by  index of that file
 */
struct program_node {
    char *name;
    char *path;
    size_t needed_by;
    struct program_dynamic dynamic;
};

/* The first node is the program. */
struct program_tree {
    struct program_node *nodes;
    size_t count;
};

/*
 * What to look with: the value of LD_LIBRARY_PATH, or NULL; the path of the loader's list; and
 * directories with colons between, where it looks last.
 */
struct program_search {
    const char *library_path;
    const char *cache;
    const char *directories;
};

/*
 * Reads a program or library, which must be a path, and what it needs. Returns 0; -ENOEXEC for a
 * file that is not linked dynamically for this node; or another -errno. program_tree_free() is to
 * be called after success.
 */
int program_tree_read(const char *path, const struct program_search *search,
                      struct program_tree *tree);

void program_tree_free(struct program_tree *tree);

/* Whether a file of the tree uses that symbol. */
bool program_node_imports(const struct program_node *node, const char *symbol);

#endif
