/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Splits a line into words as a shell does, without expanding anything: blanks separate, single
 * quotes keep all, double quotes keep all but \" and \\, a backslash outside quotes keeps the next
 * character. Libc only.
 */
#ifndef MOSRUN_WORDS_H
#define MOSRUN_WORDS_H

/*
 * Returns the number of words and sets *words to a NULL-terminated array, which the caller frees
 * with mosrun_words_free(); -EINVAL for an open quote or a backslash at the end, or -ENOMEM.
 */
int mosrun_words_split(const char *text, char ***words);

/* Frees an array of strings that ends with NULL; words may be NULL. Keeps errno. */
void mosrun_words_free(char **words);

/* Number of entries before the NULL; words may be NULL. */
int mosrun_words_count(char *const *words);

#endif
