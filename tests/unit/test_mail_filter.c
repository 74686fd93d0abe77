/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The conditions of a mailbox filter, one by one.
 */
#include "test_main.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "mail_filter.h"

#define HOME 0x7f000001u

static const struct mail_info message = {.home = HOME, .pid = 42, .length = 100};

static bool matches(struct mail_filter filter, const char *sample)
{
    return mail_filter_matches(&filter, &message, HOME, sample);
}

static void expect_refused(struct mail_filter filter)
{
    int conditions = filter.conditions;

    assert_int_equal(mail_filter_check(&filter), -EINVAL);
    /* The same value does not matter where the condition is not set. */
    filter.conditions = (unsigned char) ~conditions;
    filter.testlen = filter.testlen == 0 || filter.testlen > 8 ? 1 : filter.testlen;
    assert_int_equal(mail_filter_check(&filter), 0);
}

static void test_impossible(void **state)
{
    (void) state;
    expect_refused((struct mail_filter){.conditions = MAIL_FILTER_MINLEN, .minlen = -1});
    expect_refused((struct mail_filter){.conditions = MAIL_FILTER_MAXLEN, .maxlen = INT_MIN});
    expect_refused((struct mail_filter){.conditions = MAIL_FILTER_MESSAGENO, .msgno = -1});
    expect_refused((struct mail_filter){.conditions = MAIL_FILTER_OFFSET, .msgoffset = -1});
    expect_refused((struct mail_filter){.conditions = MAIL_FILTER_PATTERN, .testlen = 0});
    expect_refused((struct mail_filter){.conditions = MAIL_FILTER_PATTERN, .testlen = 9});
    expect_refused(
        (struct mail_filter){.conditions = MAIL_FILTER_PATTERN, .testlen = 8, .testoffset = -1});
}

static void test_layout(void **state)
{
    (void) state;
    assert_int_equal(offsetof(struct mail_filter, testlen), 1);
    assert_int_equal(offsetof(struct mail_filter, pid), 4);
    assert_int_equal(offsetof(struct mail_filter, home), 8);
    assert_int_equal(offsetof(struct mail_filter, minlen), 12);
    assert_int_equal(offsetof(struct mail_filter, maxlen), 16);
    assert_int_equal(offsetof(struct mail_filter, testoffset), 20);
    assert_int_equal(offsetof(struct mail_filter, testdata), 24);
    assert_int_equal(offsetof(struct mail_filter, msgno), 32);
    assert_int_equal(offsetof(struct mail_filter, msgoffset), 36);
    assert_int_equal(sizeof(struct mail_filter), 40);
}

static void test_sender(void **state)
{
    (void) state;
    assert_false(matches((struct mail_filter){.conditions = MAIL_FILTER_PID, .pid = 41}, NULL));
    assert_true(matches((struct mail_filter){.conditions = MAIL_FILTER_PID, .pid = 42}, NULL));
    assert_false(matches((struct mail_filter){.conditions = MAIL_FILTER_HOME, .home = 1}, NULL));
    assert_true(matches((struct mail_filter){.conditions = MAIL_FILTER_HOME, .home = HOME}, NULL));
    assert_true(matches((struct mail_filter){.conditions = MAIL_FILTER_HOME, .home = 0}, NULL));
    assert_false(mail_filter_matches(&(struct mail_filter){.conditions = MAIL_FILTER_HOME},
                                     &message, HOME + 1, NULL));
}

static void test_length(void **state)
{
    (void) state;
    assert_false(
        matches((struct mail_filter){.conditions = MAIL_FILTER_MINLEN, .minlen = 101}, NULL));
    assert_true(
        matches((struct mail_filter){.conditions = MAIL_FILTER_MINLEN, .minlen = 100}, NULL));
    assert_false(
        matches((struct mail_filter){.conditions = MAIL_FILTER_MAXLEN, .maxlen = 99}, NULL));
    assert_true(
        matches((struct mail_filter){.conditions = MAIL_FILTER_MAXLEN, .maxlen = 100}, NULL));
}

static void test_pattern(void **state)
{
    const struct mail_filter filter = {
        .conditions = MAIL_FILTER_PATTERN, .testlen = 3, .testdata = "abcdefgh"};

    (void) state;
    assert_false(matches(filter, NULL));
    assert_false(matches(filter, "abx"));
    assert_true(matches(filter, "abcx"));
}

static void test_all_together(void **state)
{
    struct mail_filter filter = {
        .conditions = MAIL_FILTER_PID | MAIL_FILTER_HOME | MAIL_FILTER_MINLEN | MAIL_FILTER_MAXLEN |
                      MAIL_FILTER_PATTERN,
        .testlen = 1,
        .pid = 42,
        .minlen = 100,
        .maxlen = 100,
        .testdata = "a",
    };

    (void) state;
    assert_true(matches(filter, "a"));
    filter.pid = 1;
    assert_false(matches(filter, "a"));
    filter.conditions = MAIL_FILTER_PREVENT_REMOVAL | MAIL_FILTER_OFFSET | MAIL_FILTER_MESSAGENO;
    assert_true(matches(filter, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_impossible), cmocka_unit_test(test_layout),
        cmocka_unit_test(test_sender),     cmocka_unit_test(test_length),
        cmocka_unit_test(test_pattern),    cmocka_unit_test(test_all_together),
    };

    return RUN_TESTS(tests);
}
