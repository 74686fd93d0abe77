/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sequence numbers: replays and gaps are told apart, streams do not disturb one another.
 */
#include "test_main.h"

#include <errno.h>
#include <stdlib.h>

#include "mosix_streams.h"

static int fail_calloc;

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);

void *__wrap_calloc(size_t count, size_t size)
{
    return fail_calloc ? NULL : __real_calloc(count, size);
}

static const struct mosix_source a = {.home = 1, .pid = 100, .stream = 1};

static void test_no_memory(void **state)
{
    struct mosix_streams streams = {0};

    (void) state;
    fail_calloc = 1;
    assert_int_equal(mosix_streams_accept(&streams, &a, 0), -ENOMEM);
    fail_calloc = 0;
    assert_int_equal(mosix_streams_accept(&streams, &a, 0), 0);
    mosix_streams_clear(&streams);
}

static void test_gap_at_the_start(void **state)
{
    struct mosix_streams streams = {0};

    (void) state;
    assert_int_equal(mosix_streams_accept(&streams, &a, 1), -EPIPE);
    assert_int_equal(mosix_streams_accept(&streams, &a, UINT32_MAX), -EPIPE);
    assert_int_equal(streams.count, 0);
    assert_int_equal(mosix_streams_accept(&streams, &a, 0), 0);
    mosix_streams_clear(&streams);
}

static void test_gap(void **state)
{
    struct mosix_streams streams = {0};

    (void) state;
    assert_int_equal(mosix_streams_accept(&streams, &a, 0), 0);
    assert_int_equal(mosix_streams_accept(&streams, &a, 2), -EPIPE);
    /* The stream has not moved on: what was missing may still come. */
    assert_int_equal(mosix_streams_accept(&streams, &a, 1), 0);
    assert_int_equal(mosix_streams_accept(&streams, &a, 2), 0);
    mosix_streams_clear(&streams);
}

static void test_replay(void **state)
{
    struct mosix_streams streams = {0};

    (void) state;
    for (uint32_t i = 0; i < 10; i++) {
        assert_int_equal(mosix_streams_accept(&streams, &a, i), 0);
        assert_int_equal(mosix_streams_accept(&streams, &a, i), -EALREADY);
        assert_int_equal(mosix_streams_accept(&streams, &a, 0), -EALREADY);
    }
    mosix_streams_clear(&streams);
}

static void test_streams_are_separate(void **state)
{
    const struct mosix_source others[] = {
        {.home = 2, .pid = 100, .stream = 1},
        {.home = 1, .pid = 101, .stream = 1},
        {.home = 1, .pid = 100, .stream = 2},
    };
    struct mosix_streams streams = {0};

    (void) state;
    assert_int_equal(mosix_streams_accept(&streams, &a, 0), 0);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_int_equal(mosix_streams_accept(&streams, &others[i], 1), -EPIPE);
        assert_int_equal(mosix_streams_accept(&streams, &others[i], 0), 0);
    }
    assert_int_equal(mosix_streams_accept(&streams, &a, 1), 0);
    mosix_streams_clear(&streams);
}

static void test_many_streams(void **state)
{
    struct mosix_streams streams = {0};

    (void) state;
    for (uint32_t sequence = 0; sequence < 3; sequence++) {
        for (uint32_t i = 0; i < 5000; i++) {
            struct mosix_source source = {.home = i % 7, .pid = 1 + i, .stream = i % 3};

            assert_int_equal(mosix_streams_accept(&streams, &source, sequence), 0);
        }
    }
    assert_int_equal(streams.count, 5000);
    mosix_streams_clear(&streams);
    assert_int_equal(streams.count, 0);
    assert_null(streams.slots);
}

static void test_numbers_wrap_around(void **state)
{
    struct mosix_streams streams = {0};

    (void) state;
    assert_int_equal(mosix_streams_accept(&streams, &a, 0), 0);
    for (size_t i = 0; i < streams.capacity; i++) {
        if (streams.slots[i].source.pid == a.pid) {
            streams.slots[i].next = UINT32_MAX;
        }
    }
    assert_int_equal(mosix_streams_accept(&streams, &a, UINT32_MAX), 0);
    assert_int_equal(mosix_streams_accept(&streams, &a, UINT32_MAX), -EALREADY);
    assert_int_equal(mosix_streams_accept(&streams, &a, 1), -EPIPE);
    assert_int_equal(mosix_streams_accept(&streams, &a, 0), 0);
    mosix_streams_clear(&streams);
}

/* A question tells what should have come, and moves nothing. */
static void test_questions(void **state)
{
    struct mosix_streams streams = {0};

    (void) state;
    assert_int_equal(mosix_streams_check(&streams, &a, 0), 0);
    assert_int_equal(mosix_streams_check(&streams, &a, 1), -EPIPE);
    assert_int_equal(mosix_streams_accept(&streams, &a, 0), 0);
    assert_int_equal(mosix_streams_check(&streams, &a, 1), 0);
    assert_int_equal(mosix_streams_check(&streams, &a, 0), 0); /* one that was late, or repeated */
    assert_int_equal(mosix_streams_check(&streams, &a, 2), -EPIPE);
    assert_int_equal(streams.count, 1);
    assert_int_equal(mosix_streams_accept(&streams, &a, 1), 0);
    mosix_streams_clear(&streams);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_gap_at_the_start),
        cmocka_unit_test(test_gap),
        cmocka_unit_test(test_replay),
        cmocka_unit_test(test_streams_are_separate),
        cmocka_unit_test(test_many_streams),
        cmocka_unit_test(test_numbers_wrap_around),
        cmocka_unit_test(test_questions),
    };

    return RUN_TESTS(tests);
}
