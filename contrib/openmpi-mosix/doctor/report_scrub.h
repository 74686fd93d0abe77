/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Takes words that are nobody's business out of a text. Libc only, no input or output.
 */
#ifndef REPORT_SCRUB_H
#define REPORT_SCRUB_H

#include <stddef.h>

enum report_word_kind {
    REPORT_WORD_ANYWHERE,
    REPORT_WORD_NAME,    /* as a word of its own, between other characters than letters, digits and
                            underscores: who is called al is not meant by also */
    REPORT_WORD_IN_PATHS /* as such a word beside / or @, or behind =, because sentences have it */
};

/* A word, and what stands for it. */
struct report_word {
    char *word;
    const char *instead;
    enum report_word_kind kind;
};

struct report_words {
    struct report_word *list;
    size_t count;
};

/* Adds a copy of that word, unless it is empty or there already. Returns 0 or -ENOMEM. */
int report_words_add(struct report_words *words, const char *word, size_t length,
                     const char *instead, enum report_word_kind kind);

void report_words_free(struct report_words *words);

/*
 * The text with every one of the words replaced: what begins earlier first, and of several the
 * longest. For the caller to free; NULL without memory.
 */
char *report_scrub(const char *text, const struct report_words *words);

#endif
