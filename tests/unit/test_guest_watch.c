/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * When processes count as lost that are guests of a node: not when it is silent for once, not for
 * ever after, and only those that are there.
 */
#include "test_main.h"

#include <string.h>

#include "guest_watch.h"

#define HEADING "  PID WHERE FROM FRZ TTY      CMD\n"
#define HERE "  101 here  here  -  ?        mosrun -e ./a\n"
#define AT_2 "  102 2     here  -  ?        mosrun -e ./a\n"
#define AT_3 "  103 10.77.0.3 here - ?      mosrun -e ./a\n"
#define LEAVING "  104 leaving here -  ?       mosrun -e ./a\n"
#define FOREIGN "  105 2     3     -  ?        mosrun -e ./b\n"

static const char *silent; /* the places that do not answer, with a blank after each */
static const char *known;  /* of these, those that MOSIX still knows */
static int asked;

/* Of node 2 and of 10.77.0.3. */
#define ADDRESS_2 2
#define ADDRESS_3 3

static uint32_t find(const char *place)
{
    return strcmp(place, "2") == 0 ? ADDRESS_2 : strcmp(place, "10.77.0.3") == 0 ? ADDRESS_3 : 0;
}

static bool answers(uint32_t address)
{
    asked++;
    return strstr(silent, address == ADDRESS_2 ? "2" : "10.77.0.3") == NULL;
}

static bool is_known(const char *place)
{
    return strstr(known, place) != NULL;
}

static const struct guest_probe probe = {find, answers, is_known};

static struct guest_watch watch;

static int begin(void **state)
{
    (void) state;
    guest_watch_end(&watch);
    asked = 0;
    known = "";
    return 0;
}

static int end(void **state)
{
    return begin(state);
}

/* The processes that are lost after a look, 0 at the end. */
#define EXPECT_LOST(text, places, now, ...) expect(text, places, now, (const int[]){__VA_ARGS__, 0})

static void expect(const char *text, const char *places, int64_t now, const int *wanted)
{
    struct lost_guests lost = {.list = NULL};
    size_t count = 0;

    silent = places;
    guest_watch_list(&watch, text);
    if (guest_watch_look(&watch, now, &probe)) {
        guest_watch_find_lost(&watch, text, now, &lost);
    }
    for (; wanted[count] != 0; count++) {
        assert_true(count < lost.count);
        assert_int_equal(lost.list[count].pid, wanted[count]);
    }
    assert_int_equal(lost.count, count);
    guest_watch_release(&lost);
}

static void test_only_nodes_with_guests_are_asked(void **state)
{
    (void) state;
    EXPECT_LOST(HEADING HERE LEAVING FOREIGN, "2", 0, 0);
    assert_int_equal(asked, 0);
    EXPECT_LOST(HEADING AT_2 AT_2 AT_3, "", 0, 0);
    assert_int_equal(asked, 2);
    EXPECT_LOST(HEADING "  106 4     here  -  ?        mosrun -e ./a\n", "2", 0, 0);
    assert_int_equal(asked, 2);
}

static void test_it_takes_looks_and_time(void **state)
{
    (void) state;
    EXPECT_LOST(HEADING HERE AT_2 AT_3, "2", 1000, 0);
    EXPECT_LOST(HEADING HERE AT_2 AT_3, "2", 1000 + GUEST_WATCH_PATIENCE - 1, 0);
    EXPECT_LOST(HEADING HERE AT_2 AT_3, "2", 1000 + GUEST_WATCH_PATIENCE, 102);
    begin(state);
    EXPECT_LOST(HEADING AT_2, "2", 1000, 0);
    EXPECT_LOST(HEADING AT_2, "2", 1000 + 100 * GUEST_WATCH_PATIENCE, 102);
}

static void test_an_answer_ends_the_silence(void **state)
{
    (void) state;
    EXPECT_LOST(HEADING AT_2, "2", 0, 0);
    EXPECT_LOST(HEADING AT_2, "", GUEST_WATCH_PATIENCE, 0);
    EXPECT_LOST(HEADING AT_2, "2", 2 * GUEST_WATCH_PATIENCE, 0);
    EXPECT_LOST(HEADING AT_2, "2", 3 * GUEST_WATCH_PATIENCE, 102);
}

