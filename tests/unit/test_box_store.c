/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The part of a mailbox that sender and receiver share: what goes in comes out, in order, and
 * limits count.
 */
#include "test_main.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box_store.h"

#define HOME 0x7f000001u
#define MIB (1u << 20)

static struct box_store owner;
static struct box_store sender;
static char large[16 * MIB];

static int setup(void **state)
{
    (void) state;
    assert_int_equal(box_store_create(&owner, HOME, getpid(), 100, 32 * MIB), 0);
    assert_int_equal(box_store_find(&sender, HOME, getpid()), 0);
    return 0;
}

static int teardown(void **state)
{
    (void) state;
    box_store_close(&sender);
    box_store_close(&owner);
    return 0;
}

static int append(const char *data, size_t size)
{
    const struct mail_info info = {
        .home = HOME, .pid = 7, .length = (uint32_t) size, .location = HOME + 2};
    const struct iovec parts[] = {{(void *) data, size / 2},
                                  {(void *) (data + size / 2), size - size / 2}};
    struct box_store_signals saved;
    int status;

    box_store_lock(&sender, &saved);
    status = box_store_append(&sender, &info, parts, 2);
    box_store_unlock(&sender, &saved);
    return status;
}

static ssize_t take(char *data, size_t size)
{
    struct iovec parts[] = {{data, size / 3}, {data + size / 3, size - size / 3}};
    struct mail_info info;

    return box_store_take(&owner, &info, parts, 2);
}

static void test_order(void **state)
{
    char text[16] = "";
    struct mail_info info;
    const void *data;

    (void) state;
    assert_int_equal(box_store_look(&owner, &info, NULL), -EAGAIN);
    assert_int_equal(take(text, sizeof(text)), -EAGAIN);
    assert_int_equal(append("first", 5), 0);
    assert_int_equal(append("", 0), 0);
    assert_int_equal(append("third one", 9), 0);
    assert_int_equal(box_store_waiting(&owner), 3);
    box_store_set_keeper(&owner, 12);
    assert_int_equal(box_store_keeper(&sender), 12);
    assert_int_equal(box_store_look(&owner, &info, &data), 0);
    assert_int_equal(info.home, HOME);
    assert_int_equal(info.pid, 7);
    assert_int_equal(info.length, 5);
    assert_int_equal(info.location, HOME + 2);
    assert_true(info.counted);
    assert_memory_equal(data, "first", 5);
    assert_int_equal(take(text, sizeof(text)), 5);
    assert_memory_equal(text, "first", 5);
    assert_int_equal(take(text, sizeof(text)), 0);
    /* The rest of what is too long is lost. */
    assert_int_equal(take(text, 4), 4);
    assert_memory_equal(text, "thir", 4);
    assert_int_equal(box_store_waiting(&sender), 0);
}

static void test_limits(void **state)
{
    (void) state;
    for (int i = 0; i < 100; i++) {
        assert_true(box_store_reserve(&sender, 1));
    }
    assert_false(box_store_reserve(&sender, 0));
    box_store_release(&owner, 1);
    assert_true(box_store_reserve(&sender, 32 * MIB - 99));
    box_store_release(&owner, 1);
    assert_false(box_store_reserve(&sender, 2));
    assert_true(box_store_reserve(&sender, 1));
    for (int i = 0; i < 200; i++) {
        box_store_release(&owner, MIB);
    }
    assert_true(box_store_reserve(&sender, 32 * MIB));
}

/* The ring's end is met many times, also by messages that do not fit in front of it. */
static void test_ring(void **state)
{
    static char got[sizeof(large)];
    size_t sizes[3] = {0};

    (void) state;
    for (unsigned int i = 0; i < 60; i++) {
        size_t size = sizeof(large) - i * 100003;

        memset(large, (int) i, size);
        assert_int_equal(append(large, size), 0);
        sizes[i % 3] = size;
        if (i >= 2) {
            size = sizes[(i - 2) % 3];
            assert_int_equal(take(got, sizeof(got)), size);
            assert_int_equal(got[0], (char) (i - 2));
            assert_int_equal(got[size - 1], (char) (i - 2));
        }
    }
    assert_int_equal(box_store_waiting(&owner), 2);
}

static void test_no_room(void **state)
{
    int count = 0;

    (void) state;
    while (append(large, sizeof(large)) == 0) {
        count++;
    }
    assert_in_range(count, 2, 8);
    assert_int_equal(append(large, sizeof(large)), -ENOSPC);
}

static void test_others(void **state)
{
    struct box_store other = {0};

    (void) state;
    assert_int_equal(box_store_find(&other, HOME + 1, getpid()), -ENOENT);
    assert_int_equal(box_store_find(&other, HOME, getppid()), -ENOENT);
    assert_null(other.head);
    assert_int_equal(box_store_waiting(&other), 0);
}

/* Who has locked it and died does not keep others out. */
static void test_dead_holder(void **state)
{
    struct box_store_signals saved;
    pid_t pid = fork();

    (void) state;
    if (pid == 0) {
        box_store_lock(&sender, &saved);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    box_store_lock(&owner, &saved);
    box_store_unlock(&owner, &saved);
}

/* Signals wait while it is locked, but for the emulator's own. */
static void test_signals(void **state)
{
    struct box_store_signals saved;
    sigset_t mask;

    (void) state;
    box_store_lock(&owner, &saved);
    assert_int_equal(sigprocmask(SIG_BLOCK, NULL, &mask), 0);
    assert_int_equal(sigismember(&mask, SIGALRM), 1);
    assert_int_equal(sigismember(&mask, SIGSYS), 0);
    box_store_unlock(&owner, &saved);
    assert_int_equal(sigprocmask(SIG_BLOCK, NULL, &mask), 0);
    assert_int_equal(sigismember(&mask, SIGALRM), 0);
}

/* What a program in the receiver's place wrote there is not believed. */
static void test_spoiled(void **state)
{
    struct mail_info info;
    const void *data;
    uint32_t *length;

    (void) state;
    assert_int_equal(append("first", 5), 0);
    assert_int_equal(box_store_look(&owner, &info, &data), 0);
    length = (uint32_t *) data - 2;
    assert_int_equal(*length, 5);
    *length = UINT32_MAX;
    assert_int_equal(box_store_look(&owner, &info, &data), -EAGAIN);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_order),  TEST(test_limits),      TEST(test_ring),    TEST(test_no_room),
        TEST(test_others), TEST(test_dead_holder), TEST(test_signals), TEST(test_spoiled),
    };

    return RUN_TESTS(tests);
}
