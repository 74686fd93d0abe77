/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Settings in texts that others wrote, as those read them who obey them: the last one counts. Libc
 * only, no input or output.
 */
#ifndef NODE_TEXT_H
#define NODE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

enum node_word {
    NODE_WORD_NONE,  /* the text does not set it */
    NODE_WORD_OTHER, /* it sets another value */
    NODE_WORD_WANTED
};

/*
 * What a command line of the kernel makes of NAME=VALUE: blanks separate words, a quotation mark
 * keeps them together, and what follows "--" is not for the kernel.
 */
enum node_word node_text_kernel(const char *line, const char *word);

/* What a value of GLIBC_TUNABLES makes of NAME=VALUE: colons separate them. */
enum node_word node_text_tunable(const char *value, const char *word);

/* Cuts the last such word, with the blanks before it, out of a command line of the kernel. */
void node_text_cut(char *line, const char *word);

#endif
