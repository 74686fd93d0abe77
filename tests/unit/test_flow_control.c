/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ten thousand senders and one receiver, simulated: its mailbox holds 10 000 messages and 32 MB. A
 * write that does not fit is refused and tried again when mosix_wait says so. Nothing is lost, and
 * nobody spins: how often a message is tried is printed and bounded. Not simulated are messages
 * that are packed together, which need fewer writes.
 */
#include "test_main.h"

#include <stdlib.h>
#include <string.h>

#include "mosix_frame.h"
#include "mosix_streams.h"
#include "mosix_wait.h"

enum { SENDERS = 10000, MESSAGES = 4, BOX_MESSAGES = 10000, BOX_BYTES = 32 << 20 };

/* A look and the write before it, and a message that is read, in nanoseconds; bytes of a message.
 */
struct speed {
    const char *name;
    int64_t look;
    int64_t read;
    uint32_t size;
};

struct sender {
    struct mosix_wait wait;
    int64_t wakes; /* at that time */
    uint32_t written;
    uint32_t tried;
};

static struct sender senders[SENDERS];
static uint32_t heap[SENDERS]; /* senders, by the time at which they wake */
static uint32_t heap_size;

/* What is in the mailbox: who sent each message. Its number is counted when it is read. */
static struct {
    uint32_t from[BOX_MESSAGES];
    uint32_t first;
    uint32_t count;
    uint64_t bytes;
    int64_t read_at; /* the last message */
    uint32_t numbers[SENDERS];
} box;

static bool is_sooner(uint32_t a, uint32_t b)
{
    return senders[heap[a]].wakes < senders[heap[b]].wakes;
}

static void swap(uint32_t a, uint32_t b)
{
    uint32_t kept = heap[a];

    heap[a] = heap[b];
    heap[b] = kept;
}

/* The first sender of the heap wakes later than before, or is done. */
static void sink(void)
{
    uint32_t at = 0;

    for (;;) {
        uint32_t next = 2 * at + 1;

        if (next >= heap_size) {
            return;
        }
        next += next + 1 < heap_size && is_sooner(next + 1, next);
        if (!is_sooner(next, at)) {
            return;
        }
        swap(at, next);
        at = next;
    }
}

/* The receiver reads what it can until that time. */
static void read_until(int64_t now, const struct speed *speed, struct mosix_streams *streams)
{
    for (; box.count > 0 && box.read_at + speed->read <= now; box.read_at += speed->read) {
        uint32_t from = box.from[box.first];
        struct mosix_source source = {.home = 1, .pid = from + 1};

        assert_int_equal(mosix_streams_accept(streams, &source, box.numbers[from]++), 0);
        box.first = (box.first + 1) % BOX_MESSAGES;
        box.count--;
        box.bytes -= speed->size;
    }
    if (box.count == 0) {
        box.read_at = now;
    }
}

static bool try_to_write(uint32_t from, const struct speed *speed)
{
    senders[from].tried++;
    if (box.count == BOX_MESSAGES || box.bytes + speed->size > BOX_BYTES) {
        return false;
    }
    box.from[(box.first + box.count++) % BOX_MESSAGES] = from;
    box.bytes += speed->size;
    senders[from].written++;
    return true;
}

/* One look of a sender that has something to send. It ends at now; returns when the next one is. */
static int64_t look(struct sender *sender, const struct speed *speed, int64_t now)
{
    int64_t pause;

    if (try_to_write((uint32_t) (sender - senders), speed)) {
        mosix_wait_found(&sender->wait);
        return now + speed->look;
    }
    pause =
        mosix_wait_vain(&sender->wait, &(struct mosix_look){.start = (uint64_t) (now - speed->look),
                                                            .end = (uint64_t) now,
                                                            .pending = true});
    if (pause > 0) {
        mosix_wait_slept(&sender->wait, pause, false, (uint64_t) (now + pause));
    }
    return now + pause + speed->look;
}

static void start(const struct speed *speed)
{
    memset(&box, 0, sizeof(box));
    memset(senders, 0, sizeof(senders));
    for (heap_size = 0; heap_size < SENDERS; heap_size++) {
        struct sender *sender = &senders[heap_size];

        sender->wait = (struct mosix_wait){.spin = 1000, .longest = 100000000};
        mosix_wait_start(&sender->wait);
        sender->wakes = speed->look + heap_size;
        heap[heap_size] = heap_size;
    }
}

/* Returns how long it took. */
static int64_t run(const struct speed *speed, struct mosix_streams *streams)
{
    int64_t now = 0;

    start(speed);
    while (heap_size > 0) {
        struct sender *sender = &senders[heap[0]];

        now = sender->wakes;
        read_until(now, speed, streams);
        sender->wakes = look(sender, speed, now);
        if (sender->written == MESSAGES) {
            heap[0] = heap[--heap_size];
        }
        sink();
    }
    now += (box.count + 1) * speed->read;
    read_until(now, speed, streams);
    return now;
}

static void check(const struct speed *speed, double bound)
{
    struct mosix_streams streams = {0};
    int64_t time = run(speed, &streams);
    double tried = 0;

    for (uint32_t i = 0; i < SENDERS; i++) {
        assert_int_equal(box.numbers[i], MESSAGES);
        tried += senders[i].tried;
    }
    assert_int_equal(box.count, 0);
    print_message("# %s: %d messages of %d senders in %.2f s, each tried %.1f times, %.0f tries "
                  "per second and "
                  "sender\n",
                  speed->name, SENDERS * MESSAGES, SENDERS, (double) time / 1e9,
                  tried / (SENDERS * MESSAGES), tried / SENDERS / ((double) time / 1e9));
    assert_true(tried / (SENDERS * MESSAGES) < bound);
    /* The receiver is never idle for long. */
    assert_true((double) time < 1.25 * (double) speed->read * SENDERS * MESSAGES);
    mosix_streams_clear(&streams);
}

static void test_a_fast_machine(void **state)
{
    (void) state;
    check(&(struct speed){"1 us for a call, 100 bytes", 1000, 1000, 100}, 400);
}

static void test_a_slow_machine(void **state)
{
    (void) state;
    check(&(struct speed){"0.5 ms for a call, 100 bytes", 500000, 500000, 100}, 200);
    check(&(struct speed){"0.5 ms for a call, 64 KiB", 500000, 1700000, 65536}, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_fast_machine),
                                       cmocka_unit_test(test_a_slow_machine)};

    return RUN_TESTS(tests);
}
