/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The launch settings of one rank: a value for every row of the table of options. Libc only.
 */
#ifndef MOSRUN_SETTINGS_H
#define MOSRUN_SETTINGS_H

#include <stdbool.h>

#include "mosrun_options.h"

/*
 * The settings of one launch: value[id] is the text for that option, never NULL. The strings
 * belong to whoever filled them in and must outlive the use of the struct.
 */
struct mosrun_settings {
    const char *value[MOSRUN_OPTION_COUNT];
};

/* Sets every value to its initial one. */
void mosrun_settings_init(struct mosrun_settings *settings);

/* Whether both a host name and an address are set, so that the name is not used. */
bool mosrun_name_is_ignored(const struct mosrun_settings *settings);

/* Whether the option has a value that is neither empty nor the one that means "none". */
bool mosrun_is_set(const struct mosrun_settings *settings, enum mosrun_option_id id);

/* Whether the option has another value than its initial one. */
bool mosrun_is_chosen(const struct mosrun_settings *settings, enum mosrun_option_id id);

/* Whether the ranks are batch jobs that run as native processes of Linux. */
bool mosrun_is_native_batch(const struct mosrun_settings *settings);

#endif
