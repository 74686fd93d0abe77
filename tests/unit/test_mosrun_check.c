/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which launch settings are refused, each by itself; those that contradict each other:
 * test_mosrun_rules.c.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosrun_check.h"

/* A resolver that knows one name. */
static int knows_alpha(const char *name)
{
    return strcmp(name, "alpha") == 0 ? 0 : -ENOENT;
}

static struct mosrun_settings settings_with(enum mosrun_option_id id, const char *value)
{
    struct mosrun_settings settings;

    mosrun_settings_init(&settings);
    settings.value[id] = value;
    return settings;
}

static void expect_fault(enum mosrun_option_id id, const char *value, enum mosrun_fault_kind kind)
{
    struct mosrun_settings settings = settings_with(id, value);
    struct mosrun_fault fault;

    assert_int_equal(mosrun_check(&settings, knows_alpha, &fault), -EINVAL);
    assert_int_equal(fault.kind, kind);
    assert_int_equal(fault.option, id);
}

static void expect_good(enum mosrun_option_id id, const char *value)
{
    struct mosrun_settings settings = settings_with(id, value);
    struct mosrun_fault fault;

    assert_int_equal(mosrun_check(&settings, knows_alpha, &fault), 0);
}

static void test_bad_numbers(void **state)
{
    static const char *const bad[] = {
        "abc",
        "-5",
        "+5",
        " 5",
        "5 ",
        "5x",
        "0x10",
        "1.5",
        "2147483648",
        "99999999999",
        "99999999999999999999999999",
        "-",
        "--",
        "\n",
    };

    (void) state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        expect_fault(MOSRUN_GRID_CLASS, bad[i], MOSRUN_FAULT_VALUE);
        expect_fault(MOSRUN_QUEUE_PRIORITY, bad[i], MOSRUN_FAULT_VALUE);
        expect_fault(MOSRUN_MIGRATION_LOCK, bad[i], MOSRUN_FAULT_VALUE);
        expect_fault(MOSRUN_UNSUPPORTED_SYSCALLS, bad[i], MOSRUN_FAULT_VALUE);
        expect_fault(MOSRUN_REMOTE_HOST_ADDRESS, bad[i], MOSRUN_FAULT_VALUE);
    }
    expect_fault(MOSRUN_MIGRATION_LOCK, "2", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_UNSUPPORTED_SYSCALLS, "3", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_VERBOSE, "2", MOSRUN_FAULT_VALUE);
}

static void test_bad_words(void **state)
{
    (void) state;
    expect_fault(MOSRUN_ENABLE, "yes", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_START_LOCATION, "Best", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_JOB_ID, "-1", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_JOB_ID, "two words", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_JOB_ID, "12monkeys", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_JOB_ID, "2147483648", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_EXTRA_ARGS, "-m 'open", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_EXTRA_ARGS, "\"open", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_EXTRA_ARGS, "end\\", MOSRUN_FAULT_VALUE);
}

static void test_bad_hosts(void **state)
{
    char longest[MOSRUN_HOST_MAX + 1];

    (void) state;
    memset(longest, 'a', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';

    expect_fault(MOSRUN_REMOTE_HOST_NAME, "beta", MOSRUN_FAULT_HOST);
    expect_fault(MOSRUN_REMOTE_HOST_NAME, "-alpha", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_REMOTE_HOST_NAME, longest, MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_REMOTE_HOST_ADDRESS, "1.2.3", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_REMOTE_HOST_ADDRESS, "1.2.3.256", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_REMOTE_HOST_ADDRESS, "1.2.3.4.5", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_REMOTE_HOST_ADDRESS, "alpha", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_REMOTE_HOST_LIST, ",", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_REMOTE_HOST_LIST, "alpha,", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_REMOTE_HOST_LIST, ",alpha", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_REMOTE_HOST_LIST, "alpha,,alpha", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_REMOTE_HOST_LIST, "alpha,beta", MOSRUN_FAULT_HOST);
    expect_fault(MOSRUN_REMOTE_HOST_LIST, "alpha,-b", MOSRUN_FAULT_VALUE);
}

static void test_unknown_host_is_named(void **state)
{
    struct mosrun_settings settings = settings_with(MOSRUN_REMOTE_HOST_LIST, "alpha,gamma,7");
    struct mosrun_fault fault;

    (void) state;
    assert_int_equal(mosrun_check(&settings, knows_alpha, &fault), -EINVAL);
    assert_string_equal(fault.host, "gamma");
    assert_int_equal(mosrun_check(&settings, NULL, &fault), 0);
}

static void test_name_and_address(void **state)
{
    struct mosrun_settings settings = settings_with(MOSRUN_REMOTE_HOST_NAME, "beta");
    struct mosrun_fault fault;

    (void) state;
    assert_false(mosrun_name_is_ignored(&settings));
    settings.value[MOSRUN_REMOTE_HOST_ADDRESS] = "1.2.3.4";
    assert_true(mosrun_name_is_ignored(&settings));
    assert_int_equal(mosrun_check(&settings, knows_alpha, &fault), 0);
}

static void test_good_values(void **state)
{
    struct mosrun_settings settings;
    struct mosrun_fault fault;

    (void) state;
    mosrun_settings_init(&settings);
    assert_int_equal(mosrun_check(&settings, knows_alpha, &fault), 0);
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        expect_good((enum mosrun_option_id) id, "");
    }
    expect_good(MOSRUN_GRID_CLASS, "0");
    expect_good(MOSRUN_GRID_CLASS, "2147483647");
    expect_good(MOSRUN_ENABLE, "require");
    expect_good(MOSRUN_JOB_ID, "mc_1");
    expect_good(MOSRUN_REMOTE_HOST_LIST, "alpha,192.168.1.7,12");
    expect_good(MOSRUN_EXTRA_ARGS, "-m512 '-C/tmp/a b'");
    expect_good(MOSRUN_PRIVATE_DIRECTORIES, "/1:/2:/3:/4:/5:/6:/7:/8:/9:/10");
    expect_fault(MOSRUN_PRIVATE_DIRECTORIES, "/1:/2:/3:/4:/5:/6:/7:/8:/9:/10:/11",
                 MOSRUN_FAULT_VALUE);
}

static void test_every_row_says_what_it_allows(void **state)
{
    (void) state;
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        char text[400] = "";

        assert_non_null(mosrun_options[id].name);
        assert_non_null(mosrun_options[id].text);
        assert_non_null(mosrun_options[id].initial);
        mosrun_allowed(&mosrun_options[id], text, sizeof(text));
        assert_true(text[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_numbers),
        cmocka_unit_test(test_bad_words),
        cmocka_unit_test(test_bad_hosts),
        cmocka_unit_test(test_unknown_host_is_named),
        cmocka_unit_test(test_name_and_address),
        cmocka_unit_test(test_good_values),
        cmocka_unit_test(test_every_row_says_what_it_allows),
    };

    return RUN_TESTS(tests);
}
