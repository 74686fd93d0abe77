/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which words of a report are names of users. Libc only, no input or output.
 */
#ifndef REPORT_NAMES_H
#define REPORT_NAMES_H

#include "report_scrub.h"

/* Adds the name of a user, unless it says nothing about a person. Returns 0 or -ENOMEM. */
int report_names_add(struct report_words *words, const char *name, size_t length);

/*
 * Adds the names that a text tells by their place, such as those of users that no file of this node
 * lists: the directory below /home, and in lines about the agent that reaches other nodes what
 * stands behind -l or User= and before @. Returns 0 or -ENOMEM.
 */
int report_names_find(const char *text, struct report_words *words);

#endif
