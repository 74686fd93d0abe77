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

    assert_int_equal(mosrun_check(&settings, MOSIX_RELEASE_2009, knows_alpha, &fault), -EINVAL);
    assert_int_equal(fault.kind, kind);
    assert_int_equal(fault.option, id);
}

static void expect_good(enum mosrun_option_id id, const char *value)
{
    struct mosrun_settings settings = settings_with(id, value);
    struct mosrun_fault fault;

    assert_int_equal(mosrun_check(&settings, MOSIX_RELEASE_2009, knows_alpha, &fault), 0);
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
    assert_int_equal(mosrun_check(&settings, MOSIX_RELEASE_2009, knows_alpha, &fault), -EINVAL);
    assert_string_equal(fault.host, "gamma");
    assert_int_equal(mosrun_check(&settings, MOSIX_RELEASE_2009, NULL, &fault), 0);
}

static void test_name_and_address(void **state)
{
    struct mosrun_settings settings = settings_with(MOSRUN_REMOTE_HOST_NAME, "beta");
    struct mosrun_fault fault;

    (void) state;
    assert_false(mosrun_name_is_ignored(&settings));
    settings.value[MOSRUN_REMOTE_HOST_ADDRESS] = "1.2.3.4";
    assert_true(mosrun_name_is_ignored(&settings));
    assert_int_equal(mosrun_check(&settings, MOSIX_RELEASE_2009, knows_alpha, &fault), 0);
}

static void test_good_values(void **state)
{
    struct mosrun_settings settings;
    struct mosrun_fault fault;

    (void) state;
    mosrun_settings_init(&settings);
    assert_int_equal(mosrun_check(&settings, MOSIX_RELEASE_2009, knows_alpha, &fault), 0);
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

/* The words of a row of which its kind takes no other, or a number that all of them take. */
static const char *some_value(const struct mosrun_option *option)
{
    return option->choices != NULL ? option->choices[0].word : "1";
}

static void test_every_row_says_where_it_exists(void **state)
{
    (void) state;
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        const struct mosrun_option *option = &mosrun_options[id];

        assert_true((option->releases & MOSIX_RELEASE_ANY) != 0);
        assert_int_equal(option->instead != NULL,
                         option->releases != MOSIX_RELEASE_ANY || option->only_2009 != NULL);
        assert_true(mosrun_option_exists(option, MOSIX_RELEASE_NONE));
    }
}

/* The options of mosrun that name a node are those of mosrun_hosts; start_location names none. */
static void test_hosts(void **state)
{
    const char *place = mosrun_options[MOSRUN_START_LOCATION].letters;
    size_t count = 0;

    (void) state;
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        const char *letters = mosrun_options[id].letters;
        bool is_listed = false;

        for (size_t i = 0; i < MOSRUN_HOST_COUNT; i++) {
            is_listed = is_listed || mosrun_hosts[i] == (enum mosrun_option_id) id;
        }
        assert_int_equal(is_listed, letters != NULL && strcmp(letters, place) == 0 &&
                                        id != MOSRUN_START_LOCATION);
        count += is_listed;
    }
    assert_int_equal(count, MOSRUN_HOST_COUNT);
}

/* Checks one setting, or extra_args, against a release that lacks what it needs. */
static void expect_missing(enum mosrun_option_id id, const char *value, enum mosix_release release,
                           enum mosrun_option_id other)
{
    struct mosrun_settings settings = settings_with(id, value);
    struct mosrun_fault fault;

    assert_int_equal(mosrun_check(&settings, release, knows_alpha, &fault), -EINVAL);
    assert_int_equal(fault.kind, MOSRUN_FAULT_RELEASE);
    assert_int_equal(fault.option, id);
    assert_int_equal(fault.other, other);
    assert_non_null(fault.reason);
}

/* What MOSIX 4.4.3 answered with usage, or with "obsolete" for -t and -T [real]. */
static void test_options_that_4_lacks(void **state)
{
    static const struct {
        enum mosrun_option_id id;
        const char *value;
        const char *word;
    } gone[] = {
        {MOSRUN_RANDOM_HOST_LIST, "1-2", "-j1-2"},
        {MOSRUN_GRID_CLASS, "0", NULL},
        {MOSRUN_EXPECTED_RUN_TIME, "2d", "-D2d"},
        {MOSRUN_QUEUE_PRIORITY, "1", "-q"},
        {MOSRUN_QUEUE_ABORT, "run", "-Q3"},
        {MOSRUN_PARALLEL_PROCESSES, "2", "-P2"},
        {MOSRUN_JOB_ID, "5", "-J5"},
        {MOSRUN_LOCAL_TIME, "1", "-t"},
        {MOSRUN_LOCAL_TIME, "0", "-T"},
        {MOSRUN_BATCH, "linux", "-E"},
        {MOSRUN_BATCH, "mosix", "-M/tmp"},
        {MOSRUN_BATCH_STDIN, "1", "-i"},
        {MOSRUN_BATCH_DIRECTORY, "/tmp", NULL},
        {MOSRUN_THREADS, "native", NULL},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++) {
        expect_missing(gone[i].id, gone[i].value, MOSIX_RELEASE_4, gone[i].id);
        if (gone[i].word != NULL) {
            expect_missing(MOSRUN_EXTRA_ARGS, gone[i].word, MOSIX_RELEASE_4, gone[i].id);
        }
    }
    expect_missing(MOSRUN_FREEZE, "0", MOSIX_RELEASE_2009, MOSRUN_FREEZE);
    expect_missing(MOSRUN_EXTRA_ARGS, "-c -g", MOSIX_RELEASE_2009, MOSRUN_FREEZE);
}

