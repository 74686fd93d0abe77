/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which discipline a process is under: profile, mode and threads, as words of the environment and
 * back. Libc only. The functions look at one ended string and return 0 or -EINVAL (no such word;
 * nothing is stored).
 */
#ifndef MOSIX_EMULATOR_DISCIPLINE_H
#define MOSIX_EMULATOR_DISCIPLINE_H

#include <stdbool.h>
#include <stddef.h>

enum discipline_profile {
    DISCIPLINE_PROFILE_MODERN, /* the manual's list, as far as today's C library can live with it */
    DISCIPLINE_PROFILE_MANUAL, /* the list of 2009, literally */
    DISCIPLINE_PROFILE_OFF,    /* nothing is refused */
    DISCIPLINE_PROFILE_REAL,   /* what MOSIX 4.4.3 was seen to do */
};

/* What happens at an unsupported call: -u, -e, -w [doc]. */
enum discipline_mode { DISCIPLINE_MODE_KILL, DISCIPLINE_MODE_ERROR, DISCIPLINE_MODE_REPORT };

struct discipline {
    enum discipline_profile profile;
    enum discipline_mode mode;
    bool threads; /* may be created */
};

/* The words of MOSIX_EMULATOR_DISCIPLINE, _SYSCALLS and _THREADS. */
int discipline_profile_parse(const char *word, enum discipline_profile *profile);
int discipline_mode_parse(const char *word, enum discipline_mode *mode);
int discipline_threads_parse(const char *word, bool *threads);

const char *discipline_mode_word(enum discipline_mode mode);

/* The mark of MOSIX_EMULATOR_FILTER: "profile:mode:threads". Long enough for every mark: */
#define DISCIPLINE_MARK_SIZE 32

void discipline_mark_format(const struct discipline *discipline,
                            char mark[static DISCIPLINE_MARK_SIZE]);
int discipline_mark_parse(const char *mark, struct discipline *discipline);

#endif
