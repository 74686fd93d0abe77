/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is said once; see odls_mosix_first.h. There is one daemon on a node, so that it can remember
 * what it has said.
 */
#include "odls_mosix_first.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A word that was asked about. */
struct word {
    struct word *next;
    char text[];
};

static struct word *words;
static pthread_mutex_t words_lock = PTHREAD_MUTEX_INITIALIZER;

/* The lock is held. */
static bool is_known(const char *text)
{
    const struct word *word = words;

    while (word != NULL && strcmp(word->text, text) != 0) {
        word = word->next;
    }
    return word != NULL;
}

bool odls_mosix_is_first(const char *text)
{
    struct word *word;
    bool first;

    pthread_mutex_lock(&words_lock);
    first = !is_known(text);
    word = first ? malloc(sizeof(*word) + strlen(text) + 1) : NULL;
    if (word != NULL) {
        strcpy(word->text, text);
        word->next = words;
        words = word;
    }
    pthread_mutex_unlock(&words_lock);
    return first;
}
