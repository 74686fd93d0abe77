/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of descriptors and closing them, with /proc and without it. */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "coop_descriptors.h"
#include "coop_kernel.h"

#define LIST 9

static bool has_proc;
static const char *status; /* what /proc/self/status says; NULL while that is not asked for */
static int next_entry;
static char calls[4096];

/* What /proc/self/fd lists, two entries at a time; 9 is the list itself. */
static const char *const entries[] = {".", "..", "0", "3", "4", "9", "1023"};

static long fill(char *buffer)
{
    long size = 0;

    for (int i = 0; i < 2 && next_entry < (int) (sizeof(entries) / sizeof(entries[0])); i++) {
        const char *name = entries[next_entry++];
        uint16_t length = 32;

        memset(buffer + size, 0, length);
        memcpy(buffer + size + 16, &length, sizeof(length));
        strcpy(buffer + size + 19, name);
        size += length;
    }
    return size;
}

long coop_kernel_call(long number, const long arguments[6])
{
    size_t used = strlen(calls);

    switch (number) {
    case SYS_openat:
        if (status != NULL) {
            assert_string_equal((const char *) arguments[1], "/proc/self/status");
            return has_proc ? LIST : -EMFILE;
        }
        assert_string_equal((const char *) arguments[1], "/proc/self/fd");
        return has_proc ? LIST : -ENOENT;
    case SYS_getdents64:
        assert_int_equal(arguments[0], LIST);
        return fill((char *) arguments[1]);
    case SYS_read:
        assert_int_equal(arguments[0], LIST);
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
        snprintf(calls + used, sizeof(calls) - used, "close %ld\n", arguments[0]);
        return 0;
    }
}

static int prepare(void **state)
{
    (void) state;
    has_proc = true;
    status = NULL;
    next_entry = 0;
    calls[0] = '\0';
    return 0;
}

static void test_listed(void **state)
{
    (void) state;
    coop_descriptors_close(3, 1000, false);
    assert_string_equal(calls, "close 3\nclose 4\nclose 9\n");
}

static void test_to_the_end(void **state)
{
    (void) state;
    coop_descriptors_close(4, ~0U, true);
    assert_string_equal(calls, "mark 4\nmark 1023\nclose 9\n");
}

static void test_without_list(void **state)
{
    (void) state;
    has_proc = false;
    coop_descriptors_close(1021, ~0U, false);
    assert_string_equal(calls, "close 1021\nclose 1022\nclose 1023\n");
}

static void test_room(void **state)
{
    (void) state;
    status = "Name:\tx\nFDSize:\t256\nGroups:\t0\n";
    assert_int_equal(coop_descriptors_room(), 256);
    assert_string_equal(calls, "close 9\n");
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
        cmocka_unit_test_setup(test_listed, prepare),
        cmocka_unit_test_setup(test_to_the_end, prepare),
        cmocka_unit_test_setup(test_without_list, prepare),
    };

    return RUN_TESTS(tests);
}
