/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The emulator's tables, for people and for the README: MOSIX_EMULATOR_LIST. Markdown on a stream.
 */
#ifndef MOSIX_EMULATOR_LISTING_H
#define MOSIX_EMULATOR_LISTING_H

#include "profile.h"

#include <stdio.h>

/* WHAT is "options", "discipline", "faults" or "profile": the word of PROFILE. 0, or -EINVAL for
 * another word (nothing is written). */
int listing_print(const struct profile *profile, const char *what, FILE *stream);

/* The forms of the command line, for a user who got it wrong. */
void listing_usage(const struct profile_mosrun *rules, FILE *stream);

#endif
