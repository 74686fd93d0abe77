/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * open() of what the emulator serves, for all wrappers that open something.
 */
#ifndef MOSIX_EMULATOR_INTERCEPT_OPEN_H
#define MOSIX_EMULATOR_INTERCEPT_OPEN_H

#include "path_grammar.h"

/* open() of a path of ours. A descriptor or -errno. */
int intercept_open(const struct path_target *target, int flags, unsigned int mode);

#endif
