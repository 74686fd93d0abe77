/* SPDX-License-Identifier: BSD-3-Clause */
/* Where a program may start on the emulated cluster of one node. */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "run_place.h"

static char address[16];

static int find(const char *place, const char *home)
{
    memset(address, 'x', sizeof(address));
    return run_place_find(place, home, address, sizeof(address));
}

static void test_unknown(void **state)
{
    static const char *const places[] = {
        "2", "0", "99", "99999999999999999999", "nowhere.invalid", "node2", ""};

    (void) state;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        assert_int_equal(find(places[i], "10.77.0.1"), -ENOENT);
    }
}

static void test_not_in_map(void **state)
{
    (void) state;
    assert_int_equal(find("10.77.0.9", "10.77.0.1"), -EHOSTUNREACH);
    assert_string_equal(address, "10.77.0.9");
    assert_int_equal(find("1.2.3.4", "127.0.0.1"), -EHOSTUNREACH);
    assert_int_equal(find("127.0.0.1", "10.77.0.1"), -EHOSTUNREACH);
}

static void test_home(void **state)
{
    (void) state;
    assert_int_equal(find("1", "10.77.0.1"), 0);
    assert_int_equal(find("node1", "10.77.0.1"), 0);
    assert_string_equal(address, "10.77.0.1");
    assert_int_equal(find("10.77.0.1", "10.77.0.1"), 0);
    assert_int_equal(find("127.0.0.2", "127.0.0.1"), 0);
    assert_int_equal(find("localhost", "127.0.0.1"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_not_in_map),
        cmocka_unit_test(test_home),
    };

    return RUN_TESTS(tests);
}
