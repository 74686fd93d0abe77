/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Strings of JSON.
 * Libc only.
 */
#ifndef JSON_TEXT_H
#define JSON_TEXT_H

#include <stdio.h>

/*
 * Writes text as a JSON string, or null when it is NULL. Bytes that are not UTF-8 become U+FFFD, so
 * the result is always valid JSON.
 */
void json_put_string(const char *text, FILE *out);

/* Writes `"name": ` and text as a JSON string, and then what comes after it. */
void json_put_member(const char *name, const char *text, const char *after, FILE *out);

#endif
