/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Strings of JSON; see json_text.h.
 */
#include "json_text.h"

#include <stddef.h>

/* The length of the UTF-8 character at text, or 0 when there is none. */
static size_t utf8_length(const unsigned char *text)
{
    static const struct {
        unsigned char mask;
        unsigned char lead;
        unsigned long min;
    } forms[] = {{0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};

    if (text[0] < 0x80) {
        return 1;
    }
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        unsigned long point = text[0] & (unsigned char) ~forms[i].mask;

        if ((text[0] & forms[i].mask) != forms[i].lead) {
            continue;
        }
        for (size_t j = 1; j < i + 2; j++) {
            if ((text[j] & 0xc0) != 0x80) {
                return 0;
            }
            point = point << 6 | (text[j] & 0x3f);
        }
        /* Not the shortest form, half of a surrogate pair, or beyond Unicode. */
        return point < forms[i].min || (point >= 0xd800 && point < 0xe000) || point > 0x10ffff
                   ? 0
                   : i + 2;
    }
    return 0;
}

static void put_character(const unsigned char *text, size_t length, FILE *out)
{
    if (length == 0) {
        fputs("\\ufffd", out);
    } else if (text[0] == '"' || text[0] == '\\') {
        fprintf(out, "\\%c", text[0]);
    } else if (text[0] < ' ' || text[0] == 127) {
        fprintf(out, "\\u%04x", text[0]);
    } else {
        fwrite(text, 1, length, out);
    }
}

void json_put_string(const char *text, FILE *out)
{
    const unsigned char *at = (const unsigned char *) text;

    if (text == NULL) {
        fputs("null", out);
        return;
    }
    fputc('"', out);
    while (*at != '\0') {
        size_t length = utf8_length(at);

        put_character(at, length, out);
        at += length > 0 ? length : 1;
    }
    fputc('"', out);
}

void json_put_member(const char *name, const char *text, const char *after, FILE *out)
{
    fprintf(out, "\"%s\": ", name);
    json_put_string(text, out);
    fputs(after, out);
}
