/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The model of MOSIX's mailboxes that random sequences are compared with, and their generator.
 */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "boxes.h"
#include "generate.h"

enum { SEEDS = 300 };

static struct model model;
static struct outcome outcome;
static int steps;

/* Makes a step; returns its answer. */
static const char *answer(struct step step)
{
    step.id = steps++;
    model_step(&model, &step, &outcome);
    assert_false(outcome.beyond);
    return outcome.waits ? "waits" : outcome.answer.text;
}

static const char *send(int who, int box, long size)
{
    return answer(
        (struct step){.who = who, .operation = SEND, .fd = BOX_DESCRIPTOR + box, .size = size});
}

/* A read of ROOM bytes, without the checksum. */
static const char *receive(int who, long room)
{
    static char text[ANSWER_SIZE];

    snprintf(
        text, sizeof(text), "%s",
        answer((struct step){.who = who, .operation = READ, .fd = BOX_DESCRIPTOR, .size = room}));
    return strtok(text, ",");
}

static void open_mailbox(int who, int flags)
{
    assert_string_equal(
        answer((struct step){.who = who, .operation = OPEN_BOX, .flags = O_CREAT, .value = flags}),
        "207618048");
}

/* Process 0 has a mailbox with FLAGS, process 1 send box 1 to it. */
static void begin(int flags)
{
    model_start(&model, 2);
    steps = 0;
    open_mailbox(0, flags);
    assert_string_equal(
        answer((struct step){.who = 1, .operation = OPEN_SEND, .to = 0, .flags = O_WRONLY}),
        "207618049");
}

static void test_order(void **state)
{
    (void) state;
    begin(8);
    assert_string_equal(receive(0, 100), "EAGAIN");
    assert_string_equal(send(1, 1, 5), "5");
    assert_string_equal(send(1, 1, 70), "70");
    assert_string_equal(receive(0, 100), "5");
    assert_string_equal(receive(0, 8), "8");
    assert_string_equal(receive(0, 100), "EAGAIN");
}

static void test_wakes(void **state)
{
    (void) state;
    begin(0);
    assert_string_equal(receive(0, 100), "waits");
    assert_string_equal(send(1, 1, 3), "3");
    assert_true(outcome.ended[0]);
    assert_memory_equal(outcome.late[0].text, "3, sum ", 7);
}

static void test_whole(void **state)
{
    (void) state;
    begin(8 | 32);
    send(1, 1, 20);
    send(1, 1, 2);
    assert_string_equal(receive(0, 5), "2");
    assert_string_equal(receive(0, 50), "20");
}

/* None fits: 0, and then nobody knows. */
static void test_too_long(void **state)
{
    const struct step step = {.operation = READ, .fd = BOX_DESCRIPTOR, .size = 50};

    (void) state;
    begin(32);
    send(1, 1, 20);
    assert_string_equal(receive(0, 5), "0");
    model_step(&model, &step, &outcome);
    assert_true(outcome.beyond);
    assert_string_equal(outcome.answer.text, "");
}

/* A ubox tells the first writer that nobody is there, and then nobody knows. */
static void test_ubox_to_nobody(void **state)
{
    const struct step open = {
        .operation = OPEN_SEND, .who = 1, .to = 0, .value = UBOX_ZERO, .flags = O_WRONLY};
    const struct step step = {
        .operation = SEND, .who = 1, .fd = BOX_DESCRIPTOR + 1, .size = 1, .id = 1};

    (void) state;
    model_start(&model, 2);
    model_step(&model, &open, &outcome);
    model_step(&model, &step, &outcome);
    assert_string_equal(outcome.answer.text, "ESRCH");
    assert_false(outcome.beyond);
    model_step(&model, &step, &outcome);
    assert_true(outcome.beyond);
}

static void test_end_of_file(void **state)
{
    (void) state;
    begin(8 | 64);
    send(1, 1, 0);
    send(1, 1, 4);
    assert_string_equal(receive(0, 5), "0");
    assert_string_equal(receive(0, 5), "0");
    open_mailbox(0, 8);
    assert_string_equal(receive(0, 5), "4");
}

static void test_full(void **state)
{
    (void) state;
    begin(8);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(send(1, 1, 8 << 20), "8388608");
    }
    assert_string_equal(send(1, 1, 1), "waits");
    assert_string_equal(receive(0, 8 << 20), "8388608");
    assert_true(outcome.ended[1]);
    assert_string_equal(outcome.late[1].text, "1");
}

static void test_receiver_dies(void **state)
{
    (void) state;
    begin(8);
    for (int i = 0; i < 4; i++) {
        send(1, 1, 8 << 20);
    }
    assert_string_equal(send(1, 1, 1), "waits");
    answer((struct step){.who = 0, .operation = DIE});
    assert_true(outcome.ended[1]);
    assert_string_equal(outcome.late[1].text, "ESRCH");
}

