/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether launch settings are allowed: every value by itself (this file), and all of them together
 * (mosrun_rules.h). Libc only.
 */
#ifndef MOSRUN_CHECK_H
#define MOSRUN_CHECK_H

#include <stddef.h>

#include "mosrun_fault.h"
#include "mosrun_settings.h"

/* Tells whether a host name is known: 0, or a negative number when it is not. */
typedef int (*mosrun_host_known_fn)(const char *name);

/*
 * Checks all settings of one rank, expanded (mosrun_expand.h), and that they do not contradict each
 * other. A host name and an address at once do not contradict each other: the address wins, as in
 * 2012 (mosrun_name_is_ignored()).
 * release is that of the node where the rank starts; MOSIX_RELEASE_NONE when it is not known, then
 * nothing is refused for it. host_known may be NULL to skip that check; otherwise it may block for
 * as long as it does. Returns 0, or -EINVAL and describes the first fault, or -ENOMEM.
 */
int mosrun_check(const struct mosrun_settings *settings, enum mosix_release release,
                 mosrun_host_known_fn host_known, struct mosrun_fault *fault);

/* Writes what the option allows, as part of a sentence ("a whole number from 0 to 9, …"). */
void mosrun_allowed(const struct mosrun_option *option, char *text, size_t size);

#endif
