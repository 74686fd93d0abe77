/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * When a rank that looks in vain sleeps, and for how long. Time is simulated: a look takes LOOK
 * ticks, and what comes between two looks takes a few.
 */
#include "test_main.h"

#include <errno.h>

#include "mosix_wait.h"

#define LOOK 600
#define BETWEEN 60
#define LONGEST 100000000
#define SPIN 1000

static uint64_t now;

static struct mosix_wait new_wait(enum mosix_wait_mode mode)
{
    struct mosix_wait wait = {.mode = mode, .spin = SPIN, .longest = LONGEST};

    now = 1000000;
    mosix_wait_start(&wait);
    return wait;
}

/* A look in vain after so many ticks. LOOK says what else is true. */
static int64_t look_after(struct mosix_wait *wait, uint64_t between, struct mosix_look look)
{
    look.start = now + between;
    look.end = look.start + LOOK;
    now = look.end;
    return mosix_wait_vain(wait, &look);
}

static int64_t look(struct mosix_wait *wait)
{
    return look_after(wait, BETWEEN, (struct mosix_look){0});
}

/* Looks until it sleeps; how many there were. */
static unsigned int spin(struct mosix_wait *wait)
{
    unsigned int looks = 1;

    while (look(wait) == 0) {
        looks++;
        assert_true(looks <= 2 * SPIN);
    }
    return looks;
}

/* A sleep that a message ends. */
static void sleep_until_message(struct mosix_wait *wait)
{
    mosix_wait_slept(wait, 1, true, now);
    mosix_wait_found(wait);
}

static void test_names(void **state)
{
    (void) state;
    assert_int_equal(mosix_wait_mode("auto"), MOSIX_WAIT_AUTO);
    assert_int_equal(mosix_wait_mode("spin"), MOSIX_WAIT_SPIN);
    assert_int_equal(mosix_wait_mode("block"), MOSIX_WAIT_BLOCK);
    assert_int_equal(mosix_wait_mode("Auto"), -EINVAL);
    assert_int_equal(mosix_wait_mode(""), -EINVAL);
    assert_int_equal(mosix_wait_mode(NULL), -EINVAL);
    assert_true(mosix_wait_is_mode(MOSIX_WAIT_DEFAULT));
}

static void test_spin_never_sleeps(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_SPIN);

    (void) state;
    for (int i = 0; i < 10 * SPIN; i++) {
        assert_int_equal(look(&wait), 0);
    }
}

static void test_block_sleeps_when_all_was_looked_at(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_BLOCK);

    (void) state;
    for (int i = 0; i < 7; i++) {
        /* Whatever is done between two looks. */
        assert_int_equal(look_after(&wait, (uint64_t) i << 30, (struct mosix_look){0}), 0);
    }
    assert_true(look(&wait) > 0);
}

static void test_first_spin_is_the_longest(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);

    (void) state;
    assert_int_equal(spin(&wait), SPIN);
}

/* Where a look is dear, few of them are a long time. */
static void test_spin_is_bounded_in_time(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);
    struct mosix_look dear = {0};
    unsigned int looks = 0;

    (void) state;
    do {
        dear.start = now;
        dear.end = now + (1 << 19);
        now = dear.end;
        looks++;
    } while (mosix_wait_vain(&wait, &dear) == 0 && looks < SPIN);
    assert_int_equal(looks, 32);
}

static void test_answers_at_once_keep_it_spinning(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);

    (void) state;
    for (int message = 0; message < 1000; message++) {
        for (int i = 0; i < 20; i++) {
            assert_int_equal(look(&wait), 0);
        }
        mosix_wait_found(&wait);
    }
    /* It waits longer than usual, but not as long as it may. */
    assert_in_range(spin(&wait), 80, 120);
    assert_true(wait.early_in_row >= 1000);
}

static void test_late_answers_end_the_spinning(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);
    unsigned int longer = 0;

    (void) state;
    for (int message = 0; message < 20; message++) {
        (void) spin(&wait);
        sleep_until_message(&wait);
    }
    for (int message = 0; message < 1000; message++) {
        unsigned int looks = spin(&wait);

        sleep_until_message(&wait);
        longer += looks > 8;
        assert_true(looks == 8 || looks == SPIN);
    }
    /* It tries whether spinning pays, ever less often. */
    assert_in_range(longer, 3, 10);
    assert_int_equal(wait.early_in_row, 0);
}

static void test_learns_that_answers_are_quick_again(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);
    int slept = 0;

    (void) state;
    for (int message = 0; message < 1000; message++) {
        (void) spin(&wait);
        sleep_until_message(&wait);
    }
    for (int message = 0; message < 2000; message++) {
        bool sleeps = false;

        for (int i = 0; i < 50 && !sleeps; i++) {
            sleeps = look(&wait) > 0;
        }
        if (sleeps) {
            sleep_until_message(&wait);
        } else {
            mosix_wait_found(&wait);
        }
        slept += sleeps && message >= 1000;
    }
    assert_int_equal(slept, 0);
}

static void test_sleeps_grow(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);
    int64_t total = 0;
    int64_t time = 0;
    int sleeps = 0;

    (void) state;
    (void) spin(&wait);
    while (time < LONGEST) {
        time = look(&wait);
        assert_true(time > 0);
        /* What nothing tells of is noticed at most a quarter later, or a millisecond. */
        assert_true(time <= 1000000 || time <= total / 4);
        mosix_wait_slept(&wait, time, false, now);
        total += time;
        assert_true(++sleeps < 100);
    }
    assert_int_equal(time, LONGEST);
    assert_int_equal(look(&wait), LONGEST);
    mosix_wait_found(&wait);
    (void) spin(&wait);
    assert_int_equal(look(&wait), 1000000);
}

