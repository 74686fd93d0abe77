/* SPDX-License-Identifier: BSD-3-Clause */
/* The profiles of the emulator: their words, and which one counts where none is named. */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "env_names.h"
#include "profile.h"

static void test_words(void **state)
{
    const struct profile *profile = NULL;

    (void) state;
    assert_int_equal(profile_parse("4.4.3", &profile), 0);
    assert_string_equal(profile->word, "4.4.3");
    assert_int_equal(profile->discipline, DISCIPLINE_PROFILE_REAL);
    assert_false(profile->libc_open);
    assert_int_equal(profile_parse("2009", &profile), 0);
    assert_string_equal(profile->word, "2009");
    assert_int_equal(profile->discipline, DISCIPLINE_PROFILE_MODERN);
    assert_true(profile->libc_open);
    assert_non_null(strstr(profile_words(), "4.4.3"));
    assert_non_null(strstr(profile_words(), "2009"));
}

static void test_default(void **state)
{
    const struct profile *profile = NULL;

    (void) state;
    assert_int_equal(profile_parse(NULL, &profile), 0);
    assert_ptr_equal(profile, profile_default());
    assert_string_equal(profile->word, EMULATOR_PROFILE_DEFAULT);
}

static void test_unknown_words(void **state)
{
    static const char *const words[] = {"", "4", "4.4.3 ", " 2009", "modern", "4.4.31"};
    const struct profile *profile = profile_default();

    (void) state;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        assert_int_equal(profile_parse(words[i], &profile), -EINVAL);
    }
    assert_ptr_equal(profile, profile_default());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_default),
        cmocka_unit_test(test_unknown_words),
    };

    return RUN_TESTS(tests);
}
