/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the agent takes from the command line of the process that starts ranks. This program starts
 * itself with such a command line and reads it.
 */
#include "test_main.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent_daemon.h"

#define VERBOSE "OMPI_MCA_odls_mosix_verbose"
#define LOCK "OMPI_MCA_odls_mosix_migration_lock"

/* What a variable must be in the process with that command line; "" for not set. */
struct expected {
    const char *verbose;
    const char *lock;
    int count;
    /* One more variable, NAME=VALUE. */
    const char *more;
};

static bool is_set_to(const char *name, const char *value)
{
    const char *found = getenv(name);

    return strcmp(found != NULL ? found : "", value) == 0;
}

/* Runs in a process that was started with command; its application is "./x". */
static int judge(const char *verbose, const char *lock, const char *count)
{
    char *application[] = {(char *) "./x", NULL};
    int rc = agent_daemon_parameters((long) getpid(), application);

    return rc == atoi(count) && is_set_to(VERBOSE, verbose) && is_set_to(LOCK, lock) ? 0 : 1;
}

static void expect(char **command, const struct expected *expected)
{
    char count[16];
    int status = -1;
    pid_t pid;

    snprintf(count, sizeof(count), "%d", expected->count);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void) unsetenv(LOCK);
        (void) setenv(VERBOSE, "from mpirun's environment", 1);
        if (expected->more != NULL) {
            (void) putenv((char *) expected->more);
        }
        (void) setenv("TEST_VERBOSE", expected->verbose, 1);
        (void) setenv("TEST_LOCK", expected->lock, 1);
        (void) setenv("TEST_COUNT", count, 1);
        (void) execv("/proc/self/exe", command);
        _exit(2);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

#define WORDS(...) ((char *[]){__VA_ARGS__, NULL})

static void test_own_parameters_are_taken(void **state)
{
    (void) state;
    expect(WORDS("mpirun", "--mca", "odls_mosix_verbose", "1", "--gmca",
                 "odls_mosix_migration_lock", "\"0\"", "--mca", "btl", "self", "-n", "2", "./x"),
           &(struct expected){"1", "0", 2, NULL});
}

static void test_exported_variables_count_more(void **state)
{
    (void) state;
    expect(WORDS("mpirun", "--mca", "odls_mosix_verbose", "1", "-x", VERBOSE "=0", "./x"),
           &(struct expected){"from mpirun's environment", "", 0, NULL});
}

static void test_other_options_and_variables(void **state)
{
    (void) state;
    expect(WORDS("mpirun", "--prtemca", "odls_mosix_verbose", "1", "--omca",
                 "odls_mosix_migration_lock", "0", "./x"),
           &(struct expected){"1", "0", 2, NULL});
    expect(WORDS("mpirun", "./x"), &(struct expected){"from mpirun's environment", "1", 0,
                                                      "PRTE_MCA_odls_mosix_migration_lock=1"});
    expect(WORDS("mpirun", "./x"), &(struct expected){"from mpirun's environment", "0", 0,
                                                      "PMIX_MCA_odls_mosix_migration_lock=0"});
    expect(WORDS("mpirun", "./x"),
           &(struct expected){"from mpirun's environment", "", 0, "PRTE_MCA_odls_mosix_verbose=1"});
}

static void test_each_application_has_its_own(void **state)
{
    (void) state;
    expect(WORDS("mpirun", "--mca", "odls_mosix_verbose", "1", "./y", ":", "--mca",
                 "odls_mosix_migration_lock", "1", "./x"),
           &(struct expected){"from mpirun's environment", "1", 1, NULL});
}

static void test_daemon_of_another_node(void **state)
{
    (void) state;
    expect(WORDS("/usr/bin/prted", "--prtemca", "odls_mosix_verbose", "1", "--pmixmca",
                 "odls_mosix_migration_lock", "0", "--prtemca", "odls_mosix_verbose", "0"),
           &(struct expected){"0", "0", 3, NULL});
    expect(WORDS("prted", "--prtemca", "odls_mosix_verbose", "1"),
           &(struct expected){"1", "", 1, "PMIX_NAMESPACE=prterun-node-1@1"});
    /* Spawned: what came from the environment is not known there. */
    expect(WORDS("prted", "--prtemca", "odls_mosix_verbose", "1"),
           &(struct expected){"from mpirun's environment", "", -EINVAL,
                              "PMIX_NAMESPACE=prterun-node-1@2"});
    assert_true(agent_daemon_parameters(0, WORDS("./x")) < 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_parameters_are_taken),
        cmocka_unit_test(test_exported_variables_count_more),
        cmocka_unit_test(test_other_options_and_variables),
        cmocka_unit_test(test_each_application_has_its_own),
        cmocka_unit_test(test_daemon_of_another_node),
    };

    (void) argv;
    if (argc > 1 && getenv("TEST_COUNT") != NULL) {
        return judge(getenv("TEST_VERBOSE"), getenv("TEST_LOCK"), getenv("TEST_COUNT"));
    }
    return RUN_TESTS(tests);
}