static void test_events_that_are_no_messages(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);

    (void) state;
    (void) spin(&wait);
    mosix_wait_slept(&wait, LONGEST, true, now);
    /* All that may have happened is looked at, and then it sleeps again, for not longer. */
    assert_int_equal(spin(&wait), 7);
    assert_int_equal(look(&wait), 1000000);
}

/* A question of a peer, or one to peers, which takes its time. */
static void test_what_does_not_count(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);

    (void) state;
    (void) look(&wait);
    mosix_wait_ignore(&wait, now);
    assert_true(spin(&wait) >= SPIN - 1);
    mosix_wait_slept(&wait, LONGEST, true, now);
    mosix_wait_ignore(&wait, now);
    assert_int_equal(look(&wait), 1000000);
    mosix_wait_slept(&wait, 40000000, false, now);
    now += 1000 * LOOK;
    mosix_wait_ignore(&wait, now);
    assert_int_equal(look(&wait), 10000000);
}

static void test_a_program_that_computes_does_not_sleep(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);

    (void) state;
    for (int i = 0; i < 10 * SPIN; i++) {
        assert_int_equal(look_after(&wait, 9 * LOOK, (struct mosix_look){0}), 0);
    }
    /* Not even one that waited before. */
    (void) spin(&wait);
    mosix_wait_slept(&wait, 1, false, now);
    assert_int_equal(look_after(&wait, 9 * LOOK, (struct mosix_look){0}), 0);
    assert_int_equal(spin(&wait), SPIN - 1);
}

/* In MPI_Test, less is enough. */
static void test_a_program_that_tests_and_works_does_not_sleep(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);
    const struct mosix_look testing = {.testing = true};

    (void) state;
    for (int i = 0; i < 10 * SPIN; i++) {
        assert_int_equal(look_after(&wait, 2 * LOOK, testing), 0);
    }
    for (int i = 0; i < SPIN; i++) {
        (void) look_after(&wait, BETWEEN, testing);
    }
    for (int i = 0; i < 100; i++) {
        int64_t time = look_after(&wait, BETWEEN, testing);

        assert_int_equal(time, MOSIX_WAIT_SHORT);
        mosix_wait_slept(&wait, time, false, now);
    }
}

/* Time in which it slept or gave way by itself is not computing. */
static void test_naps(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);
    int64_t time = 0;

    (void) state;
    for (int i = 0; i < SPIN; i++) {
        uint64_t napped = now + 100 * (uint64_t) LOOK;

        time = look_after(&wait, 100 * LOOK + BETWEEN, (struct mosix_look){.napped = napped});
    }
    assert_true(time > 0);
    /* A nap of long ago, or of another machine's clock, is none. */
    assert_int_equal(look_after(&wait, 100 * LOOK, (struct mosix_look){.napped = 1}), 0);
    assert_int_equal(look_after(&wait, 100 * LOOK, (struct mosix_look){.napped = UINT64_MAX}), 0);
}

static void test_a_clock_that_jumps(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);

    (void) state;
    (void) spin(&wait);
    now = 5;
    assert_int_equal(look(&wait), 0);
    assert_int_equal(spin(&wait), SPIN - 1);
}

static void test_short_sleeps(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);

    (void) state;
    (void) spin(&wait);
    for (int i = 0; i < 1000; i++) {
        int64_t time = look_after(&wait, BETWEEN, (struct mosix_look){.is_short = true});

        assert_int_equal(time, MOSIX_WAIT_SHORT);
        mosix_wait_slept(&wait, time, false, now);
    }
}

static void test_a_full_receiver(void **state)
{
    struct mosix_wait wait = new_wait(MOSIX_WAIT_AUTO);
    const struct mosix_look pending = {.pending = true};
    int64_t before = 0;
    int64_t total = 0;
    int64_t time = 0;

    (void) state;
    (void) spin(&wait);
    for (int i = 0; i < 100; i++) {
        time = look_after(&wait, BETWEEN, pending);
        assert_true(time > 0 && time >= before && time <= LONGEST);
        assert_true(time <= 2000000 || time <= total / 8);
        assert_true(i > 0 || time <= 100000);
        mosix_wait_slept(&wait, time, false, now);
        before = time;
        total += time;
    }
    assert_int_equal(time, LONGEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_spin_never_sleeps),
        cmocka_unit_test(test_block_sleeps_when_all_was_looked_at),
        cmocka_unit_test(test_first_spin_is_the_longest),
        cmocka_unit_test(test_spin_is_bounded_in_time),
        cmocka_unit_test(test_answers_at_once_keep_it_spinning),
        cmocka_unit_test(test_late_answers_end_the_spinning),
        cmocka_unit_test(test_learns_that_answers_are_quick_again),
        cmocka_unit_test(test_sleeps_grow),
        cmocka_unit_test(test_events_that_are_no_messages),
        cmocka_unit_test(test_what_does_not_count),
        cmocka_unit_test(test_a_program_that_computes_does_not_sleep),
        cmocka_unit_test(test_a_program_that_tests_and_works_does_not_sleep),
        cmocka_unit_test(test_naps),
        cmocka_unit_test(test_a_clock_that_jumps),
        cmocka_unit_test(test_short_sleeps),
        cmocka_unit_test(test_a_full_receiver),
    };

    return RUN_TESTS(tests);
}
