/* SPDX-License-Identifier: BSD-3-Clause */
/* The profiles, one row each; see profile.h. Libc only. */
#include "profile.h"

#include "env_names.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* Of each set the last one counts [real]. */
static const char *const opposites_4[] = {"r#hb", "Ll", "cn", "euw", "gG", NULL};

/* Of each set at most one may be given [assumed]. -e and -w do not contradict: -w is -e and more.
 */
static const char *const opposites_2009[] = {"r#hbj", "Ll", "qQ", "cn",  "eu",
                                             "uw",    "tT", "EM", "SRI", NULL};

static const struct profile profiles[] = {
    {
        .word = EMULATOR_PROFILE_4,
        /* All of it [real] but -S, -R, -O and -I with files that exist [doc4]. */
        .mosrun =
            {
                .options = "r#hbGFLlANmdcnzeuwCXSROIgap",
                .obsolete = "tTk",
                .opposites = opposites_4,
                .last_counts = true,
                .least_interval = 0,
                .most_memory = 262143,
                .freezes = true,
                .zero_needs_two = true,
                .knows_nodes = true,
                .own_words = true,
                .mosenv_keeps_two = true,
                .root_keeps = true,
                .stays = true,
                .refuses_inner = true,
            },
        .discipline = DISCIPLINE_PROFILE_REAL,
        .libc_open = false,
        .orphan_faults = true,
        .exec_keeps_boxes = true,
        .box_messages = 10000,
        .box_bytes = 32 << 20,
    },
    {
        .word = EMULATOR_PROFILE_2009,
        /* The options [doc]; where the manual is silent [assumed]. */
        .mosrun =
            {
                .options = "r#hbjGFLlDANqQPJmdcnzeuwtTEMiCXSROIg",
                .obsolete = "",
                .opposites = opposites_2009,
                .least_interval = 1,
                .most_memory = INT_MAX,
            },
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

const struct profile *profile_at(size_t index)
{
    return index < COUNT ? &profiles[index] : NULL;
}
