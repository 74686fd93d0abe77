/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The words in which steps are written and read.
 */
#ifndef PROBE_SEQUENCE_WORDS_H
#define PROBE_SEQUENCE_WORDS_H

#include "sequence.h"

/* What follows an operation's words, in this order. */
enum { WORD_TO = 1, WORD_FD = 2, WORD_VALUE = 4, WORD_FLAGS = 8 };
enum { WORD_PARTS = 16, WORD_SIZE = 32, WORD_ID = 64, WORD_FILTERS = 128 };

struct step_words {
    const char *words;
    int follow;
};

extern const struct step_words step_words[OPERATIONS];

/* What `value` means where it is a number of these. */
extern const char *const path_words[PATHS];
extern const char *const call_words[CALLS];
extern const char *const about_words[ABOUTS];
extern const char *const home_words[HOMES];

#endif
