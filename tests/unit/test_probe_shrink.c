/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The search for the fewest steps that still differ.
 */
#include "test_main.h"

#include <stdio.h>
#include <string.h>

#include "boxes.h"
#include "shrink.h"

enum { SEEDS = 300 };

static struct sequence sequence;
static struct mismatch mismatch;

/* A machine whose answers are the model's but for one operation on one descriptor, where the model
 * says ANSWER, or anything if that is NULL. */
struct machine {
    enum operation operation;
    const char *answer;
    int fd;
};

static bool differs(const struct sequence *steps, struct mismatch *found, void *context)
{
    const struct machine *machine = context;

    for (int i = 0; i < steps->count; i++) {
        const struct step *step = &steps->step[i];
        const struct outcome *outcome = &steps->outcome[i];

        if (step->operation == machine->operation && step->fd == machine->fd && !outcome->waits &&
            (machine->answer == NULL || strcmp(outcome->answer.text, machine->answer) == 0)) {
            *found = (struct mismatch){.at = i, .who = step->who, .model = outcome->answer};
            return true;
        }
    }
    return false;
}

static void find(struct machine *machine)
{
    for (unsigned long seed = 1; seed <= SEEDS; seed++) {
        generate(seed, &sequence);
        if (sequence.processes == PROCESSES_MAX && differs(&sequence, &mismatch, machine)) {
            return;
        }
    }
    fail_msg("no sequence differs");
}

static int count_of(enum operation operation)
{
    int count = 0;

    for (int i = 0; i < sequence.count; i++) {
        count += sequence.step[i].operation == operation;
    }
    return count;
}

/* It still differs, at its last step, but not without any one of the steps. */
static void assert_fewest(struct machine *machine)
{
    struct mismatch other;

    assert_true(replay(&sequence));
    assert_true(differs(&sequence, &other, machine));
    assert_int_equal(other.at, sequence.count - 1);
    assert_int_equal(mismatch.at, sequence.count - 1);
    for (int i = 0; i < sequence.count; i++) {
        struct sequence fewer = sequence;

        remove_step(&fewer, i);
        assert_false(replay(&fewer) && differs(&fewer, &other, machine));
    }
}

static void test_fewest(void **state)
{
    struct machine machine = {PROBE, "8", BOX_DESCRIPTOR};
    int before;

    (void) state;
    find(&machine);
    before = sequence.count;
    shrink(&sequence, &mismatch, differs, &machine);
    assert_fewest(&machine);
    assert_true(sequence.count < before);
    assert_int_equal(count_of(PROBE), 1);
    assert_int_equal(count_of(READ), 0);
    assert_string_equal(mismatch.model.text, "8");
}

/* What is not a box any more would be the process's own input. */
static void test_input(void **state)
{
    struct machine machine = {READ, NULL, 0};

    (void) state;
    find(&machine);
    shrink(&sequence, &mismatch, differs, &machine);
    assert_fewest(&machine);
    assert_int_equal(count_of(DUPLICATE), 1);
}

static void test_output(void **state)
{
    struct machine machine = {SEND, NULL, 1};

    (void) state;
    find(&machine);
    shrink(&sequence, &mismatch, differs, &machine);
    assert_fewest(&machine);
    assert_int_equal(count_of(DUPLICATE), 1);
}

/* A signal and the wait that it ends are removed together, and processes that do nothing. */
static void test_waits(void **state)
{
    static const struct step steps[] = {
        {.who = 0, .operation = OPEN_BOX, .flags = 0100},
        {.who = 0, .operation = READ, .fd = BOX_DESCRIPTOR, .size = 5},
        {.who = 1, .operation = PROBE, .fd = BOX_DESCRIPTOR},
        {.who = 0, .operation = INTERRUPT},
        {.who = 0, .operation = PROBE, .fd = BOX_DESCRIPTOR},
    };
    struct machine machine = {PROBE, "EAGAIN", BOX_DESCRIPTOR};

    (void) state;
    memset(&sequence, 0, sizeof(sequence));
    sequence.processes = PROCESSES_MAX;
    sequence.count = sizeof(steps) / sizeof(steps[0]);
    memcpy(sequence.step, steps, sizeof(steps));
    assert_true(replay(&sequence));
    assert_true(differs(&sequence, &mismatch, &machine));
    shrink(&sequence, &mismatch, differs, &machine);
    assert_int_equal(sequence.count, 2);
    assert_int_equal(sequence.processes, 1);
    assert_fewest(&machine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fewest),
        cmocka_unit_test(test_input),
        cmocka_unit_test(test_output),
        cmocka_unit_test(test_waits),
    };

    return RUN_TESTS(tests);
}
