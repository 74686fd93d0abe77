/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Taking words out of a text; see report_scrub.h.
 */
#include "report_scrub.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int report_words_add(struct report_words *words, const char *word, size_t length,
                     const char *instead, enum report_word_kind kind)
{
    struct report_word *list;
    char *copy;

    for (size_t i = 0; i < words->count; i++) {
        if (strlen(words->list[i].word) == length &&
            memcmp(words->list[i].word, word, length) == 0) {
            return 0;
        }
    }
    if (length == 0) {
        return 0;
    }
    list = reallocarray(words->list, words->count + 1, sizeof(*list));
    if (list == NULL) {
        return -ENOMEM;
    }
    words->list = list;
    copy = strndup(word, length);
    if (copy == NULL) {
        return -ENOMEM;
    }
    list[words->count++] = (struct report_word){copy, instead, kind};
    return 0;
}

void report_words_free(struct report_words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        free(words->list[i].word);
    }
    free(words->list);
    memset(words, 0, sizeof(*words));
}

static bool is_part_of_word(char byte)
{
    return isalnum((unsigned char) byte) != 0 || byte == '_';
}

/* Whether the word stands there; before is the byte in front of the text, or NUL. */
static bool stands_at(const char *text, char before, const struct report_word *word)
{
    size_t length = strlen(word->word);
    char after;

    if (strncmp(text, word->word, length) != 0) {
        return false;
    }
    after = text[length];
    if (word->kind != REPORT_WORD_ANYWHERE && (is_part_of_word(before) || is_part_of_word(after))) {
        return false;
    }
    return word->kind != REPORT_WORD_IN_PATHS || before == '/' || before == '@' || before == '=' ||
           after == '/' || after == '@';
}

/* The longest of the words that the text begins with, or NULL. */
static const struct report_word *word_at(const char *text, char before,
                                         const struct report_words *words)
{
    const struct report_word *found = NULL;

    for (size_t i = 0; i < words->count; i++) {
        const struct report_word *word = &words->list[i];

        if (stands_at(text, before, word) &&
            (found == NULL || strlen(word->word) > strlen(found->word))) {
            found = word;
        }
    }
    return found;
}

char *report_scrub(const char *text, const struct report_words *words)
{
    char *result = NULL;
    size_t size;
    FILE *out = open_memstream(&result, &size);
    char before = '\0';

    if (out == NULL) {
        return NULL;
    }
    while (*text != '\0') {
        const struct report_word *word = word_at(text, before, words);

        if (word != NULL) {
            fputs(word->instead, out);
            text += strlen(word->word);
        } else {
            fputc((unsigned char) *text++, out);
        }
        before = text[-1];
    }
    if (fclose(out) != 0) {
        free(result);
        return NULL;
    }
    return result;
}