static void test_options_that_every_release_has(void **state)
{
    static const enum mosix_release releases[] = {MOSIX_RELEASE_NONE, MOSIX_RELEASE_2009,
                                                  MOSIX_RELEASE_4};
    static const char *const words[] = {
        "-b -F",    "-ralpha", "-10.0.0.1", "-3",     "-h",    "-L",   "-l",   "-e",
        "-w",       "-u",      "-c",        "-n",     "-d5",   "-m64", "-A5",  "-N3",
        "-C/tmp/c", "-X/a -z", "-G",        "-k -S2", "-aA=B", "J5 q", "- ''",
    };

    (void) state;
    for (size_t r = 0; r < sizeof(releases) / sizeof(releases[0]); r++) {
        struct mosrun_fault fault;
        struct mosrun_settings settings;

        mosrun_settings_init(&settings);
        assert_int_equal(mosrun_check(&settings, releases[r], knows_alpha, &fault), 0);
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
            settings = settings_with(MOSRUN_EXTRA_ARGS, words[i]);
            settings.value[MOSRUN_UNSUPPORTED_SYSCALLS] = "";
            assert_int_equal(mosrun_check(&settings, releases[r], knows_alpha, &fault), 0);
        }
        for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
            if (mosrun_options[id].kind == MOSRUN_CHOICE &&
                mosrun_options[id].releases == MOSIX_RELEASE_ANY) {
                settings =
                    settings_with((enum mosrun_option_id) id, some_value(&mosrun_options[id]));
                assert_int_equal(mosrun_check(&settings, releases[r], knows_alpha, &fault), 0);
            }
        }
    }
}

static void test_limits_by_release(void **state)
{
    struct mosrun_settings settings = settings_with(MOSRUN_REQUIRED_MEMORY, "262144");
    struct mosrun_fault fault;
    char text[200];

    (void) state;
    assert_int_equal(mosrun_check(&settings, MOSIX_RELEASE_NONE, NULL, &fault), 0);
    assert_int_equal(mosrun_check(&settings, MOSIX_RELEASE_2009, NULL, &fault), 0);
    assert_int_equal(mosrun_check(&settings, MOSIX_RELEASE_4, NULL, &fault), -EINVAL);
    assert_int_equal(fault.kind, MOSRUN_FAULT_VALUE);
    settings.value[MOSRUN_REQUIRED_MEMORY] = "262143";
    assert_int_equal(mosrun_check(&settings, MOSIX_RELEASE_4, NULL, &fault), 0);
    mosrun_allowed(&mosrun_options[MOSRUN_REQUIRED_MEMORY], text, sizeof(text));
    assert_string_equal(text, "a whole number from 1 to 2147483647 (under MOSIX 4 to 262143)");
}

static void test_libraries(void **state)
{
    char text[200];

    (void) state;
    expect_good(MOSRUN_ALLOCATOR, "auto");
    expect_good(MOSRUN_ALLOCATOR, "none");
    expect_good(MOSRUN_ALLOCATOR, "/usr/lib/libjemalloc.so.2");
    expect_fault(MOSRUN_ALLOCATOR, "libjemalloc.so.2", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_ALLOCATOR, "/a b.so", MOSRUN_FAULT_VALUE);
    expect_fault(MOSRUN_ALLOCATOR, "/a:/b", MOSRUN_FAULT_VALUE);
    mosrun_allowed(&mosrun_options[MOSRUN_ALLOCATOR], text, sizeof(text));
    assert_string_equal(text,
                        "a path that starts with / and has no blank and no colon, or auto, none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_bad_numbers),
        cmocka_unit_test(test_bad_words),
        cmocka_unit_test(test_bad_hosts),
        cmocka_unit_test(test_unknown_host_is_named),
        cmocka_unit_test(test_name_and_address),
        cmocka_unit_test(test_good_values),
        cmocka_unit_test(test_every_row_says_what_it_allows),
        cmocka_unit_test(test_every_row_says_where_it_exists),
        cmocka_unit_test(test_options_that_4_lacks),
        cmocka_unit_test(test_options_that_every_release_has),
        cmocka_unit_test(test_limits_by_release),
        cmocka_unit_test(test_libraries),
    };

    return RUN_TESTS(tests);
}
