/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which discipline a process is under: profile, mode and threads, as words of the environment and
 * back. PURE. The functions look at one ended string and return 0 or -EINVAL (no such word; nothing
 * is stored).
 */
#ifndef MOSIX_EMULATOR_DISCIPLINE_H
#define MOSIX_EMULATOR_DISCIPLINE_H

#include <stdbool.h>
#include <stddef.h>

enum emulator_profile {
    EMULATOR_PROFILE_MODERN, /* the manual's list, as far as today's C library can live with it */
    EMULATOR_PROFILE_MANUAL, /* the list of 2009, literally */
    EMULATOR_PROFILE_OFF,    /* nothing is refused */
};

/* What becomes of an unsupported call: -u, -e, -w [doc]. */
enum emulator_mode { EMULATOR_MODE_KILL, EMULATOR_MODE_ERROR, EMULATOR_MODE_REPORT };

struct emulator_discipline {
    enum emulator_profile profile;
    enum emulator_mode mode;
    bool threads; /* may be created */
};

/* The words of MOSIX_EMULATOR_DISCIPLINE, _SYSCALLS and _THREADS. */
int emulator_profile_parse(const char *word, enum emulator_profile *profile);
int emulator_mode_parse(const char *word, enum emulator_mode *mode);
int emulator_threads_parse(const char *word, bool *threads);

const char *emulator_mode_word(enum emulator_mode mode);

/* The mark of MOSIX_EMULATOR_FILTER: "profile:mode:threads". Long enough for every mark: */
#define EMULATOR_MARK_SIZE 32

void emulator_mark_format(const struct emulator_discipline *discipline,
                          char mark[static EMULATOR_MARK_SIZE]);
int emulator_mark_parse(const char *mark, struct emulator_discipline *discipline);

#endif
