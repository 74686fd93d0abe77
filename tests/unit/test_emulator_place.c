/* SPDX-License-Identifier: BSD-3-Clause */
/* The nodes of the emulated cluster, and where on it a program may start. */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run_place.h"

static char address[16];

static char reason[512];
static struct node_map map;

/* The nodes where HOME and one more variable are set. */
static int nodes(const char *home, char *variable)
{
    char *environment[] = {variable, NULL};

    return node_map_read(environment, home, &map, reason, sizeof(reason));
}

static int find_here(const char *place)
{
    memset(address, 'x', sizeof(address));
    return run_place_find(place, &map, address, sizeof(address));
}

/* On a cluster of one node. */
static int find(const char *place, const char *home)
{
    assert_int_equal(nodes(home, NULL), 0);
    return find_here(place);
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
    assert_int_equal(find("1", "10.77.0.1"), 1);
    assert_int_equal(find("node1", "10.77.0.1"), 1);
    assert_int_equal(find("10.77.0.1", "10.77.0.1"), 1);
    assert_int_equal(find("127.0.0.2", "127.0.0.1"), 1);
    assert_int_equal(find("localhost", "127.0.0.1"), 1);
}

static void test_several(void **state)
{
    (void) state;
    assert_int_equal(nodes("10.77.0.2", "MOSIX_EMULATOR_NODES=3"), 0);
    assert_int_equal(map.home, 2);
    assert_int_equal(map.count, 3);
    assert_int_equal(map.addresses[3], 0x0a4d0003);
    assert_int_equal(node_map_number(&map, 0x0a4d0001), 1);
    assert_int_equal(node_map_number(&map, 0x0a4d0004), 0);
    assert_int_equal(node_map_number(&map, 0), 0);
    assert_int_equal(find_here("3"), 3);
    assert_int_equal(find_here("node1"), 1);
    assert_int_equal(find_here("NODE3"), 3);
    assert_int_equal(find_here("10.77.0.3"), 3);
    assert_int_equal(find_here("node4"), -ENOENT);
    assert_int_equal(find_here("4"), -ENOENT);
    assert_int_equal(find_here("10.77.0.4"), -EHOSTUNREACH);
    assert_int_equal(find_here("127.0.0.1"), -EHOSTUNREACH);
}

static void test_wrong_number(void **state)
{
    static char *const wrong[] = {"MOSIX_EMULATOR_NODES=0", "MOSIX_EMULATOR_NODES=65",
                                  "MOSIX_EMULATOR_NODES=", "MOSIX_EMULATOR_NODES=2x"};

    (void) state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(nodes("10.77.0.1", wrong[i]), -EINVAL);
        assert_non_null(strstr(reason, "from 1 to 64"));
    }
    assert_int_equal(nodes("10.77.0.4", "MOSIX_EMULATOR_NODES=3"), -EINVAL);
    assert_non_null(strstr(reason, "10.77.0.4"));
    assert_int_equal(nodes("10.77.0.4", "MOSIX_EMULATOR_NODES=1"), 0);
    assert_int_equal(map.home, 1);
}

/* Makes the file "nodes" with that TEXT, and reads it. */
static int read_list(const char *text, const char *home)
{
    char directory[] = "/tmp/test_emulator_place.XXXXXX";
    char path[64];
    char variable[80];
    FILE *file;
    int rc;

    assert_non_null(mkdtemp(directory));
    snprintf(path, sizeof(path), "%s/nodes", directory);
    snprintf(variable, sizeof(variable), "MOSIX_EMULATOR_CLUSTER=%s", directory);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    rc = nodes(home, variable);
    unlink(path);
    rmdir(directory);
    return rc;
}

static void test_list(void **state)
{
    static const char *const wrong[] = {"0 10.77.0.1 node0\n", "65 10.77.0.1 node65\n",
                                        "1 10.77.0.300 node1\n", "one\n"};

    (void) state;
    assert_int_equal(read_list("1 10.77.0.1 node1\n7 10.1.2.3 node7\n", "10.1.2.3"), 0);
    assert_int_equal(map.home, 7);
    assert_int_equal(map.count, 2);
    assert_int_equal(find_here("node7"), 7);
    assert_int_equal(find_here("2"), -ENOENT);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(read_list(wrong[i], "10.77.0.1"), -EBADMSG);
        assert_non_null(strstr(reason, "NUMBER ADDRESS NAME"));
    }
    assert_int_equal(read_list("1 10.77.0.1 node1\n", "10.77.0.2"), -ENOENT);
    assert_int_equal(nodes("10.77.0.1", "MOSIX_EMULATOR_CLUSTER=/nowhere"), -ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown),      cmocka_unit_test(test_not_in_map),
        cmocka_unit_test(test_home),         cmocka_unit_test(test_several),
        cmocka_unit_test(test_wrong_number), cmocka_unit_test(test_list),
    };

    return RUN_TESTS(tests);
}
