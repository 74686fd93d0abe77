/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding who makes a call; see mosrun_culprit.h.
 */
#include "mosrun_culprit.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "loader_cache.h"
#include "mosix_needs.h"
#include "mosrun_call.h"
#include "program_file.h"
#include "program_tree.h"

/* Functions are short. */
#define WORD_SIZE 48

static void append(char *text, size_t size, const char *between, const char *word)
{
    size_t used = strlen(text);

    if (used + strlen(between) + strlen(word) < size) {
        strcpy(stpcpy(text + used, between), word);
    }
}

/* A file makes calls for others if it is the C library's. */
static bool is_libc(const char *name)
{
    return strncmp(name, "libc.so", 7) == 0 || strncmp(name, "ld-linux", 8) == 0 ||
           strncmp(name, "libpthread.so", 13) == 0;
}

static void append_users(const struct program_tree *tree, const char *function, char *text,
                         size_t size)
{
    bool is_first = true;

    for (size_t i = 0; i < tree->count; i++) {
        const struct program_node *node = &tree->nodes[i];
        const char *slash = strrchr(node->name, '/');

        if ((i > 0 && is_libc(node->name)) || !program_node_imports(node, function)) {
            continue;
        }
        if (is_first) {
            append(text, size, text[0] != '\0' ? "; " : "", function);
        }
        append(text, size, is_first ? " in " : ", ", slash != NULL ? slash + 1 : node->name);
        is_first = false;
    }
}

static void search_tree(const struct program_tree *tree, const char *functions, char *text,
                        size_t size)
{
    while (*functions != '\0') {
        size_t length = strcspn(functions, " ");
        char function[WORD_SIZE];

        if (length < sizeof(function)) {
            memcpy(function, functions, length);
            function[length] = '\0';
            append_users(tree, function, text, size);
        }
        functions += length;
        functions += strspn(functions, " ");
    }
}

void mosrun_culprit(const char *program, const char *library_path, long number, char *text,
                    size_t size)
{
    const struct program_search search = {
        .library_path = library_path,
        .cache = LOADER_CACHE_FILE,
        .directories = MOSIX_LIBRARY_DIRECTORIES,
    };
    const struct mosrun_call *call = mosrun_call_numbered(number);
    struct program_file file;
    struct program_tree tree;

    text[0] = '\0';
    if (call == NULL || call->functions[0] == '\0') {
        return;
    }
    program_file_judge(program, NULL, &file);
    if (program_tree_read(file.path, &search, &tree) == 0) {
        search_tree(&tree, call->functions, text, size);
        program_tree_free(&tree);
    }
}
