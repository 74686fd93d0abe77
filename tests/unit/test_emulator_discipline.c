/* SPDX-License-Identifier: BSD-3-Clause */
/* The words of the emulator's discipline: what is none, and that each comes back as it went. */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "discipline.h"

static void test_unknown_words(void **state)
{
    static const char *const words[] = {"", "Modern", "modern ", "moder", "modernx", "1", ":"};
    enum discipline_profile profile = DISCIPLINE_PROFILE_OFF;
    enum discipline_mode mode = DISCIPLINE_MODE_REPORT;
    bool threads = true;

    (void) state;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        assert_int_equal(discipline_profile_parse(words[i], &profile), -EINVAL);
        assert_int_equal(discipline_mode_parse(words[i], &mode), -EINVAL);
        assert_int_equal(discipline_threads_parse(words[i], &threads), -EINVAL);
    }
    assert_int_equal(profile, DISCIPLINE_PROFILE_OFF);
    assert_int_equal(mode, DISCIPLINE_MODE_REPORT);
    assert_true(threads);
}

static void test_bad_marks(void **state)
{
    static const char *const marks[] = {
        "",
        ":",
        "::",
        "modern",
        "modern:kill",
        "modern:kill:",
        "modern:kill:refuse:",
        "modern::refuse",
        ":kill:refuse",
        "modern:kill:refusex",
        "kill:modern:refuse",
        "modern:kill:refuse ",
    };
    struct discipline found = {DISCIPLINE_PROFILE_OFF, DISCIPLINE_MODE_REPORT, true};

    (void) state;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        assert_int_equal(discipline_mark_parse(marks[i], &found), -EINVAL);
    }
    assert_int_equal(found.profile, DISCIPLINE_PROFILE_OFF);
    assert_int_equal(found.mode, DISCIPLINE_MODE_REPORT);
    assert_true(found.threads);
}

static void test_marks_come_back(void **state)
{
    char mark[DISCIPLINE_MARK_SIZE];

    (void) state;
    for (int i = 0; i < 24; i++) {
        const struct discipline given = {(enum discipline_profile)(i / 6),
                                         (enum discipline_mode)(i / 2 % 3), i % 2 == 1};
        struct discipline found;

        discipline_mark_format(&given, mark);
        assert_true(strlen(mark) < DISCIPLINE_MARK_SIZE - 1);
        assert_int_equal(discipline_mark_parse(mark, &found), 0);
        assert_int_equal(found.profile, given.profile);
        assert_int_equal(found.mode, given.mode);
        assert_int_equal(found.threads, given.threads);
    }
}

static void test_modes_come_back(void **state)
{
    (void) state;
    for (int i = 0; i < 3; i++) {
        enum discipline_mode mode = DISCIPLINE_MODE_KILL;

        assert_int_equal(
            discipline_mode_parse(discipline_mode_word((enum discipline_mode) i), &mode), 0);
        assert_int_equal(mode, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown_words),
        cmocka_unit_test(test_bad_marks),
        cmocka_unit_test(test_marks_come_back),
        cmocka_unit_test(test_modes_come_back),
    };

    return RUN_TESTS(tests);
}
