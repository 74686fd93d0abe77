/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The text of `openmpi-mosix report`. Libc only.
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "report_scrub.h"

/*
 * Writes everything about this node that a report of a fault needs. Blocks for as long as the
 * checks do. Returns a text for the caller to free, NULL without memory.
 */
char *report_text_make(void);

/*
 * Collects what must not be in it: the lines of the secret, which only root can read, and names of
 * users. root is "" for this system. Returns 0 or -ENOMEM.
 */
int report_text_private(const char *root, struct report_words *words);

#endif
