/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Launch settings that contradict each other.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosrun_check.h"
#include "mosrun_rules.h"

/* Checks two settings at once; an empty value omits one. */
static int check_pair(enum mosrun_option_id first, const char *first_value,
                      enum mosrun_option_id second, const char *second_value,
                      struct mosrun_fault *fault)
{
    struct mosrun_settings settings;

    mosrun_settings_init(&settings);
    settings.value[first] = first_value;
    settings.value[second] = second_value;
    return mosrun_check(&settings, MOSIX_RELEASE_2009, NULL, fault);
}

static void expect_contradiction(enum mosrun_option_id first, const char *first_value,
                                 enum mosrun_option_id second, const char *second_value)
{
    struct mosrun_fault fault;

    assert_int_equal(check_pair(first, first_value, second, second_value, &fault), -EINVAL);
    assert_int_equal(fault.kind, MOSRUN_FAULT_CONTRADICTION);
    assert_int_equal(fault.option, first);
    assert_int_equal(fault.other, second);
    assert_non_null(fault.reason);
}

static void expect_harmony(enum mosrun_option_id first, const char *first_value,
                           enum mosrun_option_id second, const char *second_value)
{
    struct mosrun_fault fault;

    assert_int_equal(check_pair(first, first_value, second, second_value, &fault), 0);
}

static void test_places(void **state)
{
    static const struct {
        enum mosrun_option_id id;
        const char *value;
    } hosts[] = {
        {MOSRUN_REMOTE_HOST_LIST, "alpha"}, {MOSRUN_RANDOM_HOST_LIST, "1-3"},
        {MOSRUN_REMOTE_HOST_NUMBER, "7"},   {MOSRUN_REMOTE_HOST_ADDRESS, "1.2.3.4"},
        {MOSRUN_REMOTE_HOST_NAME, "alpha"},
    };
    const size_t count = sizeof(hosts) / sizeof(hosts[0]);

    (void) state;
    for (size_t i = 0; i < count; i++) {
        expect_contradiction(MOSRUN_START_LOCATION, "best", hosts[i].id, hosts[i].value);
        expect_contradiction(MOSRUN_START_LOCATION, "home", hosts[i].id, hosts[i].value);
        expect_harmony(MOSRUN_START_LOCATION, "custom", hosts[i].id, hosts[i].value);
        expect_harmony(MOSRUN_START_ELSEWHERE, "1", hosts[i].id, hosts[i].value);
        for (size_t j = i + 1; j < count; j++) {
            if (hosts[i].id != MOSRUN_REMOTE_HOST_ADDRESS) {
                expect_contradiction(hosts[i].id, hosts[i].value, hosts[j].id, hosts[j].value);
            }
        }
    }
    expect_harmony(MOSRUN_REMOTE_HOST_NAME, "alpha", MOSRUN_REMOTE_HOST_ADDRESS, "1.2.3.4");
    expect_contradiction(MOSRUN_START_LOCATION, "custom", MOSRUN_REMOTE_HOST_NAME, "");
    expect_contradiction(MOSRUN_START_ELSEWHERE, "1", MOSRUN_START_LOCATION, "");
}

static void test_batch(void **state)
{
    static const struct {
        enum mosrun_option_id id;
        const char *value;
    } only_mosix[] = {
        {MOSRUN_GRID_CLASS, "1"},           {MOSRUN_MIGRATION_LOCK, "0"},
        {MOSRUN_MIGRATION_LOCK, "1"},       {MOSRUN_CHECKPOINT_INTERVAL, "5"},
        {MOSRUN_CHECKPOINT_VERSIONS, "3"},  {MOSRUN_REQUIRED_MEMORY, "64"},
        {MOSRUN_STATISTICS_DECAY, "10"},    {MOSRUN_COUNT_SYSCALLS, "0"},
        {MOSRUN_COUNT_SYSCALLS, "1"},       {MOSRUN_UNSUPPORTED_SYSCALLS, "0"},
        {MOSRUN_UNSUPPORTED_SYSCALLS, "2"}, {MOSRUN_LOCAL_TIME, "0"},
        {MOSRUN_LOCAL_TIME, "1"},           {MOSRUN_CHECKPOINT_FILE, "x"},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(only_mosix) / sizeof(only_mosix[0]); i++) {
        expect_contradiction(MOSRUN_BATCH, "linux", only_mosix[i].id, only_mosix[i].value);
        expect_harmony(MOSRUN_BATCH, "mosix", only_mosix[i].id, only_mosix[i].value);
    }
    expect_harmony(MOSRUN_BATCH, "linux", MOSRUN_JOB_ID, "5");
    expect_harmony(MOSRUN_BATCH, "linux", MOSRUN_QUEUE_PRIORITY, "5");
    expect_contradiction(MOSRUN_BATCH_DIRECTORY, "/tmp", MOSRUN_BATCH, "");
    expect_contradiction(MOSRUN_BATCH_STDIN, "1", MOSRUN_BATCH, "");
    expect_harmony(MOSRUN_BATCH_STDIN, "0", MOSRUN_BATCH, "");
}

static void test_queue(void **state)
{
    (void) state;
    expect_contradiction(MOSRUN_QUEUE_ABORT, "run", MOSRUN_QUEUE_PRIORITY, "0");
    expect_contradiction(MOSRUN_QUEUE_ABORT, "kill", MOSRUN_QUEUE_PRIORITY, "");
    expect_harmony(MOSRUN_QUEUE_ABORT, "run", MOSRUN_QUEUE_PRIORITY, "default");
    expect_contradiction(MOSRUN_PARALLEL_PROCESSES, "4", MOSRUN_QUEUE_PRIORITY, "0");
    expect_harmony(MOSRUN_PARALLEL_PROCESSES, "4", MOSRUN_QUEUE_PRIORITY, "9");
    expect_harmony(MOSRUN_PARALLEL_PROCESSES, "auto", MOSRUN_QUEUE_PRIORITY, "0");
}

static void test_further_arguments(void **state)
{
    (void) state;
    expect_contradiction(MOSRUN_MIGRATION_LOCK, "1", MOSRUN_EXTRA_ARGS, "-l");
    expect_contradiction(MOSRUN_MIGRATION_LOCK, "1", MOSRUN_EXTRA_ARGS, "-c -L");
    expect_contradiction(MOSRUN_REMOTE_HOST_NAME, "alpha", MOSRUN_EXTRA_ARGS, "-10.0.0.1");
    expect_contradiction(MOSRUN_START_LOCATION, "best", MOSRUN_EXTRA_ARGS, "-ralpha");
    expect_contradiction(MOSRUN_JOB_ID, "5", MOSRUN_EXTRA_ARGS, "-J6");
    expect_contradiction(MOSRUN_UNSUPPORTED_SYSCALLS, "2", MOSRUN_EXTRA_ARGS, "-u");
    expect_harmony(MOSRUN_MIGRATION_LOCK, "1", MOSRUN_EXTRA_ARGS, "-c l L '' -");
    expect_harmony(MOSRUN_JOB_ID, "auto", MOSRUN_EXTRA_ARGS, "-J6");
    expect_harmony(MOSRUN_UNSUPPORTED_SYSCALLS, "1", MOSRUN_EXTRA_ARGS, "-u");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_batch),
        cmocka_unit_test(test_queue),
        cmocka_unit_test(test_further_arguments),
    };

    return RUN_TESTS(tests);
}
