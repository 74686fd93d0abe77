/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mosix_pace: how long to wait before the first look. A rank and its peer are simulated: an answer
 * takes so many ticks, and a look takes so many.
 */
#include "test_main.h"

#include "mosix_pace.h"

#define LOOK 10000
#define ANSWER (5 * LOOK)
#define MESSAGES 2000

struct peer {
    uint64_t answer; /* ticks until it comes */
    uint64_t jitter; /* at most that much more */
    uint64_t look;   /* what a look takes */
    bool shares;     /* answers only while the rank is in the kernel: both have one processor */
};

struct seen {
    uint64_t vain;  /* looks, of all messages */
    uint64_t ticks; /* that all messages took */
};

static uint64_t random_below(uint64_t limit)
{
    static uint64_t state = 1;

    state = state * 6364136223846793005u + 1442695040888963407u;
    return limit == 0 ? 0 : (state >> 33) % limit;
}

/* Awaits one message as btl mosix does. */
static void await(struct mosix_pace *pace, const struct peer *peer, uint64_t *now,
                  struct seen *seen)
{
    uint64_t came = *now;
    uint64_t hold = pace->phase == MOSIX_PACE_HOLDS ? pace->hold : 0;
    uint64_t answer = came + peer->answer + random_below(peer->jitter) + (peer->shares ? hold : 0);
    uint32_t vain = 0;

    for (*now += hold; *now < answer; *now += peer->look) {
        vain++;
    }
    *now += peer->look;
    seen->vain += vain;
    seen->ticks += *now - came;
    if (pace->phase != MOSIX_PACE_RESTS || --pace->left == 0) {
        mosix_pace_learn(pace, vain, false, *now);
    }
}

static struct seen await_all(struct mosix_pace *pace, const struct peer *peer, uint64_t *now)
{
    struct seen seen = {0};

    for (int i = 0; i < MESSAGES; i++) {
        await(pace, peer, now, &seen);
    }
    return seen;
}

/* What the same costs without any of this. */
static struct seen await_without(const struct peer *peer)
{
    struct mosix_pace rests = {.phase = MOSIX_PACE_RESTS, .left = UINT32_MAX};
    uint64_t now = 1;

    return await_all(&rests, peer, &now);
}

static void test_saves_looks(void **state)
{
    const struct peer peer = {.answer = ANSWER, .jitter = LOOK, .look = LOOK};
    struct mosix_pace pace = {0};
    uint64_t now = 1;
    struct seen with = await_all(&pace, &peer, &now);
    struct seen without = await_without(&peer);

    (void) state;
    assert_true(without.vain >= 5 * MESSAGES);
    assert_true(with.vain <= MESSAGES * 2 / 5);
    assert_true(with.ticks <= without.ticks * 21 / 20);
}

static void test_cheap_looks_are_not_saved(void **state)
{
    const struct peer peer = {.answer = 5000, .jitter = 500, .look = 1000};
    struct mosix_pace pace = {0};
    uint64_t now = 1;

    (void) state;
    (void) await_all(&pace, &peer, &now);
    assert_int_equal(pace.hold, 0);
    assert_int_not_equal(pace.phase, MOSIX_PACE_HOLDS);
}

static void test_messages_that_are_there_are_not_held(void **state)
{
    const struct peer peer = {.look = LOOK};
    struct mosix_pace pace = {0};
    uint64_t now = 1;
    struct seen with = await_all(&pace, &peer, &now);

    (void) state;
    assert_int_equal(with.ticks, await_without(&peer).ticks);
}

/* With one processor for both, the peer would only wait until the hold is over. */
static void test_one_processor(void **state)
{
    const struct peer peer = {.answer = ANSWER, .look = LOOK, .shares = true};
    struct mosix_pace pace = {0};
    uint64_t now = 1;
    struct seen first = await_all(&pace, &peer, &now);
    struct seen later = await_all(&pace, &peer, &now);

    (void) state;
    assert_true(first.ticks <= await_without(&peer).ticks * 12 / 10);
    assert_true(later.ticks <= await_without(&peer).ticks * 103 / 100);
}

static void test_quicker_answers_are_noticed(void **state)
{
    const struct peer slow = {.answer = 2 * ANSWER, .jitter = LOOK, .look = LOOK};
    const struct peer quick = {.answer = ANSWER / 2, .jitter = LOOK, .look = LOOK};
    struct mosix_pace pace = {0};
    uint64_t now = 1;
    struct seen later;

    (void) state;
    (void) await_all(&pace, &slow, &now);
    (void) await_all(&pace, &quick, &now);
    later = await_all(&pace, &quick, &now);
    assert_true(later.ticks <= await_without(&quick).ticks * 11 / 10);
}

static void test_hold_is_bounded(void **state)
{
    const struct peer peer = {.answer = 30 * LOOK, .look = LOOK};
    struct mosix_pace pace = {0};
    uint64_t now = 1;

    (void) state;
    (void) await_all(&pace, &peer, &now);
    assert_true(pace.hold <= 16 * pace.look);
}

static void test_sleeps_teach_nothing(void **state)
{
    struct mosix_pace pace = {0};

    (void) state;
    for (uint64_t i = 1; i < MESSAGES; i++) {
        mosix_pace_learn(&pace, 8, true, i * ANSWER);
        mosix_pace_learn(&pace, 8, false, i << 40);
    }
    assert_int_equal(pace.hold, 0);
    assert_int_equal(pace.left, MOSIX_PACE_SAMPLES);
}

/* After a move to another node, the processor's ticks are others. */
static void test_a_clock_that_jumps(void **state)
{
    const struct peer peer = {.answer = ANSWER, .jitter = LOOK, .look = LOOK};
    struct mosix_pace pace = {0};
    uint64_t now = UINT64_C(1) << 60;
    struct seen later;

    (void) state;
    (void) await_all(&pace, &peer, &now);
    now = 1;
    later = await_all(&pace, &peer, &now);
    assert_true(later.vain <= MESSAGES * 2 / 5);
    pace.phase = MOSIX_PACE_HOLDS;
    pace.came = mosix_ticks() + (UINT64_C(1) << 62);
    pace.hold = UINT64_C(1) << 61;
    mosix_pace_hold(&pace); /* returns */
}

static void test_hold_lasts(void **state)
{
    struct mosix_pace pace = {.phase = MOSIX_PACE_HOLDS, .hold = 1000000};

    (void) state;
    pace.came = mosix_ticks();
    mosix_pace_hold(&pace);
    assert_true(mosix_ticks() - pace.came >= pace.hold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_saves_looks),
        cmocka_unit_test(test_cheap_looks_are_not_saved),
        cmocka_unit_test(test_messages_that_are_there_are_not_held),
        cmocka_unit_test(test_one_processor),
        cmocka_unit_test(test_quicker_answers_are_noticed),
        cmocka_unit_test(test_hold_is_bounded),
        cmocka_unit_test(test_sleeps_teach_nothing),
        cmocka_unit_test(test_a_clock_that_jumps),
        cmocka_unit_test(test_hold_lasts),
    };

    return RUN_TESTS(tests);
}
