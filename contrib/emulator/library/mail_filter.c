/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which messages a reader wants; see mail_filter.h.
 */
#include "mail_filter.h"

#include <string.h>

#include "profile_known.h"

_Static_assert(sizeof(struct mail_filter) == 40 && offsetof(struct mail_filter, pid) == 4 &&
                   offsetof(struct mail_filter, testdata) == 24 &&
                   offsetof(struct mail_filter, msgoffset) == 36,
               "the layout of a filter is MOSIX's [doc]");

/* Whether the field that belongs to CONDITION is in use and negative. */
static bool negative(const struct mail_filter *filter, int condition, int value)
{
    return (filter->conditions & condition) != 0 && value < 0;
}

int mail_filter_check(const struct mail_filter *filter)
{
    const int both = MAIL_FILTER_MINLEN | MAIL_FILTER_MAXLEN;
    bool bad_pattern = (filter->conditions & MAIL_FILTER_PATTERN) != 0 &&
                       (filter->testlen < 1 || filter->testlen > MAIL_PATTERN_MAX);

    bool empty_range = (filter->conditions & both) == both && filter->minlen > filter->maxlen;

    if (bad_pattern || empty_range || negative(filter, MAIL_FILTER_PATTERN, filter->testoffset) ||
        negative(filter, MAIL_FILTER_MINLEN, filter->minlen) ||
        negative(filter, MAIL_FILTER_MAXLEN, filter->maxlen) ||
        negative(filter, MAIL_FILTER_MESSAGENO, filter->msgno) ||
        negative(filter, MAIL_FILTER_OFFSET, filter->msgoffset)) {
        return -(int) known(KNOWN_FILTER_BAD);
    }
    return 0;
}

bool mail_filter_matches(const struct mail_filter *filter, const struct mail_info *info,
                         uint32_t home, const void *sample)
{
    int conditions = filter->conditions;

    if ((conditions & MAIL_FILTER_PID) != 0 && info->pid != filter->pid) {
        return false;
    }
    if ((conditions & MAIL_FILTER_HOME) != 0 &&
        info->home != (filter->home != 0 ? filter->home : home)) {
        return false;
    }
    if ((conditions & MAIL_FILTER_MINLEN) != 0 && info->length < (uint32_t) filter->minlen) {
        return false;
    }
    if ((conditions & MAIL_FILTER_MAXLEN) != 0 && info->length > (uint32_t) filter->maxlen) {
        return false;
    }
    if ((conditions & MAIL_FILTER_PATTERN) != 0) {
        return sample != NULL && memcmp(sample, filter->testdata, filter->testlen) == 0;
    }
    return true;
}
