/* SPDX-License-Identifier: BSD-3-Clause */
/* Settings of ranks that can only be loaded at home: what mosrun gets, and what is left to do. */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosrun_argv.h"
#include "mosrun_env.h"
#include "mosrun_home.h"
#include "mosrun_host.h"
#include "mosrun_words.h"

static struct mosrun_settings settings;

int __wrap_mosrun_host_address(const char *name, char address[MOSIX_QUAD_SIZE]);

/* The resolver knows one name. */
int __wrap_mosrun_host_address(const char *name, char address[MOSIX_QUAD_SIZE])
{
    strcpy(address, "10.9.8.7");
    return strcmp(name, "alpha") == 0 ? 0 : -ENOENT;
}

static int prepare(void **state)
{
    (void) state;
    mosrun_settings_init(&settings);
    settings.value[MOSRUN_JOB_ID] = "";
    return 0;
}

/* What a rank gets: mosrun's options, the lock and the node. */
static void expect(unsigned long rank, const char *options, const char *lock, const char *node)
{
    const struct mosrun_identity identity = {.rank = rank, .local_count = 3};
    const struct mosrun_command command = {
        .mosrun = "m", .program = "p", .argv = (char *[]){"p", NULL}, .identity = &identity};
    struct mosrun_settings adapted = settings;
    struct mosrun_home home;
    char line[128] = "";
    char **argv;

    assert_int_equal(mosrun_home_adapt(&adapted, &identity, &home), 0);
    assert_string_equal(home.lock, lock);
    assert_string_equal(home.node, node);
    assert_int_equal(mosrun_argv_build(&adapted, &command, &argv), 0);
    for (int i = 1; argv[i + 1] != NULL; i++) {
        strcat(strcat(line, i > 1 ? " " : ""), argv[i]);
    }
    assert_string_equal(line, options);
    mosrun_words_free(argv);
}

static void test_locks(void **state)
{
    (void) state;
    expect(0, "-h -L -e", "unlock", "");
    settings.value[MOSRUN_MIGRATION_LOCK] = "0";
    expect(0, "-h -L -e", "unlock", "");
    settings.value[MOSRUN_MIGRATION_LOCK] = "1";
    expect(0, "-h -L -e", "locked", "");
    settings.value[MOSRUN_MIGRATION_LOCK] = "";
    settings.value[MOSRUN_EXTRA_ARGS] = "-m5 -L";
    expect(0, "-h -e -m5 -L", "locked", "");
}

static void test_places(void **state)
{
    (void) state;
    settings.value[MOSRUN_START_LOCATION] = "best";
    expect(0, "-h -L -e", "unlock", "");
    settings.value[MOSRUN_START_LOCATION] = "custom";
    settings.value[MOSRUN_REMOTE_HOST_NAME] = "alpha";
    expect(0, "-h -L -e", "unlock", "10.9.8.7");
    settings.value[MOSRUN_REMOTE_HOST_ADDRESS] = "10.1.2.3";
    expect(0, "-h -L -e", "unlock", "10.1.2.3");
    settings.value[MOSRUN_START_ELSEWHERE] = "1";
    expect(0, "-h -L -e", "unlock", "?10.1.2.3");
}

static void test_numbers_and_lists(void **state)
{
    (void) state;
    settings.value[MOSRUN_REMOTE_HOST_NUMBER] = "12";
    settings.value[MOSRUN_MIGRATION_LOCK] = "1";
    expect(0, "-h -L -e", "locked", "12");
    settings.value[MOSRUN_REMOTE_HOST_NUMBER] = "";
    settings.value[MOSRUN_REMOTE_HOST_LIST] = "3,10.1.2.3,alpha";
    expect(0, "-h -L -e", "locked", "3");
    expect(4, "-h -L -e", "locked", "10.1.2.3");
    expect(5, "-h -L -e", "locked", "10.9.8.7");
}

static void test_unknown_host(void **state)
{
    const struct mosrun_identity identity = {.rank = 0};
    struct mosrun_home home;

    (void) state;
    settings.value[MOSRUN_REMOTE_HOST_NAME] = "beta";
    assert_int_equal(mosrun_home_adapt(&settings, &identity, &home), -ENOENT);
}

static void test_environment(void **state)
{
    const struct mosrun_home home = {.lock = "unlock", .node = "?12"};
    char *env[] = {"A=B", NULL};
    struct mosrun_facts facts = {.release = MOSIX_RELEASE_4, .libc = "2.36", .home = &home};
    struct mosrun_additions additions;
    int found = 0;

    (void) state;
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    for (size_t i = 0; i < additions.count; i++) {
        const struct mosrun_addition *item = &additions.items[i];

        found += strcmp(item->name, "MOSIX_COOP_HOME") == 0 && strcmp(item->value, "unlock") == 0;
        found += strcmp(item->name, "MOSIX_COOP_NODE") == 0 && strcmp(item->value, "?12") == 0;
        /* Ranks that this one spawns are asked anew. */
        found += strcmp(item->name, MOSRUN_ENV_MARK) == 0 &&
                 mosrun_list_has(item->value, "MOSIX_COOP_NODE");
    }
    assert_int_equal(found, 3);
    mosrun_env_free(&additions);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_locks, prepare),
        cmocka_unit_test_setup(test_places, prepare),
        cmocka_unit_test_setup(test_numbers_and_lists, prepare),
        cmocka_unit_test_setup(test_unknown_host, prepare),
        cmocka_unit_test_setup(test_environment, prepare),
    };

    return RUN_TESTS(tests);
}
