/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages between processes and between threads: waiting for each other, dying, order.
 */
#include "mail_case.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

/* Not a constant to the compiler, which would warn of it. */
static volatile size_t probe = (size_t) -1;

static void write_late(struct peer *parent)
{
    int box = own_box(7);

    tell(parent);
    await(parent);
    for (int i = 0; i < 100; i++) {
        expect_text(box, "x");
    }
}

/* A blocking write to a full mailbox waits until there is room. */
static void full_waits(void)
{
    struct peer peer = start_peer(write_late);
    int to;

    await(&peer);
    to = box_to(peer.pid);
    EXPECT(fcntl(to, F_SETFL, O_NONBLOCK) == 0 && fcntl(to, F_SETFL, 0) == 0);
    for (int i = 0; i < 100; i++) {
        if (i == 5) {
            tell(&peer);
        }
        send_text(to, "x");
    }
    expect_end(&peer);
}

static void write_crossed(struct peer *parent)
{
    int box = own_box(7);
    int to = box_to(parent->pid);
    int written;

    tell(parent);
    await(parent);
    interrupt_after(500);
    written = fill(to);
    EXPECT(written > 0 && errno == EINTR);
    tell(parent);
    await(parent);
    while (read(box, NULL, probe) >= 0) {
        expect_text(box, "x");
    }
}

/* Two processes that only write to each other both wait; draining its own mailbox helps each. */
static void crossed(void)
{
    int box = own_box(7);
    struct peer peer = start_peer(write_crossed);
    int to = box_to(peer.pid);

    await(&peer);
    tell(&peer);
    interrupt_after(500);
    EXPECT(fill(to) > 0 && errno == EINTR);
    await(&peer);
    while (read(box, NULL, probe) >= 0) {
        expect_text(box, "x");
    }
    tell(&peer);
    expect_end(&peer);
}

static void sleep_and_die(struct peer *parent)
{
    own_box(7);
    tell(parent);
    await(parent);
    rest(200);
    raise(SIGKILL);
}

/* A write that waits for a receiver ends when the receiver is killed. */
static void killed(void)
{
    struct peer peer = start_peer(sleep_and_die);
    int to;

    await(&peer);
    to = box_to(peer.pid);
    tell(&peer);
    EXPECT(fill(to) > 0 && errno == ESRCH);
    EXPECT_ERRNO(write(to, "x", 1), ESRCH);
    EXPECT(waitpid(peer.pid, NULL, 0) == peer.pid);
}

#define SENDERS 3
#define ROUNDS 3000

struct numbered {
    pid_t sender;
    unsigned int number;
};

/* Numbered messages of changing sizes, the send box being closed and opened in between. */
static void send_numbers(struct peer *parent)
{
    unsigned char *filler = make_pattern(600000, 0);
    int to = box_to(parent->pid);

    await(parent);
    for (unsigned int i = 0; i < ROUNDS; i++) {
        struct numbered head = {.sender = getpid(), .number = i};
        size_t size = i % 100 == 50 ? 600000 : i % 7 * 1000;
        const struct iovec parts[2] = {{&head, sizeof(head)}, {filler, size}};

        if (i % 13 == 0) {
            EXPECT(close(to) == 0);
            to = box_to(parent->pid);
        }
        EXPECT(writev(to, parts, 2) == (ssize_t) (sizeof(head) + size));
    }
}

/* Messages of several senders arrive in the order in which each wrote them. */
static void order(void)
{
    int box = own_box(7);
    struct peer peers[SENDERS];
    unsigned int next[SENDERS] = {0};
    unsigned char *data = malloc(700000);

    EXPECT(data != NULL);
    for (int i = 0; i < SENDERS; i++) {
        peers[i] = start_peer(send_numbers);
    }
    for (int i = 0; i < SENDERS; i++) {
        tell(&peers[i]);
    }
    for (int i = 0; i < SENDERS * ROUNDS; i++) {
        struct numbered head;
        const struct iovec parts[2] = {{&head, sizeof(head)}, {data, 700000}};
        ssize_t got;
        int from = 0;

        if (i % 3 == 0) {
            while (read(box, NULL, probe) < 0) {
            }
        }
        got = readv(box, parts, 2);
        EXPECT(got >= (ssize_t) sizeof(head));
        while (from < SENDERS && peers[from].pid != head.sender) {
            from++;
        }
        EXPECT(from < SENDERS && head.number == next[from]++);
        EXPECT(is_pattern(data, (size_t) got - sizeof(head), 0));
    }
    for (int i = 0; i < SENDERS; i++) {
        expect_end(&peers[i]);
    }
    expect_nothing(box);
    free(data);
}

static void *send_from_thread(void *argument)
{
    int to = *(int *) argument;

    for (int i = 0; i < ROUNDS; i++) {
        if (write(to, &i, sizeof(i)) != sizeof(i)) {
            return argument;
        }
    }
    return NULL;
}

/* Threads share boxes: nothing is lost or torn. */
static void threads(void)
{
    int box = own_box(7);
    int shared = box_to(getpid());
    pthread_t thread[SENDERS];
    long sum = 0;

    for (int i = 0; i < SENDERS; i++) {
        EXPECT(pthread_create(&thread[i], NULL, send_from_thread, &shared) == 0);
    }
    for (int i = 0; i < SENDERS * ROUNDS; i++) {
        int number;

        EXPECT(read(box, &number, sizeof(number)) == sizeof(number));
        sum += number;
    }
    for (int i = 0; i < SENDERS; i++) {
        void *failed;

        EXPECT(pthread_join(thread[i], &failed) == 0 && failed == NULL);
    }
    EXPECT(sum == (long) SENDERS * ROUNDS * (ROUNDS - 1) / 2);
    expect_nothing(box);
}

static const struct mail_case cases[] = {
    {"full-waits", full_waits}, {"crossed", crossed}, {"killed", killed},
    {"order", order},           {"threads", threads},
};

MAIL_CASES(cases)
