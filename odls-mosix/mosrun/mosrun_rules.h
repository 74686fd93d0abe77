/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which launch settings exclude or need each other, and which need an option that this release's
 * mosrun lacks. The sources are the sentences of mosrun's manual on its options [doc]; where it is
 * silent, what could only be a mistake is refused.
 * Libc only.
 */
#ifndef MOSRUN_RULES_H
#define MOSRUN_RULES_H

#include "mosrun_fault.h"
#include "mosrun_settings.h"

/*
 * Finds the first fault of settings whose single values are right. With MOSIX_RELEASE_NONE, no
 * option is missing. Returns 0, or -EINVAL and fills in kind, option, other and reason of fault, or
 * -ENOMEM.
 */
int mosrun_rules_check(const struct mosrun_settings *settings, enum mosix_release release,
                       struct mosrun_fault *fault);

/*
 * Whether one of the words, NULL-terminated, is an option of mosrun that means the same as that
 * row of the table.
 */
bool mosrun_is_in_words(char *const *words, enum mosrun_option_id id);

#endif
