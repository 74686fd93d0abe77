/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The scheduler without threads, clock or descriptors: order, wake-ups, deadlines.
 */
#include "test_main.h"

#include "coop_sched.h"
#include "coop_time.h"

enum { TASKS = 5 };

static struct coop_sched sched;
static struct coop_task task[TASKS];
static int object;
static int other_object;

static int reset(void **state)
{
    (void) state;
    sched = (struct coop_sched){0};
    for (int i = 0; i < TASKS; i++) {
        task[i] = (struct coop_task){.id = i, .state = COOP_RUNNING};
    }
    return 0;
}

static void wait_for(int number, const void *wanted, int64_t deadline)
{
    coop_sched_wait(&sched, &task[number],
                    &(struct coop_wait){.object = wanted, .deadline = deadline});
}

/* The next task must be NUMBER, woken for REASON. */
static void expect(int number, enum coop_wake reason)
{
    struct coop_task *next = coop_sched_next(&sched);

    assert_ptr_equal(next, &task[number]);
    assert_int_equal(next->state, COOP_RUNNING);
    assert_int_equal(next->wake, reason);
}

static void test_empty(void **state)
{
    struct pollfd none[1];

    (void) state;
    assert_null(coop_sched_next(&sched));
    assert_null(coop_sched_waiter(&sched, &object));
    assert_int_equal(coop_sched_wake_object(&sched, &object, SIZE_MAX), 0);
    assert_true(coop_sched_deadline(&sched) == COOP_NEVER);
    assert_int_equal(coop_sched_expire(&sched, INT64_MAX), 0);
    assert_int_equal(coop_sched_descriptor_count(&sched), 0);
    assert_int_equal(coop_sched_wake_descriptors(&sched, none), 0);
}

static void test_first_in_first_out(void **state)
{
    (void) state;
    for (int i = TASKS - 1; i >= 0; i--) {
        coop_sched_ready(&sched, &task[i]);
    }
    for (int i = TASKS - 1; i >= 0; i--) {
        assert_ptr_equal(coop_sched_next(&sched), &task[i]);
    }
    assert_null(coop_sched_next(&sched));
}

static void test_object(void **state)
{
    (void) state;
    wait_for(0, &object, COOP_NEVER);
    wait_for(1, &other_object, COOP_NEVER);
    wait_for(2, &object, COOP_NEVER);
    wait_for(3, &object, COOP_NEVER);
    assert_ptr_equal(coop_sched_waiter(&sched, &object), &task[0]);
    assert_int_equal(coop_sched_wake_object(&sched, &object, 1), 1);
    assert_ptr_equal(coop_sched_waiter(&sched, &object), &task[2]);
    expect(0, COOP_WAKE_OBJECT);
    assert_int_equal(coop_sched_wake_object(&sched, &object, SIZE_MAX), 2);
    expect(2, COOP_WAKE_OBJECT);
    expect(3, COOP_WAKE_OBJECT);
    assert_null(coop_sched_next(&sched));
}

static void test_wake_one_that_does_not_wait(void **state)
{
    (void) state;
    coop_sched_wake(&sched, &task[0], COOP_WAKE_SIGNAL);
    assert_null(coop_sched_next(&sched));
    coop_sched_ready(&sched, &task[1]);
    coop_sched_wake(&sched, &task[1], COOP_WAKE_SIGNAL);
    assert_ptr_equal(coop_sched_next(&sched), &task[1]);
    assert_null(coop_sched_next(&sched));
}

static void test_take_out_of_the_middle(void **state)
{
    (void) state;
    for (int i = 0; i < TASKS; i++) {
        wait_for(i, &object, COOP_NEVER);
    }
    coop_sched_wake(&sched, &task[2], COOP_WAKE_CANCEL);
    coop_sched_wake(&sched, &task[4], COOP_WAKE_SIGNAL);
    coop_sched_wake(&sched, &task[0], COOP_WAKE_SIGNAL);
    assert_int_equal(coop_sched_wake_object(&sched, &object, SIZE_MAX), 2);
    expect(2, COOP_WAKE_CANCEL);
    expect(4, COOP_WAKE_SIGNAL);
    expect(0, COOP_WAKE_SIGNAL);
    expect(1, COOP_WAKE_OBJECT);
    expect(3, COOP_WAKE_OBJECT);
}

static void test_deadlines(void **state)
{
    (void) state;
    wait_for(0, NULL, 30);
    wait_for(1, &object, COOP_NEVER);
    wait_for(2, NULL, 10);
    wait_for(3, NULL, 20);
    wait_for(4, NULL, 10);
    assert_int_equal(coop_sched_deadline(&sched), 10);
    assert_int_equal(coop_sched_expire(&sched, 9), 0);
    assert_int_equal(coop_sched_expire(&sched, 20), 3);
    expect(2, COOP_WAKE_TIME);
    expect(4, COOP_WAKE_TIME);
    expect(3, COOP_WAKE_TIME);
    assert_int_equal(coop_sched_deadline(&sched), 30);
    assert_int_equal(coop_sched_expire(&sched, COOP_NEVER), 1);
    expect(0, COOP_WAKE_TIME);
    assert_true(coop_sched_deadline(&sched) == COOP_NEVER);
}

static void test_descriptors(void **state)
{
    struct pollfd first[2] = {{.fd = 3, .events = POLLIN}, {.fd = 4, .events = POLLOUT}};
    struct pollfd second[1] = {{.fd = 5, .events = POLLIN, .revents = POLLERR}};
    struct pollfd all[3];

    (void) state;
    coop_sched_wait(
        &sched, &task[0],
        &(struct coop_wait){.descriptors = first, .descriptor_count = 2, .deadline = COOP_NEVER});
    wait_for(1, &object, COOP_NEVER);
    coop_sched_wait(
        &sched, &task[2],
        &(struct coop_wait){.descriptors = second, .descriptor_count = 1, .deadline = COOP_NEVER});
    assert_int_equal(coop_sched_descriptor_count(&sched), 3);
    coop_sched_descriptors(&sched, all);
    assert_int_equal(all[1].fd, 4);
    assert_int_equal(all[1].events, POLLOUT);
    assert_int_equal(all[2].fd, 5);
    assert_int_equal(all[2].revents, 0);
    all[1].revents = POLLOUT;
    assert_int_equal(coop_sched_wake_descriptors(&sched, all), 1);
    expect(0, COOP_WAKE_DESCRIPTOR);
    assert_int_equal(coop_sched_descriptor_count(&sched), 1);
    /* What the tasks own is not written. */
    assert_int_equal(first[1].revents, 0);
    assert_int_equal(coop_sched_wake_descriptors(&sched, NULL), 1);
    expect(2, COOP_WAKE_DESCRIPTOR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_empty, reset),
        cmocka_unit_test_setup(test_first_in_first_out, reset),
        cmocka_unit_test_setup(test_object, reset),
        cmocka_unit_test_setup(test_wake_one_that_does_not_wait, reset),
        cmocka_unit_test_setup(test_take_out_of_the_middle, reset),
        cmocka_unit_test_setup(test_deadlines, reset),
        cmocka_unit_test_setup(test_descriptors, reset),
    };

    return RUN_TESTS(tests);
}
