/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The tables of what the emulator's mailboxes know and what they take for granted: complete, and
 * each row shows the value that the code reads.
 */
#include "test_main.h"
#include "../lib/error_name.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "assumed.h"

#define TABLES 2

static const struct table {
    const struct profile_row *rows;
    int count;
    bool is_known;
} tables[TABLES] = {{known_rows, KNOWN_ROWS, true}, {assumed_rows, ASSUMED_ROWS, false}};

/* What was seen is in one table; what was not, in the other. */
static void test_rows_are_complete(void **state)
{
    (void) state;
    for (int t = 0; t < TABLES; t++) {
        for (int i = 0; i < tables[t].count; i++) {
            const struct profile_row *row = &tables[t].rows[i];

            assert_non_null(row->name);
            assert_non_null(row->text);
            assert_string_equal(row->grade, tables[t].is_known ? "real" : "assumed");
            /* or the README's table would break */
            assert_null(strchr(row->text, '|'));
            assert_int_equal(tables[t].is_known ? known((enum known_key) i)
                                                : assumed((enum assumed_key) i),
                             row->value);
        }
    }
}

static void test_names_differ(void **state)
{
    const char *names[KNOWN_ROWS + ASSUMED_ROWS];
    int count = 0;

    (void) state;
    for (int t = 0; t < TABLES; t++) {
        for (int i = 0; i < tables[t].count; i++) {
            names[count++] = tables[t].rows[i].name;
        }
    }
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(names[i], names[j]);
        }
    }
}

static void test_numbers_are_shown(void **state)
{
    (void) state;
    for (int t = 0; t < TABLES; t++) {
        for (int i = 0; i < tables[t].count; i++) {
            const struct profile_row *row = &tables[t].rows[i];

            if (isdigit((unsigned char) row->shown[0])) {
                assert_int_equal(strtol(row->shown, NULL, 10), row->value);
            } else {
                assert_string_equal(error_name((int) row->value), row->shown);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_complete),
        cmocka_unit_test(test_names_differ),
        cmocka_unit_test(test_numbers_are_shown),
    };

    return RUN_TESTS(tests);
}
