/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Texts of others for a terminal.
 * Libc only.
 */
#ifndef VISIBLE_TEXT_H
#define VISIBLE_TEXT_H

#include <stddef.h>
#include <stdio.h>

/*
 * Writes text with a question mark for each control character, which programs and files may have
 * said. Returns how many bytes were written.
 */
size_t visible_text_put(const char *text, FILE *out);

#endif
