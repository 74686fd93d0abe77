/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which node ranks get that shall start at the best place: they are spread by load, processors,
 * speed and memory, and nobody is sent where nothing is taken.
 */
#include "test_main.h"

#include <string.h>

#include "mosrun_place.h"

#define NODES 4

static struct mosix_peer nodes[NODES];

/* Four nodes alike. */
static int prepare(void **state)
{
    const struct mosix_peer idle = {
        .answers = true, .accepts = true, .speed = 10000, .processors = 2, .free = 1000};

    (void) state;
    for (uint32_t i = 0; i < NODES; i++) {
        nodes[i] = idle;
        nodes[i].address = i + 1;
    }
    nodes[0].is_here = true;
    return 0;
}

/* How many of count ranks each node gets. */
static void expect(unsigned long count, unsigned long megabytes, const unsigned wanted[NODES])
{
    const struct mosix_cluster cluster = {nodes, NODES};
    unsigned given[NODES] = {0};

    for (unsigned long rank = 0; rank < count; rank++) {
        const struct mosix_peer *node = mosrun_place_choose(&cluster, rank, megabytes);

        assert_non_null(node);
        given[node - nodes]++;
    }
    for (size_t i = 0; i < NODES; i++) {
        assert_int_equal(given[i], wanted[i]);
    }
}

#define EXPECT(count, megabytes, ...) expect(count, megabytes, (const unsigned[NODES]){__VA_ARGS__})

static void test_spread(void **state)
{
    (void) state;
    EXPECT(16, 0, 4, 4, 4, 4);
    EXPECT(3, 0, 1, 1, 1, 0);
    nodes[1].processors = 6;
    EXPECT(12, 0, 2, 6, 2, 2);
    nodes[1].processors = 2;
    nodes[2].speed = 30000;
    EXPECT(6, 0, 1, 1, 3, 1);
    nodes[2].speed = 10000;
    nodes[3].load = 4;
    EXPECT(12, 0, 4, 4, 4, 0);
    EXPECT(16, 0, 5, 5, 5, 1);
    /* What is not known counts as usual. */
    nodes[3] = (struct mosix_peer){
        .answers = true, .accepts = true, .load = -1, .speed = -1, .processors = -1, .free = -1};
    EXPECT(7, 300, 2, 2, 2, 1);
}

static void test_left_out(void **state)
{
    const struct mosix_cluster cluster = {nodes, NODES};

    (void) state;
    nodes[1].answers = false;
    EXPECT(6, 0, 2, 0, 2, 2);
    nodes[2].accepts = false;
    EXPECT(6, 0, 3, 0, 0, 3);
    /* At home a rank may always start. */
    nodes[0].accepts = false;
    EXPECT(6, 0, 3, 0, 0, 3);
    nodes[3].answers = false;
    assert_null(mosrun_place_choose(&cluster, 0, 0));
    assert_null(mosrun_place_choose(&(const struct mosix_cluster){NULL, 0}, 5, 0));
}

static void test_memory(void **state)
{
    (void) state;
    nodes[1].free = 100;
    nodes[2].free = 350;
    EXPECT(6, 300, 3, 0, 1, 2);
    /* Where all are full, load decides again. */
    EXPECT(12, 300, 4, 0, 4, 4);
}

static void test_settings(void **state)
{
    struct mosrun_settings settings;

    (void) state;
    mosrun_settings_init(&settings);
    assert_false(mosrun_place_is_open(&settings, MOSIX_RELEASE_4));
    settings.value[MOSRUN_START_LOCATION] = "best";
    assert_true(mosrun_place_is_open(&settings, MOSIX_RELEASE_4));
    assert_false(mosrun_place_is_open(&settings, MOSIX_RELEASE_2009));
    mosrun_place_set(&settings, NULL);
    assert_string_equal(settings.value[MOSRUN_START_LOCATION], "home");
    assert_string_equal(settings.value[MOSRUN_START_ELSEWHERE], "");
    mosrun_place_set(&settings, "10.77.0.2");
    assert_string_equal(settings.value[MOSRUN_START_LOCATION], "");
    assert_string_equal(settings.value[MOSRUN_REMOTE_HOST_ADDRESS], "10.77.0.2");
    assert_string_equal(settings.value[MOSRUN_START_ELSEWHERE], "1");
    settings.value[MOSRUN_START_ELSEWHERE] = "0";
    mosrun_place_set(&settings, "10.77.0.2");
    assert_string_equal(settings.value[MOSRUN_START_ELSEWHERE], "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_spread, prepare),
        cmocka_unit_test_setup(test_left_out, prepare),
        cmocka_unit_test_setup(test_memory, prepare),
        cmocka_unit_test(test_settings),
    };

    return RUN_TESTS(tests);
}
