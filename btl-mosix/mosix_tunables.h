/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The numbers of btl mosix that a user may set, with their limits. There is one table, because two
 * ask it: the BTL inside a rank, which registers, reads and checks them, and the launcher, which
 * must refuse a wrong value before a rank starts. A new number is a field of struct mosix_numbers
 * and a row of the table. Libc only.
 */
#ifndef MOSIX_TUNABLES_H
#define MOSIX_TUNABLES_H

#include <stdbool.h>
#include <stddef.h>

/* The values in use; the meaning of each is in its row of the table. */
struct mosix_numbers {
    unsigned long exclusivity;
    unsigned long latency;
    unsigned long bandwidth;
    unsigned long eager_limit;
    unsigned long rndv_eager_limit;
    unsigned long max_send_size;
    unsigned long pipeline_send_length;
    unsigned long pipeline_frag_size;
    unsigned long pipeline_min;
    unsigned long max_open;
    unsigned long max_queued;
    unsigned long patience;
    unsigned long mailbox_flags;
    unsigned long spin;
    unsigned long longest_sleep;
    unsigned long life_interval;
    unsigned long free_list_num;
    unsigned long free_list_inc;
};

/*
 * name            without the prefix btl_mosix_
 * at              offset of the value in struct mosix_numbers
 * of_every_btl    Open MPI itself registers it for every BTL, with a text of its own
 * min, max        the first and the last value allowed
 * why             why no others are, where that is not obvious; else NULL
 * text            what it does, for ompi_info; what its unit is
 */
struct mosix_tunable {
    const char *name;
    size_t at;
    bool of_every_btl;
    unsigned long initial;
    unsigned long min;
    unsigned long max;
    const char *why;
    const char *text;
};

/* The table. It ends with a row without a name. */
extern const struct mosix_tunable mosix_tunables[];

/* The row of that name (without btl_mosix_), or NULL. */
const struct mosix_tunable *mosix_tunable_find(const char *name);

/*
 * Parses a number as a user writes it: decimal, 0x… or 0…, followed by k, m or g for powers of
 * 1024. Returns 0 and sets *value, -EINVAL when text is not such a number or negative, or -ERANGE
 * when it is outside the tunable's limits.
 */
int mosix_tunable_parse(const struct mosix_tunable *tunable, const char *text,
                        unsigned long *value);

/* Whether value is within the tunable's limits: 0 or -ERANGE. */
int mosix_tunable_check(const struct mosix_tunable *tunable, unsigned long value);

/* Where numbers holds the value of a row. */
unsigned long *mosix_tunable_value(const struct mosix_tunable *tunable,
                                   struct mosix_numbers *numbers);

/*
 * Whether Open MPI takes text for a parameter that is on or off: a whole number or one of its
 * words. In the environment it takes an empty text for off, which nobody means: false.
 */
bool mosix_switch_is(const char *text);

/* Sets all numbers to what the table begins with. */
void mosix_numbers_init(struct mosix_numbers *numbers);

/* The first row whose value in numbers is outside its limits, or NULL. */
const struct mosix_tunable *mosix_numbers_check(const struct mosix_numbers *numbers);

/* Whether the limits of messages are in order: eager_limit <= max_send_size. */
bool mosix_numbers_ordered(const struct mosix_numbers *numbers);

#endif
