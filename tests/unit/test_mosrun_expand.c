/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Settings of one rank: what is replaced in them, and numbers of jobs.
 */
#include "test_main.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mosrun_expand.h"

static bool out_of_memory;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    return out_of_memory ? NULL : __real_malloc(size);
}

static const struct mosrun_identity identity = {
    .rank = 12, .local_rank = 3, .local_count = 5, .job = 77, .node = "alpha"};

static void expect_refused(const char *value)
{
    struct mosrun_settings settings;
    struct mosrun_expanded expanded;
    struct mosrun_fault fault;

    mosrun_settings_init(&settings);
    settings.value[MOSRUN_CHECKPOINT_FILE] = value;
    assert_int_equal(mosrun_expand(&settings, &identity, &expanded, &fault), -EINVAL);
    assert_int_equal(fault.kind, MOSRUN_FAULT_VALUE);
    assert_int_equal(fault.option, MOSRUN_CHECKPOINT_FILE);
}

static void expect_expanded(enum mosrun_option_id id, const char *value, const char *expected)
{
    struct mosrun_settings settings;
    struct mosrun_expanded expanded;
    struct mosrun_fault fault;

    mosrun_settings_init(&settings);
    settings.value[id] = value;
    assert_int_equal(mosrun_expand(&settings, &identity, &expanded, &fault), 0);
    assert_string_equal(expanded.settings.value[id], expected);
    mosrun_expanded_free(&expanded);
}

static void test_bad_letters(void **state)
{
    (void) state;
    expect_refused("%");
    expect_refused("/ckpt.%");
    expect_refused("/ckpt.%R");
    expect_refused("/ckpt.%5r");
    expect_refused("%r%%%");
}

static void test_no_memory(void **state)
{
    struct mosrun_settings settings;
    struct mosrun_expanded expanded;
    struct mosrun_fault fault;

    (void) state;
    mosrun_settings_init(&settings);
    settings.value[MOSRUN_CHECKPOINT_FILE] = "%r";
    out_of_memory = true;
    assert_int_equal(mosrun_expand(&settings, &identity, &expanded, &fault), -ENOMEM);
    out_of_memory = false;
}

static void test_letters(void **state)
{
    (void) state;
    expect_expanded(MOSRUN_CHECKPOINT_FILE, "/ckpt", "/ckpt");
    expect_expanded(MOSRUN_CHECKPOINT_FILE, "/%h/%j.%r.%n.100%%", "/alpha/77.12.3.100%");
    expect_expanded(MOSRUN_RANDOM_HOST_LIST, "%r-99", "12-99");
    expect_expanded(MOSRUN_EXTRA_ARGS, "-C'a %r'", "-C'a 12'");
    /* Not every value is one of mosrun's. */
    expect_expanded(MOSRUN_LD_PRELOAD, "/lib%r.so", "/lib%r.so");
}

static void test_ranks_that_differ(void **state)
{
    struct mosrun_settings settings;

    (void) state;
    mosrun_settings_init(&settings);
    assert_false(mosrun_differs_by_rank(&settings));
    settings.value[MOSRUN_LD_PRELOAD] = "%r";
    assert_false(mosrun_differs_by_rank(&settings));
    settings.value[MOSRUN_JOB_ID] = "j%r";
    assert_true(mosrun_differs_by_rank(&settings));
}

static void test_job_numbers(void **state)
{
    (void) state;
    assert_int_equal(mosrun_job_number(0), 1);
    assert_int_equal(mosrun_job_number(0x00010001), 0x8001);
    assert_int_equal(mosrun_job_number(0xffffffff), 0x7fffffff);
    assert_int_not_equal(mosrun_job_number(0x12340001), mosrun_job_number(0x12340002));
    assert_int_not_equal(mosrun_job_number(0x12340001), mosrun_job_number(0x92340001));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_letters), cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_letters),     cmocka_unit_test(test_ranks_that_differ),
        cmocka_unit_test(test_job_numbers),
    };

    return RUN_TESTS(tests);
}
