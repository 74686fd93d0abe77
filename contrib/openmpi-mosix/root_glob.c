/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wildcards inside another system's root; see root_glob.h.
 */
#include "root_glob.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

/* The pattern inside the root. Every byte of the root's name is quoted. */
static char *quote_root(const char *root, const char *pattern)
{
    char *text = malloc(2 * strlen(root) + strlen(pattern) + 1);
    char *end = text;

    if (text == NULL) {
        return NULL;
    }
    while (*root != '\0') {
        *end++ = '\\';
        *end++ = *root++;
    }
    memcpy(end, pattern, strlen(pattern) + 1);
    return text;
}

void root_glob(const char *root, const char *pattern, root_glob_fn found, void *context)
{
    char *full;
    glob_t matches;

    if (strchr(pattern, '*') == NULL) {
        /* The caller follows a link of the root inside it; a search would leave the root. */
        found(context, pattern);
        return;
    }
    full = quote_root(root, pattern);
    if (full != NULL && glob(full, 0, NULL, &matches) == 0) {
        for (size_t i = 0; i < matches.gl_pathc; i++) {
            found(context, matches.gl_pathv[i] + strlen(root));
        }
        globfree(&matches);
    }
    free(full);
}
