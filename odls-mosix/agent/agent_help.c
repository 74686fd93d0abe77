/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Help texts. In 4.1 the daemon says something once for all ranks; here each rank has an agent, and
 * PRRTE shows all that they write.
 */
#include "odls_mosix_compat.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "odls_mosix_first.h"

/* A word that tells texts, and jobs, apart. */
static void name_text(const char *text, char *word, size_t size)
{
    const char *job = getenv("PMIX_NAMESPACE");
    uint64_t sum = 5381;

    for (; *text != '\0'; text++) {
        sum = sum * 33 + (unsigned char) *text;
    }
    for (; job != NULL && *job != '\0'; job++) {
        sum = sum * 33 + (unsigned char) *job;
    }
    snprintf(word, size, "said-%016llx", (unsigned long long) sum);
}

void odls_mosix_show_help(const char *file, const char *topic, int header, ...)
{
    va_list arguments;
    char word[32];
    char *text;

    va_start(arguments, header);
    text = opal_show_help_vstring(file, topic, header, arguments);
    va_end(arguments);
    if (text == NULL) {
        return;
    }
    name_text(text, word, sizeof(word));
    if (odls_mosix_is_first(word)) {
        fputs(text, stderr);
    }
    free(text);
}
