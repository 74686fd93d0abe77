/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is known about this system.
 */
#include "test_main.h"

#include <string.h>
#include <sys/utsname.h>

#include "node_system.h"

static void test_running_system(void **state)
{
    struct node_system system;
    struct utsname name;
    char found[PATH_MAX];

    (void) state;
    assert_int_equal(uname(&name), 0);
    node_system_read("", &system);
    assert_true(node_system_is_live(&system));
    assert_string_equal(system.kernel, name.release);
    assert_string_equal(system.machine, name.machine);
    assert_int_equal(strncmp(system.libc, "2.", 2), 0);
    assert_int_equal(node_system_find(&system, "sh", found, NULL), 0);
    assert_true(node_system_find(&system, "no-such-program", found, NULL) < 0);
    assert_string_equal(found, "");
}

/* The root is this system's, so the C library that is found in it is the running one. */
static void test_root(void **state)
{
    struct node_system running;
    struct node_system system;

    (void) state;
    node_system_read("", &running);
    node_system_read("/.", &system);
    assert_false(node_system_is_live(&system));
    if (system.libc[0] == '\0') {
        SKIP_BECAUSE("the program is not in one of the known places");
    }
    assert_string_equal(system.libc, running.libc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_running_system),
        cmocka_unit_test(test_root),
    };

    return RUN_TESTS(tests);
}
