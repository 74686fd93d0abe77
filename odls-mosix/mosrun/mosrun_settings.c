/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Questions about launch settings; see mosrun_settings.h.
 */
#include "mosrun_settings.h"

#include <string.h>

void mosrun_settings_init(struct mosrun_settings *settings)
{
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        settings->value[id] = mosrun_options[id].initial;
    }
}

bool mosrun_is_set(const struct mosrun_settings *settings, enum mosrun_option_id id)
{
    const char *off = mosrun_options[id].off;

    return *settings->value[id] != '\0' && (off == NULL || strcmp(settings->value[id], off) != 0);
}

bool mosrun_is_chosen(const struct mosrun_settings *settings, enum mosrun_option_id id)
{
    return mosrun_is_set(settings, id) &&
           strcmp(settings->value[id], mosrun_options[id].initial) != 0;
}

bool mosrun_name_is_ignored(const struct mosrun_settings *settings)
{
    return mosrun_is_set(settings, MOSRUN_REMOTE_HOST_NAME) &&
           mosrun_is_set(settings, MOSRUN_REMOTE_HOST_ADDRESS);
}

bool mosrun_is_native_batch(const struct mosrun_settings *settings)
{
    return strcmp(settings->value[MOSRUN_BATCH], "linux") == 0;
}
