/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Judging settings; see node_text.h.
 */
#include "node_text.h"

#include <string.h>

#define BLANKS " \t\r\n"

static enum node_word judge(const char *at, size_t size, const char *word)
{
    size_t name = strcspn(word, "=") + 1;

    if (size < name || memcmp(at, word, name) != 0) {
        return NODE_WORD_NONE;
    }
    return size == strlen(word) && memcmp(at, word, size) == 0 ? NODE_WORD_WANTED : NODE_WORD_OTHER;
}

static size_t kernel_word_size(const char *at)
{
    bool is_quoted = false;
    size_t size = 0;

    while (at[size] != '\0' && (is_quoted || strchr(BLANKS, at[size]) == NULL)) {
        is_quoted ^= at[size] == '"';
        size++;
    }
    return size;
}

/* Also finds where that word is: last is NULL when there is none. */
static enum node_word find_last(const char *line, const char *word, const char **last)
{
    enum node_word found = NODE_WORD_NONE;

    *last = NULL;
    for (line += strspn(line, BLANKS); *line != '\0'; line += strspn(line, BLANKS)) {
        size_t size = kernel_word_size(line);
        enum node_word result = judge(line, size, word);

        if (size == 2 && memcmp(line, "--", 2) == 0) {
            break;
        }
        if (result != NODE_WORD_NONE) {
            found = result;
        }
        if (result == NODE_WORD_WANTED) {
            *last = line;
        }
        line += size;
    }
    return found;
}

enum node_word node_text_kernel(const char *line, const char *word)
{
    const char *last;

    return find_last(line, word, &last);
}

enum node_word node_text_tunable(const char *value, const char *word)
{
    enum node_word found = NODE_WORD_NONE;

    while (*value != '\0') {
        size_t size = strcspn(value, ":");
        enum node_word result = judge(value, size, word);

        found = result != NODE_WORD_NONE ? result : found;
        value += size + (value[size] == ':');
    }
    return found;
}

void node_text_cut(char *line, const char *word)
{
    const char *last;
    char *start;
    const char *end;

    (void) find_last(line, word, &last);
    if (last == NULL) {
        return;
    }
    start = line + (last - line);
    end = last + strlen(word);
    if (start == line) {
        end += strspn(end, " \t");
    }
    while (start > line && strchr(" \t", start[-1]) != NULL) {
        start--;
    }
    memmove(start, end, strlen(end) + 1);
}
