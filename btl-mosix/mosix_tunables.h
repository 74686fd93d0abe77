/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The numbers of btl mosix that a user may set, with their limits. One table, because two ask it:
 * the BTL inside a rank, and the launcher, which must refuse a wrong value before a rank starts.
 * Libc only.
 */
#ifndef MOSIX_TUNABLES_H
#define MOSIX_TUNABLES_H

#include <stddef.h>

enum mosix_tunable_index {
    MOSIX_TUNABLE_EXCLUSIVITY,
    MOSIX_TUNABLE_LATENCY,
    MOSIX_TUNABLE_BANDWIDTH,
    MOSIX_TUNABLE_EAGER_LIMIT,
    MOSIX_TUNABLE_RNDV_EAGER_LIMIT,
    MOSIX_TUNABLE_MAX_SEND_SIZE,
    MOSIX_TUNABLE_PIPELINE_SEND_LENGTH,
    MOSIX_TUNABLE_PIPELINE_FRAG_SIZE,
    MOSIX_TUNABLE_PIPELINE_MIN,
    MOSIX_TUNABLE_MAX_OPEN,
    MOSIX_TUNABLE_MAX_QUEUED,
    MOSIX_TUNABLE_MAILBOX_FLAGS,
    MOSIX_TUNABLE_FREE_LIST_NUM,
    MOSIX_TUNABLE_FREE_LIST_INC,
    MOSIX_TUNABLE_COUNT
};

/* min and max are the first and last value allowed. */
struct mosix_tunable {
    const char *name; /* without btl_mosix_ in front */
    unsigned long initial;
    unsigned long min;
    unsigned long max;
    const char *text; /* what it does, for ompi_info */
};

extern const struct mosix_tunable mosix_tunables[MOSIX_TUNABLE_COUNT];

/* The row of that name (without btl_mosix_), or NULL. */
const struct mosix_tunable *mosix_tunable_find(const char *name);

/*
 * Parses a number as a user writes it: decimal, 0x… or 0…, with k, m or g behind it for powers of
 * 1024. Returns 0 and sets *value, -EINVAL when text is no such number or negative, or -ERANGE
 * when it is outside the tunable's limits.
 */
int mosix_tunable_parse(const struct mosix_tunable *tunable, const char *text,
                        unsigned long *value);

/* Whether value is within the tunable's limits: 0 or -ERANGE. */
int mosix_tunable_check(const struct mosix_tunable *tunable, unsigned long value);

#endif
