/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How a rank starts, in words; see odls_mosix_text.h.
 */
#include "odls_mosix_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Grows *text by a formatted piece; without memory the rest is left out. */
__attribute__((format(printf, 2, 3))) static void put(char **text, const char *format, ...)
{
    char *piece = NULL;
    char *longer = NULL;
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&piece, format, arguments) < 0) {
        piece = NULL;
    }
    va_end(arguments);
    if (piece != NULL && asprintf(&longer, "%s%s", *text != NULL ? *text : "", piece) >= 0) {
        free(*text);
        *text = longer;
    }
    free(piece);
}

/* Appends a word of a command line so that it could be pasted into a shell. */
static void put_word(char **text, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "%+,-./:=@_";

    if (*word != '\0' && word[strspn(word, plain)] == '\0') {
        put(text, " %s", word);
        return;
    }
    put(text, " '");
    for (size_t length; *word != '\0'; word += length) {
        length = strcspn(word, "'");
        put(text, "%.*s", (int) length, word);
        if (word[length] == '\'') {
            put(text, "'\\''");
            length++;
        }
    }
    put(text, "'");
}

static void put_command(char **text, char *const *argv)
{
    put(text, "starts with:");
    for (; *argv != NULL; argv++) {
        put_word(text, *argv);
    }
    put(text, "\n");
}

char *odls_mosix_text(const char *head, char *const *argv, const char *why,
                      const struct mosrun_additions *additions)
{
    char *text = NULL;

    put(&text, "%s ", head);
    if (argv != NULL) {
        put_command(&text, argv);
    } else {
        put(&text, "starts natively: %s\n", why);
    }
    for (size_t i = 0; i < additions->count; i++) {
        put(&text, "    %s=%s (%s)\n", additions->items[i].name, additions->items[i].value,
            additions->items[i].reason);
    }
    return text;
}