static void test_a_node_without_guests_is_forgotten(void **state)
{
    (void) state;
    EXPECT_LOST(HEADING AT_2 AT_3, "2 10.77.0.3", 0, 0);
    EXPECT_LOST(HEADING HERE AT_3, "2 10.77.0.3", GUEST_WATCH_PATIENCE, 103);
    assert_int_equal(watch.count, 1);
    EXPECT_LOST(HEADING AT_2, "2 10.77.0.3", 2 * GUEST_WATCH_PATIENCE, 0);
}

/* What cannot be read changes nothing. */
static void test_no_list(void **state)
{
    (void) state;
    EXPECT_LOST(HEADING AT_2, "2", 0, 0);
    EXPECT_LOST("MOSIX is not running\n" AT_2, "2", GUEST_WATCH_PATIENCE, 0);
    EXPECT_LOST("", "2", GUEST_WATCH_PATIENCE, 0);
    assert_int_equal(watch.count, 1);
    EXPECT_LOST(HEADING AT_2, "2", GUEST_WATCH_PATIENCE, 102);
}

/* One that came home after the last list is not lost. */
static void test_it_is_looked_for_again(void **state)
{
    struct lost_guests lost = {.list = NULL};

    (void) state;
    EXPECT_LOST(HEADING AT_2, "2", 0, 0);
    assert_true(guest_watch_look(&watch, GUEST_WATCH_PATIENCE, &probe));
    guest_watch_find_lost(&watch, HEADING HERE, GUEST_WATCH_PATIENCE, &lost);
    assert_int_equal(lost.count, 0);
}

/* A firewall may keep every answer back; MOSIX knows a node for a while that has vanished. */
static void test_one_that_never_answered(void **state)
{
    (void) state;
    known = "2";
    EXPECT_LOST(HEADING AT_2, "2", 0, 0);
    EXPECT_LOST(HEADING AT_2, "2", GUEST_WATCH_PATIENCE, 0);
    known = "";
    EXPECT_LOST(HEADING AT_2, "2", 2 * GUEST_WATCH_PATIENCE, 0);
    EXPECT_LOST(HEADING AT_2, "2", 3 * GUEST_WATCH_PATIENCE, 102);
    begin(state);
    known = "2";
    EXPECT_LOST(HEADING AT_2, "", 0, 0);
    EXPECT_LOST(HEADING AT_2, "2", 1000, 0);
    EXPECT_LOST(HEADING AT_2, "2", 1000 + GUEST_WATCH_PATIENCE, 102);
}

static void test_silence_is_told(void **state)
{
    struct lost_guests lost = {.list = NULL};

    (void) state;
    silent = "10.77.0.3";
    guest_watch_list(&watch, HEADING AT_3);
    assert_false(guest_watch_look(&watch, 500, &probe));
    assert_true(guest_watch_look(&watch, 500 + 7000, &probe));
    guest_watch_find_lost(&watch, HEADING AT_3 AT_3, 500 + 7000, &lost);
    assert_int_equal(lost.count, 2);
    assert_int_equal(lost.list[1].silence, 7000);
    assert_string_equal(lost.list[1].place, "10.77.0.3");
    guest_watch_release(&lost);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_only_nodes_with_guests_are_asked, begin, end),
        cmocka_unit_test_setup_teardown(test_it_takes_looks_and_time, begin, end),
        cmocka_unit_test_setup_teardown(test_an_answer_ends_the_silence, begin, end),
        cmocka_unit_test_setup_teardown(test_a_node_without_guests_is_forgotten, begin, end),
        cmocka_unit_test_setup_teardown(test_no_list, begin, end),
        cmocka_unit_test_setup_teardown(test_it_is_looked_for_again, begin, end),
        cmocka_unit_test_setup_teardown(test_one_that_never_answered, begin, end),
        cmocka_unit_test_setup_teardown(test_silence_is_told, begin, end),
    };

    return RUN_TESTS(tests);
}
