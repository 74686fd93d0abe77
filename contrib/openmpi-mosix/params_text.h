/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads the text of a parameter file of Open MPI (openmpi-mca-params.conf) and finds the settings
 * that Open MPI would find in it. It follows the lexer of Open MPI 4.1 with its oddities: comments
 * start with #, // or slash-star; a value reaches to the end of its line; `--mca KEY VALUE` is a
 * setting; and a comment on a last line without a newline is not recognised as a comment.
 * Libc only. The text may hold any bytes.
 */
#ifndef PARAMS_TEXT_H
#define PARAMS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* A walk through a text. The text must outlive it. Start with params_text_start(). */
struct params_text {
    const char *text;
    size_t size;
    size_t at; /* offset of the next byte to read */
    int line;  /* its line, from 1 */
    int bad;   /* the first line of which Open MPI says that it cannot read it; 0: none so far */
};

/* One setting; key and value point into the text and are not followed by a NUL. */
struct params_setting {
    const char *key;
    size_t key_length;
    const char *value;
    size_t value_length;
    int line;
    size_t offset; /* of the key, from the start of the text */
};

/* text may be NULL when size is 0. */
void params_text_start(struct params_text *walk, const char *text, size_t size);

/* Finds the next setting. Returns false at the end of the text. */
bool params_text_next(struct params_text *walk, struct params_setting *setting);

/*
 * Finds the last setting of key among the bytes from `from` to `to` of a text, which is the one
 * that Open MPI uses. Returns whether there is one; setting may be NULL.
 */
bool params_text_last(const char *text, size_t from, size_t to, const char *key,
                      struct params_setting *setting);

/* The first line that Open MPI cannot read, of a whole text; 0: none. */
int params_text_bad(const char *text, size_t size);

/* Whether the setting's key is this word. */
bool params_setting_is(const struct params_setting *setting, const char *key);

#endif
