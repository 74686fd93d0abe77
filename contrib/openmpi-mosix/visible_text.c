/* SPDX-License-Identifier: BSD-3-Clause */
/* See visible_text.h. */
#include "visible_text.h"

size_t visible_text_put(const char *text, FILE *out)
{
    size_t length = 0;

    for (; text[length] != '\0'; length++) {
        unsigned char byte = (unsigned char) text[length];

        fputc(byte < ' ' || byte == 127 ? '?' : byte, out);
    }
    return length;
}