static void test_filter(void **state)
{
    struct step step = {
        .operation = FILTER,
        .filter = {{.conditions = WANT_MINLEN, .minlen = 5}},
    };

    (void) state;
    begin(8);
    send(1, 1, 2);
    send(1, 1, 6);
    assert_string_equal(answer(step), "0");
    assert_string_equal(receive(0, 50), "6");
    assert_string_equal(receive(0, 50), "EAGAIN");
    assert_string_equal(answer(step), "previous");
    assert_string_equal(answer((struct step){.operation = UNFILTER}), "previous");
    assert_string_equal(receive(0, 50), "2");
}

/* The model is asked again and says the same; at the end nobody waits. */
static void test_generator(void **state)
{
    static struct sequence sequence, again;

    (void) state;
    for (unsigned long seed = 1; seed <= SEEDS; seed++) {
        generate(seed, &sequence);
        again = sequence;
        assert_true(replay(&again));
        assert_memory_equal(&again, &sequence, sizeof(sequence));
        model_start(&model, sequence.processes);
        for (int i = 0; i < sequence.count; i++) {
            model_step(&model, &sequence.step[i], &outcome);
        }
        for (int i = 0; i < sequence.processes; i++) {
            assert_false(model.process[i].waits);
        }
    }
}

/* Every operation occurs in some sequence. */
static void test_all_operations(void **state)
{
    static struct sequence sequence;
    int seen[OPERATIONS] = {0};

    (void) state;
    for (unsigned long seed = 1; seed <= SEEDS; seed++) {
        generate(seed, &sequence);
        for (int i = 0; i < sequence.count; i++) {
            seen[sequence.step[i].operation]++;
        }
    }
    for (int i = 0; i < OPERATIONS; i++) {
        assert_true(seen[i] > 0);
    }
}

static void test_text(void **state)
{
    struct step step = {.who = 1, .operation = SEND, .fd = BOX_DESCRIPTOR + 2, .size = 40, .id = 7};
    char text[64], small[8];

    (void) state;
    step_text(&step, text, sizeof(text));
    assert_string_equal(text, "process 1: write send box 2, 40 bytes, id 7");
    step_text(&step, small, sizeof(small));
    assert_true(strlen(small) < sizeof(small));
}

/* What was written is read again, and written as before. */
static void test_parse(void **state)
{
    static struct sequence sequence;
    struct step step;
    char text[512], again[512];

    (void) state;
    for (unsigned long seed = 1; seed <= SEEDS; seed++) {
        generate(seed, &sequence);
        for (int i = 0; i < sequence.count; i++) {
            step_text(&sequence.step[i], text, sizeof(text));
            assert_int_equal(step_parse(text, &step), 0);
            step_text(&step, again, sizeof(again));
            assert_string_equal(again, text);
        }
    }
}

static void test_parse_broken(void **state)
{
    static const char *const broken[] = {
        "",
        "process",
        "process 0",
        "process 4: exit",
        "process -1: exit",
        "process 0: exits",
        "process 0: exit now",
        "process 0: close",
        "process 0: close send box 0",
        "process 0: close descriptor 207618048",
        "process 0: read mailbox",
        "process 0: read mailbox, 12582913 bytes",
        "process 0: read mailbox, -1 bytes",
        "process 0: readv mailbox, 19 times, 1 bytes",
        "process 0: readv mailbox, 2 times, 12582912 bytes",
        "process 0: write mailbox, 1 bytes",
        "process 0: call mailbox nothing",
        "process 0: open mailbox, 11, flags 9",
        "process 0: filter",
        "process 0: filter [ pid of 4 ]",
        "process 0: filter [ home 1 ]",
        "process 0: filter [ min ]",
        "process 0: filter [ pattern of 2 at 0: 41 ]",
        "process 0: filter [ pattern of 1 at 0: 100 ]",
        "process 0: store filters, 2 times [ ]",
        "process 0: store filters, 4 times [ ] [ ] [ ] [ ]",
    };
    struct step step;

    (void) state;
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        assert_int_equal(step_parse(broken[i], &step), -EINVAL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),          cmocka_unit_test(test_wakes),
        cmocka_unit_test(test_whole),          cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_ubox_to_nobody), cmocka_unit_test(test_end_of_file),
        cmocka_unit_test(test_full),           cmocka_unit_test(test_receiver_dies),
        cmocka_unit_test(test_filter),         cmocka_unit_test(test_generator),
        cmocka_unit_test(test_all_operations), cmocka_unit_test(test_text),
        cmocka_unit_test(test_parse),          cmocka_unit_test(test_parse_broken),
    };

    return RUN_TESTS(tests);
}
