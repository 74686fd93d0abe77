/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * When a rank asks its peers whether they are there, whom it asks, and when one counts as gone.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosix_failure.h"
#include "mosix_life.h"

/* Ticks of a processor with three of them in a nanosecond, at a time in milliseconds. */
#define TICKS(time) ((uint64_t) (time) *3000000)

enum { INTERVAL = 3000, PATIENCE = 10000, RANKS_MAX = 300 };

static struct mosix_life make(uint32_t self)
{
    return (struct mosix_life){.interval = INTERVAL, .patience = PATIENCE, .next = self + 1};
}

/* Whether a look at that time has a turn; counts the looks at the clock. */
static bool look(struct mosix_life *life, uint32_t now, bool has_slept, unsigned *clocks)
{
    if (!mosix_life_may_be_due(life, TICKS(now))) {
        return false;
    }
    ++*clocks;
    return mosix_life_is_due(life, TICKS(now), now, has_slept);
}

static unsigned count_turns(uint32_t start, uint32_t end, bool has_slept, unsigned *clocks)
{
    struct mosix_life life = make(0);
    unsigned turns = 0;

    for (uint32_t now = start; now != end; now++) {
        turns += look(&life, now, has_slept, clocks);
    }
    return turns;
}

static void test_never(void **state)
{
    struct mosix_life life = {.interval = 0};

    (void) state;
    assert_false(mosix_life_may_be_due(&life, 0));
    assert_false(mosix_life_may_be_due(&life, UINT64_MAX));
}

/* Also when the 32 bits of the time wrap around. */
static void test_turns(void **state)
{
    unsigned clocks = 0;

    (void) state;
    assert_int_equal(count_turns(1000, 1000 + INTERVAL, true, &clocks), 0);
    assert_int_equal(count_turns(1000, 61500, true, &clocks), 20);
    assert_int_equal(count_turns(UINT32_MAX - 30000, 31000, true, &clocks), 20);
    /* One look at the clock in a second. */
    clocks = 0;
    assert_int_equal(count_turns(1000, 61500, false, &clocks), 10);
    assert_in_range(clocks, 10, 62);
}

static void test_a_jump_of_the_ticks(void **state)
{
    struct mosix_life life = make(0);
    unsigned clocks = 0;

    (void) state;
    assert_false(look(&life, 100000, true, &clocks));
    assert_true(mosix_life_may_be_due(&life, TICKS(100)));
    assert_false(mosix_life_is_due(&life, TICKS(100), 100100, true));
    assert_true(mosix_life_is_due(&life, TICKS(100 + INTERVAL), 100000 + INTERVAL, true));
}

static void test_all_are_asked_in_turn(void **state)
{
    struct mosix_life life = make(2);
    static const uint32_t expected[] = {3, 4, 0, 1, 3, 4, 0, 1};

    (void) state;
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_int_equal(mosix_life_next(&life, 5, 2), expected[i]);
    }
    /* Peers of other jobs went away. */
    life.next = 9;
    assert_int_equal(mosix_life_next(&life, 5, 2), 0);
    /* The last one does not ask itself. */
    life = make(4);
    assert_int_equal(mosix_life_next(&life, 5, 4), 0);
    life.next = 4;
    assert_int_equal(mosix_life_next(&life, 5, 4), 0);
    /* One that is in no order. */
    life.next = 4;
    assert_int_equal(mosix_life_next(&life, 5, UINT32_MAX), 4);
    assert_int_equal(mosix_life_next(&life, 5, UINT32_MAX), 0);
}

/* One turn of all ranks asks each of them, and none by more than the others. */
static void test_a_turn_of_all_ranks(void **state)
{
    (void) state;
    for (uint32_t count = 2; count <= RANKS_MAX; count++) {
        unsigned asked[RANKS_MAX] = {0};
        uint32_t share = mosix_life_share(count - 1);

        assert_in_range(share, 1, MOSIX_LIFE_SHARE);
        for (uint32_t self = 0; self < count; self++) {
            struct mosix_life life = make(self);

            for (uint32_t left = share; left > 0; left--) {
                uint32_t peer = mosix_life_next(&life, count, self);

                assert_int_not_equal(peer, self);
                asked[peer]++;
            }
        }
        for (uint32_t peer = 0; peer < count; peer++) {
            assert_int_equal(asked[peer], share);
        }
    }
}

static void test_what_tells_nothing(void **state)
{
    static const int results[] = {0, 32, -EAGAIN, -ENOSPC, -EMFILE, -EACCES, -EINVAL};

    (void) state;
    for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++) {
        struct mosix_life life = make(0);

        assert_int_equal(mosix_life_judge(&life, 1, results[i], 5), MOSIX_LIFE_GOOD);
        assert_false(life.has_suspect);
    }
}

static void expect_gone_after(int error, uint32_t patience)
{
    struct mosix_life life = make(0);
    unsigned clocks = 0;
    uint32_t start = 5000;
    uint32_t now;

    (void) look(&life, start, true, &clocks);
    assert_int_equal(mosix_life_judge(&life, 7, -error, start), MOSIX_LIFE_SUSPECT);
    assert_true(life.has_suspect);
    assert_int_equal(life.suspect, 7);
    /* Others that fail later do not put it off. */
    assert_int_equal(mosix_life_judge(&life, 8, -error, start + patience), MOSIX_LIFE_SUSPECT);
    assert_int_equal(mosix_life_judge(&life, 8, 0, start + patience), MOSIX_LIFE_GOOD);
    for (now = start; !look(&life, now, true, &clocks); now++) {
    }
    assert_in_range(now - start, 1000, 1350);
    assert_int_equal(mosix_life_judge(&life, 7, -error, start + patience - 1), MOSIX_LIFE_SUSPECT);
    assert_int_equal(mosix_life_judge(&life, 7, -error, start + patience), MOSIX_LIFE_GONE);
}

static void test_errors_that_may_pass(void **state)
{
    struct mosix_life life = make(0);

    (void) state;
    expect_gone_after(ETIMEDOUT, PATIENCE);
    expect_gone_after(ECONNREFUSED, PATIENCE);
    expect_gone_after(ESRCH, 2000);
    expect_gone_after(EHOSTUNREACH, MOSIX_GONE_PATIENCE);
    expect_gone_after(ECONNABORTED, MOSIX_GONE_PATIENCE);
    expect_gone_after(ENOENT, MOSIX_GONE_PATIENCE);
    /* It passes. */
    assert_int_equal(mosix_life_judge(&life, 7, -EIO, 0), MOSIX_LIFE_SUSPECT);
    assert_int_equal(mosix_life_judge(&life, 7, 0, 1000), MOSIX_LIFE_GOOD);
    assert_false(life.has_suspect);
    assert_int_equal(mosix_life_judge(&life, 7, -EIO, PATIENCE), MOSIX_LIFE_SUSPECT);
    life.patience = 0;
    assert_int_equal(mosix_life_judge(&life, 7, -EHOSTUNREACH, PATIENCE), MOSIX_LIFE_GONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_never),
        cmocka_unit_test(test_turns),
        cmocka_unit_test(test_a_jump_of_the_ticks),
        cmocka_unit_test(test_all_are_asked_in_turn),
        cmocka_unit_test(test_a_turn_of_all_ranks),
        cmocka_unit_test(test_what_tells_nothing),
        cmocka_unit_test(test_errors_that_may_pass),
    };

    return RUN_TESTS(tests);
}
