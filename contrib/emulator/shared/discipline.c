/* SPDX-License-Identifier: BSD-3-Clause */
/* The words of the discipline. Libc only. */
#include "discipline.h"

#include "env_names.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *const profile_words[] = {
    [DISCIPLINE_PROFILE_MODERN] = EMULATOR_DISCIPLINE_MODERN,
    [DISCIPLINE_PROFILE_MANUAL] = EMULATOR_DISCIPLINE_MANUAL,
    [DISCIPLINE_PROFILE_OFF] = EMULATOR_DISCIPLINE_OFF,
    [DISCIPLINE_PROFILE_REAL] = EMULATOR_DISCIPLINE_REAL,
};

static const char *const mode_words[] = {
    [DISCIPLINE_MODE_KILL] = EMULATOR_SYSCALLS_KILL,
    [DISCIPLINE_MODE_ERROR] = EMULATOR_SYSCALLS_ERROR,
    [DISCIPLINE_MODE_REPORT] = EMULATOR_SYSCALLS_REPORT,
};

static const char *const threads_words[] = {
    [false] = EMULATOR_THREADS_REFUSE,
    [true] = EMULATOR_THREADS_ALLOW,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The index of the word that fills TEXT up to LENGTH, or -EINVAL. */
static int find_word(const char *const words[], size_t count, const char *text, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0) {
            return (int) i;
        }
    }
    return -EINVAL;
}

int discipline_profile_parse(const char *word, enum discipline_profile *profile)
{
    int index = find_word(profile_words, COUNT(profile_words), word, strlen(word));

    if (index >= 0) {
        *profile = (enum discipline_profile) index;
    }
    return index < 0 ? index : 0;
}

int discipline_mode_parse(const char *word, enum discipline_mode *mode)
{
    int index = find_word(mode_words, COUNT(mode_words), word, strlen(word));

    if (index >= 0) {
        *mode = (enum discipline_mode) index;
    }
    return index < 0 ? index : 0;
}

int discipline_threads_parse(const char *word, bool *threads)
{
    int index = find_word(threads_words, COUNT(threads_words), word, strlen(word));

    if (index >= 0) {
        *threads = index == true;
    }
    return index < 0 ? index : 0;
}

const char *discipline_mode_word(enum discipline_mode mode)
{
    return mode_words[mode];
}

void discipline_mark_format(const struct discipline *discipline,
                            char mark[static DISCIPLINE_MARK_SIZE])
{
    snprintf(mark, DISCIPLINE_MARK_SIZE, "%s:%s:%s", profile_words[discipline->profile],
             mode_words[discipline->mode], threads_words[discipline->threads]);
}

int discipline_mark_parse(const char *mark, struct discipline *discipline)
{
    size_t profile_length = strcspn(mark, ":");
    const char *mode_text = mark + profile_length + (mark[profile_length] == ':');
    size_t mode_length = strcspn(mode_text, ":");
    const char *threads_text = mode_text + mode_length + (mode_text[mode_length] == ':');
    int profile = find_word(profile_words, COUNT(profile_words), mark, profile_length);
    int mode = find_word(mode_words, COUNT(mode_words), mode_text, mode_length);
    int threads =
        find_word(threads_words, COUNT(threads_words), threads_text, strlen(threads_text));

    if (profile < 0 || mode < 0 || threads < 0) {
        return -EINVAL;
    }
    discipline->profile = (enum discipline_profile) profile;
    discipline->mode = (enum discipline_mode) mode;
    discipline->threads = threads == true;
    return 0;
}
