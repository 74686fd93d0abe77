/* SPDX-License-Identifier: BSD-3-Clause */
/* mosix_once: only the first process says something. */
#include "test_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mosix_once.h"

static void remove_word(const char *directory, const char *word)
{
    char path[100];

    snprintf(path, sizeof(path), "%s/openmpi-mosix.%s", directory, word);
    assert_int_equal(unlink(path), 0);
}

static void test_first(void **state)
{
    char directory[] = "/tmp/test_mosix_once.XXXXXX";

    (void) state;
    assert_true(mosix_once(NULL, "no-library"));
    assert_true(mosix_once("/nonexistent/directory", "no-library"));
    assert_non_null(mkdtemp(directory));
    assert_true(mosix_once(directory, "no-library"));
    assert_false(mosix_once(directory, "no-library"));
    assert_true(mosix_once(directory, "said-1"));
    assert_false(mosix_once(directory, "said-1"));
    remove_word(directory, "no-library");
    remove_word(directory, "said-1");
    assert_int_equal(rmdir(directory), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first),
    };

    return RUN_TESTS(tests);
}
