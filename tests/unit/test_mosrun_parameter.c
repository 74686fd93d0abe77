/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is wrong with one parameter, and which name was meant.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mosix_tunables.h"
#include "mosrun_options.h"
#include "mosrun_parameter.h"

static void test_known_names(void **state)
{
    char name[128];

    (void) state;
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        snprintf(name, sizeof(name), "odls_mosix_%s", mosrun_options[id].name);
        assert_true(mosrun_parameter_exists(name, NULL));
    }
    for (const struct mosix_tunable *row = mosix_tunables; row->name != NULL; row++) {
        snprintf(name, sizeof(name), "btl_mosix_%s", row->name);
        assert_true(mosrun_parameter_exists(name, NULL));
    }
    assert_true(mosrun_parameter_exists("btl_mosix_channel", NULL));
    assert_true(mosrun_parameter_exists("btl_mosix_flags", NULL));
    assert_true(mosrun_parameter_exists("odls_mosix_additions", NULL));
    assert_true(mosrun_parameter_exists("btl_tcp_if_include", NULL));
    assert_true(mosrun_parameter_exists("odls_mosixx", NULL));
    assert_false(mosrun_parameter_exists("odls_mosix_", NULL));
}

static void test_slips(void **state)
{
    static const struct {
        const char *name;
        const char *similar; /* NULL: none */
    } cases[] = {
        {"odls_mosix_enabel", "enable"},
        {"odls_mosix_enabled", "enable"},
        {"odls_mosix_job-id", "job_id"},
        {"odls_mosix_migration_lok", "migration_lock"},
        {"btl_mosix_eager_limt", "eager_limit"},
        {"btl_mosix_eagerlimit", "eager_limit"},
        {"btl_mosix_chanel", "channel"},
        {"btl_mosix_something_else", NULL},
        {"odls_mosix_0123456789012345678901234567890123456789012345678901234567890123456789", NULL},
        {"btl_mosix_enable", NULL},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *similar = "";

        assert_false(mosrun_parameter_exists(cases[i].name, &similar));
        if (cases[i].similar == NULL) {
            assert_null(similar);
        } else {
            assert_non_null(similar);
            assert_string_equal(similar, cases[i].similar);
        }
    }
}

static void expect(const char *name, const char *value, int result, const char *part)
{
    char why[512] = "";

    assert_int_equal(mosrun_parameter_judge(name, value, why, sizeof(why)), result);
    if (strstr(why, part) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", part, why);
    }
}

static void test_values(void **state)
{
    (void) state;
    expect("odls_mosix_enable", "never", 0, "");
    expect("odls_mosix_enable", "maybe", -EINVAL, "one of auto, require, never");
    expect("odls_mosix_grid_class", "-1", -EINVAL, "a whole number from 0");
    expect("odls_mosix_checkpoint_file", "/c/%r", 0, "");
    expect("odls_mosix_batch_directory", "/tmp", 0, ""); /* needs batch, which is not seen here */
    expect("btl_mosix_eager_limit", "64k", 0, "");
    expect("btl_mosix_eager_limit", "1", -EINVAL, "a whole number from 256");
    expect("btl_mosix_channel", "pipe", -EINVAL, "mbox or ubox");
    expect("btl_mosix_wait", "never", -EINVAL, "auto, spin or block");
    expect("btl_mosix_flags", "anything", 0, "");
    expect("btl_mosix_eager_limt", "1", -ENOENT, "perhaps btl_mosix_eager_limit is meant");
    expect("odls_mosix_nonsense", "1", -ENOENT, "no such parameter");
    expect("btl", "nonsense", 0, "");
}

static void test_environment(void **state)
{
    char *const good[] = {"A=1", "OMPI_MCA_btl=tcp", "OMPI_MCA_odls_mosix_enable=auto", NULL};
    char *const bad[] = {"odls_mosix_enabel=1", "OMPI_MCA_btl_mosix_chanel=ubox", NULL};
    const char *similar = NULL;

    (void) state;
    assert_null(mosrun_parameter_unknown(good, &similar));
    assert_null(mosrun_parameter_unknown(NULL, &similar));
    assert_string_equal(mosrun_parameter_unknown(bad, &similar), "btl_mosix_chanel=ubox");
    assert_string_equal(similar, "channel");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_names),
        cmocka_unit_test(test_slips),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_environment),
    };

    return RUN_TESTS(tests);
}
