/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which launch settings exclude or need each other. The sources are the sentences of mosrun's
 * manual on its options [doc]; where it is silent, what could only be a mistake is refused.
 * Libc only.
 */
#ifndef MOSRUN_RULES_H
#define MOSRUN_RULES_H

#include "mosrun_fault.h"
#include "mosrun_settings.h"

/*
 * Finds the first contradiction among settings whose single values are right.
 * Returns 0, or -EINVAL and fills in option, other and reason of fault, or -ENOMEM.
 */
int mosrun_rules_check(const struct mosrun_settings *settings, struct mosrun_fault *fault);

/*
 * Whether one of the words, NULL-terminated, is an option of mosrun that means the same as that
 * row of the table.
 */
bool mosrun_is_in_words(char *const *words, enum mosrun_option_id id);

#endif
