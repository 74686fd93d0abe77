/* SPDX-License-Identifier: BSD-3-Clause */
/* The profiles, one row each; see profile.h. Libc only. */
#include "profile.h"

#include "env_names.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static const struct profile profiles[] = {
    {
        .word = EMULATOR_PROFILE_4,
        .discipline = DISCIPLINE_PROFILE_REAL,
        .libc_open = false,
        .orphan_faults = true,
        .exec_keeps_boxes = true,
        .box_messages = 10000,
        .box_bytes = 32 << 20,
    },
    {
        .word = EMULATOR_PROFILE_2009,
        .discipline = DISCIPLINE_PROFILE_MODERN,
        .libc_open = true,
        .orphan_faults = false,
        .exec_keeps_boxes = false,
    },
};

#define COUNT (sizeof(profiles) / sizeof(profiles[0]))

int profile_parse(const char *word, const struct profile **profile)
{
    if (word == NULL) {
        word = EMULATOR_PROFILE_DEFAULT;
    }
    for (size_t i = 0; i < COUNT; i++) {
        if (strcmp(profiles[i].word, word) == 0) {
            *profile = &profiles[i];
            return 0;
        }
    }
    return -EINVAL;
}

const struct profile *profile_default(void)
{
    const struct profile *profile = &profiles[0];

    (void) profile_parse(NULL, &profile);
    return profile;
}

const char *profile_words(void)
{
    return EMULATOR_PROFILE_4 " or " EMULATOR_PROFILE_2009;
}
