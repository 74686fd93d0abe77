/* SPDX-License-Identifier: BSD-3-Clause */
/* See rank_ranges.h. */
#include "rank_ranges.h"

#include <stdio.h>
#include <string.h>

static void put_range(struct rank_ranges *ranges)
{
    static const char more[] = ", ...";
    size_t length = strlen(ranges->text);
    char range[2 * 20 + 4];

    snprintf(range, sizeof(range), ranges->last > ranges->first ? "%s%lu-%lu" : "%s%lu",
             length > 0 ? ", " : "", ranges->first, ranges->last);
    if (length + strlen(range) + sizeof(more) <= sizeof(ranges->text)) {
        strcat(ranges->text, range);
    } else if (length < strlen(more) || strcmp(ranges->text + length - strlen(more), more) != 0) {
        strcat(ranges->text, more);
    }
}

void rank_ranges_add(struct rank_ranges *ranges, unsigned long number)
{
    if (ranges->count > 0 && number != ranges->last + 1) {
        put_range(ranges);
    }
    if (ranges->count == 0 || number != ranges->last + 1) {
        ranges->first = number;
    }
    ranges->last = number;
    ranges->count++;
}

const char *rank_ranges_end(struct rank_ranges *ranges)
{
    if (ranges->count > 0) {
        put_range(ranges);
    }
    return ranges->text;
}
