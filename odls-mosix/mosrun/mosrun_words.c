/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Splitting a line into words; see mosrun_words.h.
 */
#include "mosrun_words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\n\r\v\f"

void mosrun_words_free(char **words)
{
    int saved = errno;

    for (char **word = words; word != NULL && *word != NULL; word++) {
        free(*word);
    }
    free(words);
    errno = saved;
}

int mosrun_words_count(char *const *words)
{
    int count = 0;

    while (words != NULL && words[count] != NULL) {
        count++;
    }
    return count;
}

/* Copies quoted text; *text is after the opening quote. */
static int copy_quoted(const char **text, char quote, char **out)
{
    const char *at = *text;

    while (*at != quote) {
        if (*at == '\0') {
            return -EINVAL;
        }
        if (quote == '"' && *at == '\\' && (at[1] == '"' || at[1] == '\\')) {
            at++;
        }
        *(*out)++ = *at++;
    }
    *text = at + 1;
    return 0;
}

/* Copies one word to out, which has room for all of text. */
static int copy_word(const char **text, char *out)
{
    while (**text != '\0' && strchr(BLANKS, **text) == NULL) {
        char c = *(*text)++;

        if (c == '\'' || c == '"') {
            int result = copy_quoted(text, c, &out);

            if (result < 0) {
                return result;
            }
            continue;
        }
        if (c == '\\') {
            c = *(*text)++;
            if (c == '\0') {
                return -EINVAL;
            }
        }
        *out++ = c;
    }
    *out = '\0';
    return 0;
}

static int fill(const char *text, char **words, char *buffer)
{
    int count = 0;

    text += strspn(text, BLANKS);
    while (*text != '\0') {
        int result = copy_word(&text, buffer);

        if (result < 0) {
            return result;
        }
        words[count] = strdup(buffer);
        if (words[count] == NULL) {
            return -ENOMEM;
        }
        count++;
        text += strspn(text, BLANKS);
    }
    return count;
}

int mosrun_words_split(const char *text, char ***words)
{
    size_t length = strlen(text);
    char *buffer = malloc(length + 1);
    /* Every word but the last is followed by a blank. */
    char **found = calloc(length / 2 + 2, sizeof(*found));
    int count = -ENOMEM;

    if (buffer != NULL && found != NULL) {
        count = fill(text, found, buffer);
    }
    free(buffer);
    if (count < 0) {
        mosrun_words_free(found);
        return count;
    }
    *words = found;
    return count;
}
