/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of descriptors and closing parts of it. */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "coop_descriptors.h"
#include "coop_kernel.h"

#define STATUS 2000

static bool has_proc;
static const char *status; /* what /proc/self/status says */
static char calls[4096];

long coop_kernel_call(long number, const long arguments[6])
{
    size_t used = strlen(calls);

    switch (number) {
    case SYS_openat:
        assert_string_equal((const char *) arguments[1], "/proc/self/status");
        return has_proc ? STATUS : -EMFILE;
    case SYS_read:
        assert_int_equal(arguments[0], STATUS);
        assert_true((size_t) arguments[2] >= strlen(status));
        memcpy((char *) arguments[1], status, strlen(status));
        return (long) strlen(status);
    case SYS_fcntl:
        assert_int_equal(arguments[1], F_SETFD);
        assert_int_equal(arguments[2], FD_CLOEXEC);
        snprintf(calls + used, sizeof(calls) - used, "mark %ld\n", arguments[0]);
        return 0;
    default:
        assert_int_equal(number, SYS_close);
        if (arguments[0] == STATUS) {
            return 0;
        }
        snprintf(calls + used, sizeof(calls) - used, "close %ld\n", arguments[0]);
        return 0;
    }
}

static int prepare(void **state)
{
    (void) state;
    has_proc = true;
    status = "Name:\tx\nFDSize:\t64\nGroups:\t0\n";
    calls[0] = '\0';
    return 0;
}

static void test_range(void **state)
{
    (void) state;
    coop_descriptors_close(3, 5, false);
    assert_string_equal(calls, "close 3\nclose 4\nclose 5\n");
}

static void test_marked(void **state)
{
    (void) state;
    coop_descriptors_close(40, 41, true);
    assert_string_equal(calls, "mark 40\nmark 41\n");
}

/* MOSIX tells the size of mosrun's table, which says nothing about the program's. */
static void test_to_the_end(void **state)
{
    (void) state;
    coop_descriptors_close(1022, ~0U, false);
    assert_string_equal(calls, "close 1022\nclose 1023\n");
}

static void test_larger_table(void **state)
{
    (void) state;
    status = "Name:\tx\nFDSize:\t4096\nGroups:\t0\n";
    coop_descriptors_close(4095, ~0U, false);
    assert_string_equal(calls, "close 4095\n");
}

static void test_room(void **state)
{
    (void) state;
    assert_int_equal(coop_descriptors_room(), 1024);
    status = "Name:\tx\nFDSize:\t2048\nGroups:\t0\n";
    assert_int_equal(coop_descriptors_room(), 2048);
    status = "Name:\tFDSize:\nGroups:\t0\n";
    assert_int_equal(coop_descriptors_room(), 1024);
    status = "Name:\tx\nFDSize:\t99999999999999\n";
    assert_int_equal(coop_descriptors_room(), 1024);
    status = "";
    assert_int_equal(coop_descriptors_room(), 1024);
    has_proc = false;
    assert_int_equal(coop_descriptors_room(), 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_room, prepare),
        cmocka_unit_test_setup(test_range, prepare),
        cmocka_unit_test_setup(test_to_the_end, prepare),
        cmocka_unit_test_setup(test_marked, prepare),
        cmocka_unit_test_setup(test_larger_table, prepare),
    };

    return RUN_TESTS(tests);
}
