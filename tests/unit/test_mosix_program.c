/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding programs by name.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosix_program.h"

static void test_search(void **state)
{
    static char longest[2 * PATH_MAX];
    char found[PATH_MAX];

    (void) state;
    memset(longest, 'a', sizeof(longest) - 1);
    assert_int_equal(mosix_program_find(longest, NULL, found), -ENAMETOOLONG);
    assert_int_equal(mosix_program_find("no-such-program", longest, found), -ENOENT);
    assert_string_equal(found, "");
    assert_int_equal(mosix_program_find("env", NULL, found), 0);
    assert_string_equal(found, "/usr/bin/env");
    assert_int_equal(mosix_program_find("env", "::/nowhere:", found), 0);
    assert_string_equal(found, "/usr/bin/env");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_search),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
