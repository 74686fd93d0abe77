/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of what the emulator's mailboxes take for granted: complete, and each row shows the
 * value that the code reads.
 */
#include "test_main.h"
#include "../lib/error_name.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "assumed.h"

static bool is_grade(const char *word)
{
    static const char *const grades[] = {"real", "doc4", "doc", "seen", "assumed"};

    for (size_t i = 0; i < sizeof(grades) / sizeof(grades[0]); i++) {
        if (strcmp(grades[i], word) == 0) {
            return true;
        }
    }
    return false;
}

static void test_rows_are_complete(void **state)
{
    (void) state;
    for (int i = 0; i < ASSUMED_ROWS; i++) {
        const struct assumed_row *row = &assumed_rows[i];

        assert_non_null(row->name);
        assert_non_null(row->text);
        assert_true(is_grade(row->grade));
        /* or the README's table would break */
        assert_null(strchr(row->text, '|'));
        assert_int_equal(assumed((enum assumed_key) i), row->value);
    }
}

static void test_names_differ(void **state)
{
    (void) state;
    for (int i = 0; i < ASSUMED_ROWS; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(assumed_rows[i].name, assumed_rows[j].name);
        }
    }
}

static void test_numbers_are_shown(void **state)
{
    (void) state;
    for (int i = 0; i < ASSUMED_ROWS; i++) {
        const struct assumed_row *row = &assumed_rows[i];

        if (isdigit((unsigned char) row->shown[0])) {
            assert_int_equal(strtol(row->shown, NULL, 10), row->value);
        } else {
            assert_string_equal(error_name((int) row->value), row->shown);
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
