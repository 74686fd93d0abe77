/* SPDX-License-Identifier: BSD-3-Clause */
/* What an inner mosrun keeps of the outer one, and what its own options change. */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "env_names.h"
#include "run_settings.h"

#define IN_MOSRUN EMULATOR_ENV_RUN "=127.0.0.1"

static struct run_settings settings;
static char reason[256];

static void refused(const char *entry)
{
    char *const environment[] = {(char *) IN_MOSRUN, (char *) entry, NULL};
    char variable[64];

    snprintf(variable, sizeof(variable), "%.*s=", (int) strcspn(entry, "="), entry);
    assert_int_equal(run_settings_inherit(environment, &settings, reason, sizeof(reason)), -EINVAL);
    assert_non_null(strstr(reason, variable));
}

static void test_values_of_others(void **state)
{
    (void) state;
    refused(EMULATOR_ENV_SYSCALLS "=");
    refused(EMULATOR_ENV_SYSCALLS "=die");
    refused(EMULATOR_ENV_LOCK "=2");
    refused(EMULATOR_ENV_LOCK "=");
    refused(EMULATOR_ENV_CLASS "=-1");
    refused(EMULATOR_ENV_JOBID "=x");
    refused(EMULATOR_ENV_MEMORY "=99999999999");
    refused(EMULATOR_ENV_DECAY "=10001");
    refused(EMULATOR_ENV_COUNT "=2");
    refused(EMULATOR_ENV_LOCALTIME "=yes");
}

static void assert_defaults(void)
{
    assert_int_equal(settings.mode, DISCIPLINE_MODE_KILL);
    assert_int_equal(settings.values[RUN_SETTING_LOCK], 0);
    assert_int_equal(settings.values[RUN_SETTING_CLASS], 0);
    assert_int_equal(settings.values[RUN_SETTING_JOBID], 0);
    for (int i = RUN_SETTING_MEMORY; i < RUN_SETTING_NUMBER; i++) {
        assert_int_equal(settings.values[i], RUN_UNSET);
    }
}

static void test_outside(void **state)
{
    char *const environment[] = {(char *) EMULATOR_ENV_SYSCALLS "=report",
                                 (char *) EMULATOR_ENV_LOCK "=nonsense", NULL};

    (void) state;
    assert_int_equal(run_settings_inherit(environment, &settings, reason, sizeof(reason)), 0);
    assert_defaults();
}

static void test_inside(void **state)
{
    char *const nothing[] = {(char *) IN_MOSRUN, NULL};
    char *const something[] = {
        (char *) IN_MOSRUN,
        (char *) EMULATOR_ENV_SYSCALLS "=report",
        (char *) EMULATOR_ENV_LOCK "=1",
        (char *) EMULATOR_ENV_CLASS "=3",
        (char *) EMULATOR_ENV_JOBID "=7",
        (char *) EMULATOR_ENV_DECAY "=10000",
        NULL,
    };

    (void) state;
    assert_int_equal(run_settings_inherit(nothing, &settings, reason, sizeof(reason)), 0);
    assert_defaults();
    assert_int_equal(run_settings_inherit(something, &settings, reason, sizeof(reason)), 0);
    assert_int_equal(settings.mode, DISCIPLINE_MODE_REPORT);
    assert_int_equal(settings.values[RUN_SETTING_LOCK], 1);
    assert_int_equal(settings.values[RUN_SETTING_CLASS], 3);
    assert_int_equal(settings.values[RUN_SETTING_JOBID], 7);
    assert_int_equal(settings.values[RUN_SETTING_DECAY], 10000);
    assert_int_equal(settings.values[RUN_SETTING_MEMORY], RUN_UNSET);
}

static void test_override(void **state)
{
    struct run_options options = {.class = 5, .memory = 6, .decay = 7};

    (void) state;
    memset(&settings, 0, sizeof(settings));
    run_settings_override(&settings, &options, 9);
    assert_int_equal(settings.values[RUN_SETTING_CLASS], 0);
    for (const char *letter = "LGJmdnt"; *letter != '\0'; letter++) {
        options.given[(unsigned char) *letter] = true;
    }
    run_settings_override(&settings, &options, 9);
    assert_int_equal(settings.values[RUN_SETTING_LOCK], 1);
    assert_int_equal(settings.values[RUN_SETTING_CLASS], 5);
    assert_int_equal(settings.values[RUN_SETTING_JOBID], 9);
    assert_int_equal(settings.values[RUN_SETTING_MEMORY], 6);
    assert_int_equal(settings.values[RUN_SETTING_DECAY], 7);
    assert_int_equal(settings.values[RUN_SETTING_COUNT], 1);
    assert_int_equal(settings.values[RUN_SETTING_LOCALTIME], 1);
}

static void test_override_mode(void **state)
{
    struct run_options options = {.form = RUN_FORM_RUN};

    (void) state;
    settings.mode = DISCIPLINE_MODE_REPORT;
    run_settings_override(&settings, &options, 0);
    assert_int_equal(settings.mode, DISCIPLINE_MODE_REPORT);
    options.given['u'] = true;
    run_settings_override(&settings, &options, 0);
    assert_int_equal(settings.mode, DISCIPLINE_MODE_KILL);
    options.given['u'] = false;
    options.given['e'] = true;
    run_settings_override(&settings, &options, 0);
    assert_int_equal(settings.mode, DISCIPLINE_MODE_ERROR);
    options.given['w'] = true;
    run_settings_override(&settings, &options, 0);
    assert_int_equal(settings.mode, DISCIPLINE_MODE_REPORT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_of_others), cmocka_unit_test(test_outside),
        cmocka_unit_test(test_inside),           cmocka_unit_test(test_override),
        cmocka_unit_test(test_override_mode),
    };

    return RUN_TESTS(tests);
}
