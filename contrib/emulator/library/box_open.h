/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Opening of boxes, for the C library's open() and for open(2).
 */
#ifndef MOSIX_EMULATOR_BOX_OPEN_H
#define MOSIX_EMULATOR_BOX_OPEN_H

#include "path_grammar.h"

/*
 * Opens the mailbox (PATH_MYBOX) or a send box (PATH_MBOX, PATH_UBOX). FLAGS and MODE are those of
 * open(). Returns the descriptor or -errno; -errno for every other kind of TARGET.
 */
int box_open(const struct path_target *target, int flags, unsigned int mode);

#endif
