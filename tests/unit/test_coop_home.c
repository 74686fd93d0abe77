/* SPDX-License-Identifier: BSD-3-Clause */
/* Loading programs at home: which of MOSIX's switches are set, and in which order. */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "coop_fstat.h"
#include "coop_home.h"
#include "coop_kernel.h"
#include "coop_report.h"

static bool under_mosix;
static long node; /* where the process is; 0: home */
static int looks_until_home;
static int repair_result;
static char done[256]; /* what was done, in order */

static void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void note(const char *format, ...)
{
    size_t used = strlen(done);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(done + used, sizeof(done) - used, format, arguments);
    va_end(arguments);
}

/* MOSIX's switches. A process that was told to go home arrives some looks later. */
long coop_kernel_call(long number, const long arguments[6])
{
    const char *name = (const char *) arguments[0];

    if (number == SYS_nanosleep) {
        return 0;
    }
    assert_int_equal(number, SYS_open);
    if (!under_mosix) {
        return -ENOENT;
    }
    name += strlen("/proc/self/");
    if (arguments[1] == O_RDONLY) {
        assert_string_equal(name, "whereami");
        if (looks_until_home > 0 && --looks_until_home == 0) {
            node = 0;
        }
        return node;
    }
    assert_int_equal(arguments[1], O_WRONLY | O_CREAT);
    note("%s=%ld ", name, arguments[2]);
    if (strcmp(name, "migrate") == 0 && arguments[2] == 0) {
        looks_until_home = 3;
    } else if (strcmp(name, "migrate") == 0) {
        node = arguments[2];
    }
    return 0;
}

int coop_fstat_repair(void)
{
    note("repair ");
    return repair_result;
}

void coop_report(const char *format, ...)
{
    note("said: %.32s", format);
}

static int prepare(void **state)
{
    (void) state;
    under_mosix = true;
    node = 0;
    looks_until_home = 0;
    repair_result = 3;
    done[0] = '\0';
    unsetenv(COOP_HOME_ENV);
    unsetenv(COOP_NODE_ENV);
    return 0;
}

static void expect(const char *text)
{
    assert_string_equal(done, text);
    done[0] = '\0';
}

static void test_not_asked(void **state)
{
    (void) state;
    coop_home_start();
    coop_home_before_exec();
    coop_home_exec_failed();
    expect("");
}

static void test_outside_mosix(void **state)
{
    (void) state;
    under_mosix = false;
    setenv(COOP_HOME_ENV, "unlock", 1);
    setenv(COOP_NODE_ENV, "2", 1);
    coop_home_start();
    coop_home_before_exec();
    expect("");
    /* It is for the program that comes next. */
    assert_string_equal(getenv(COOP_NODE_ENV), "2");
}

static void test_repair_fails(void **state)
{
    (void) state;
    repair_result = -ENOMEM;
    setenv(COOP_HOME_ENV, "unlock", 1);
    coop_home_start();
    expect("repair said: this process stays on its home n");
}

static void test_users_lock(void **state)
{
    (void) state;
    setenv(COOP_HOME_ENV, "locked", 1);
    setenv(COOP_NODE_ENV, "10.77.0.2", 1);
    coop_home_start();
    expect("repair migrate=172818434 ");
    assert_null(getenv(COOP_NODE_ENV));
    coop_home_before_exec();
    expect("migrate=0 ");
    assert_int_equal(node, 0);
    coop_home_exec_failed();
    expect("");
}

static void test_free_process(void **state)
{
    (void) state;
    setenv(COOP_HOME_ENV, "unlock", 1);
    coop_home_start();
    expect("repair lock=0 ");
    coop_home_before_exec();
    expect("lock=1 ");
    coop_home_exec_failed();
    expect("lock=0 ");
    node = 2;
    coop_home_before_exec();
    expect("lock=1 migrate=0 ");
    assert_int_equal(node, 0);
}

/* 192.168.0.2, of a node without a number, as open(2) returns it. */
static void test_away_at_a_high_address(void **state)
{
    (void) state;
    setenv(COOP_HOME_ENV, "unlock", 1);
    coop_home_start();
    expect("repair lock=0 ");
    node = (int) 0xc0a80002;
    coop_home_before_exec();
    expect("lock=1 migrate=0 ");
    assert_int_equal(node, 0);
}

int main(void)
{
    /* The first three leave the library as it is when nothing is asked for. */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_not_asked, prepare),
        cmocka_unit_test_setup(test_outside_mosix, prepare),
        cmocka_unit_test_setup(test_repair_fails, prepare),
        cmocka_unit_test_setup(test_users_lock, prepare),
        cmocka_unit_test_setup(test_free_process, prepare),
        cmocka_unit_test_setup(test_away_at_a_high_address, prepare),
    };

    return RUN_TESTS(tests);
}
