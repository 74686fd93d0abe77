/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding a program's libraries; see program_tree.h.
 */
#include "program_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loader_cache.h"
#include "mosix_program.h"

struct search {
    const struct program_search *with;
    struct loader_cache cache;
    struct program_tree *tree;
};

static int read_dynamic(const char *path, struct program_dynamic *dynamic)
{
    /* A FIFO or a device must not block. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int result;

    if (fd < 0) {
        return -errno;
    }
    result = program_dynamic_read(fd, true, dynamic);
    (void) close(fd);
    return result;
}

/* Takes the file if the loader would: it passes over those for other processors. */
static bool try_path(const char *path, struct program_node *node)
{
    if (read_dynamic(path, &node->dynamic) < 0) {
        return false;
    }
    node->path = strdup(path);
    if (node->path == NULL) {
        program_dynamic_free(&node->dynamic);
        return false;
    }
    return true;
}

/* Writes a directory of a list with $ORIGIN replaced by that of the file at path. Returns false
 * where it cannot be told what the directory is. */
static bool expand(const char *entry, const char *path, char directory[PATH_MAX])
{
    static const char *const forms[] = {"$ORIGIN", "${ORIGIN}"};
    const char *slash = strrchr(path, '/');
    int base = slash != NULL ? (int) (slash - path) : 1;

    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(forms[i]);

        if (strncmp(entry, forms[i], length) == 0) {
            return snprintf(directory, PATH_MAX, "%.*s%s", base, slash != NULL ? path : ".",
                            entry + length) < PATH_MAX;
        }
    }
    return strchr(entry, '$') == NULL && entry[0] != '\0' &&
           snprintf(directory, PATH_MAX, "%s", entry) < PATH_MAX;
}

/* Looks in directories with colons between, which are those of the file at owner. */
static bool try_list(const char *list, const char *owner, struct program_node *node)
{
    char entry[PATH_MAX];
    char directory[PATH_MAX];
    char path[PATH_MAX];

    while (list != NULL) {
        list = mosix_list_next(list, entry);
        if (expand(entry, owner, directory) &&
            snprintf(path, sizeof(path), "%s/%s", directory, node->name) < (int) sizeof(path) &&
            try_path(path, node)) {
            return true;
        }
    }
    return false;
}

/* RPATH counts for what libraries need as well, unless the file that needs it has RUNPATH. */
static bool try_rpaths(const struct program_tree *tree, struct program_node *node)
{
    size_t index = node->needed_by;

    if (tree->nodes[index].dynamic.runpath != 0) {
        return false;
    }
    for (;;) {
        const struct program_node *owner = &tree->nodes[index];

        if (owner->dynamic.rpath != 0 && owner->dynamic.runpath == 0 &&
            try_list(owner->dynamic.names + owner->dynamic.rpath, owner->path, node)) {
            return true;
        }
        if (index == 0) {
            return false;
        }
        index = owner->needed_by;
    }
}

static bool try_cache(const struct loader_cache *cache, struct program_node *node)
{
    size_t place = 0;
    const char *path;

    while ((path = loader_cache_next(cache, node->name, &place)) != NULL) {
        if (try_path(path, node)) {
            return true;
        }
    }
    return false;
}

static void find_file(const struct search *search, struct program_node *node)
{
    const struct program_node *owner = &search->tree->nodes[node->needed_by];

    if (strchr(node->name, '/') != NULL) {
        (void) try_path(node->name, node);
        return;
    }
    (void) (try_rpaths(search->tree, node) ||
            (search->with->library_path != NULL &&
             try_list(search->with->library_path, owner->path, node)) ||
            (owner->dynamic.runpath != 0 &&
             try_list(owner->dynamic.names + owner->dynamic.runpath, owner->path, node)) ||
            try_cache(&search->cache, node) || try_list(search->with->directories, "", node));
}

static bool is_known(const struct program_tree *tree, const char *name)
{
    for (size_t i = 1; i < tree->count; i++) {
        if (strcmp(tree->nodes[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Adds what one file needs. */
static int add_needed(const struct search *search, size_t index)
{
    struct program_tree *tree = search->tree;
    const struct program_dynamic *dynamic = &tree->nodes[index].dynamic;

    for (size_t i = 0; i < dynamic->needed_count && tree->count < PROGRAM_TREE_MAX; i++) {
        const char *name = dynamic->names + dynamic->needed[i];
        struct program_node *node = &tree->nodes[tree->count];

        if (name[0] == '\0' || is_known(tree, name)) {
            continue;
        }
        memset(node, 0, sizeof(*node));
        node->needed_by = index;
        node->name = strdup(name);
        if (node->name == NULL) {
            return -ENOMEM;
        }
        tree->count++;
        find_file(search, node);
    }
    return 0;
}

static int read_tree(const char *path, struct search *search)
{
    struct program_tree *tree = search->tree;
    struct program_dynamic dynamic;
    int result = read_dynamic(path, &dynamic);

    if (result < 0) {
        return result;
    }
    /* All at once: find_file() keeps pointers to nodes. */
    tree->nodes = calloc(PROGRAM_TREE_MAX, sizeof(*tree->nodes));
    if (tree->nodes == NULL) {
        program_dynamic_free(&dynamic);
        return -ENOMEM;
    }
    tree->count = 1;
    tree->nodes[0].dynamic = dynamic;
    tree->nodes[0].name = strdup(path);
    tree->nodes[0].path = strdup(path);
    if (tree->nodes[0].name == NULL || tree->nodes[0].path == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; result == 0 && i < tree->count; i++) {
        result = add_needed(search, i);
    }
    return result;
}

int program_tree_read(const char *path, const struct program_search *with,
                      struct program_tree *tree)
{
    struct search search = {.with = with, .tree = tree};
    int result;

    memset(tree, 0, sizeof(*tree));
    /* Without the list, libraries are looked for in directories. */
    (void) loader_cache_read(with->cache, &search.cache);
    result = read_tree(path, &search);
    loader_cache_free(&search.cache);
    if (result < 0) {
        program_tree_free(tree);
    }
    return result;
}

void program_tree_free(struct program_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        free(tree->nodes[i].name);
        free(tree->nodes[i].path);
        program_dynamic_free(&tree->nodes[i].dynamic);
    }
    free(tree->nodes);
    memset(tree, 0, sizeof(*tree));
}

bool program_node_imports(const struct program_node *node, const char *symbol)
{
    const struct program_dynamic *dynamic = &node->dynamic;

    for (size_t i = 0; i < dynamic->import_count; i++) {
        if (strcmp(dynamic->names + dynamic->imports[i], symbol) == 0) {
            return true;
        }
    }
    return false;
}
