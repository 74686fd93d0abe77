/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Processes that move to other nodes of 10.77.0.1 to 10.77.0.4, whose home is the first one: what
 * they are told, who may write to them, and that messages stay as they are. They move by
 * themselves, or somebody else moves them.
 */
#include "mail_case.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>

#define FIRST_NODE 0x0a4d0001
#define WRITE (O_WRONLY | O_CREAT)

/* Flags of a mailbox. */
#define ALL_USERS 2u
#define OTHER_HOMES 4u
#define NEVER_WAIT 8u
#define SIGNALS 16u

static const char *program;

static int look(const char *name)
{
    char path[64];

    (void) snprintf(path, sizeof(path), "/proc/self/%s", name);
    return mosix_open(path, 0, 0);
}

static void go(unsigned int node)
{
    EXPECT(mosix_open("/proc/self/migrate", WRITE, node) == 0);
}

static void expect_place(int node, int moves)
{
    EXPECT(look("whereami") == node);
    EXPECT(look("nmigs") == moves);
}

static void child_begins_here(struct peer *parent)
{
    (void) parent;
    expect_place(3, 0);
    EXPECT(look("lock") == 1);
    go(0);
    expect_place(0, 1);
}

static void place(void)
{
    struct peer peer;

    expect_place(0, 0);
    go(2);
    expect_place(2, 1);
    go(FIRST_NODE + 2);
    expect_place(3, 2);
    go(3);
    expect_place(3, 2);
    EXPECT_ERRNO(mosix_open("/proc/self/migrate", WRITE, 5), EINVAL);
    EXPECT_ERRNO(mosix_open("/proc/self/migrate", WRITE, FIRST_NODE + 4), ENXIO);
    EXPECT(mosix_open("/proc/self/in_cluster", O_CREAT, 4) == 1);
    EXPECT(mosix_open("/proc/self/in_cluster", O_CREAT, 5) == 0);
    EXPECT(mosix_open("/proc/self/in_cluster", O_CREAT, FIRST_NODE + 3) == 1);
    EXPECT(mosix_open("/proc/self/lock", WRITE, 1) == 0);
    peer = start_peer(child_begins_here);
    expect_end(&peer);
    expect_place(3, 2);
    go(1);
    expect_place(0, 3);
}

/* What mosrun's options say: "started" for those of 2. */
static void started(void)
{
    expect_place(2, 1);
    go(0);
    expect_place(0, 2);
}

static void kept_by_exec(void)
{
    go(4);
    EXPECT(execl(program, program, "after-exec", (char *) NULL) == 0);
}

static void after_exec(void)
{
    expect_place(4, 1);
    go(0);
}

static void child_writes_from(struct peer *parent)
{
    int to = box_to(parent->pid);

    for (unsigned int node = 1; node <= 4; node++) {
        go(node);
        send_text(to, "x");
    }
}

static void location(void)
{
    int box = own_box(ALL_USERS);
    struct peer peer;

    go(2);
    peer = start_peer(child_writes_from);
    for (int node = 0; node < 4; node++) {
        expect_text(box, "x");
        EXPECT(look("sender_location") == FIRST_NODE + node);
        EXPECT(look("sender_home") == FIRST_NODE);
        EXPECT(look("sender_pid") == peer.pid);
    }
    expect_end(&peer);
}

/* At each word of its parent: opens its mailbox with other flags, goes away, comes home. */
static void travel(struct peer *parent)
{
    for (unsigned int flags = 0; flags <= 7; flags++) {
        own_box(flags);
        tell(parent);
        await(parent);
        go(3);
        tell(parent);
        await(parent);
        go(0);
        tell(parent);
        await(parent);
    }
}

/* Of the own user: at home whatever the flags, elsewhere only with flag 2 [real]. */
static void permission(void)
{
    struct peer peer = start_peer(travel);
    int to = box_to(peer.pid);

    for (unsigned int flags = 0; flags <= 7; flags++) {
        await(&peer);
        send_text(to, "at home");
        tell(&peer);
        await(&peer);
        if ((flags & ALL_USERS) != 0 || geteuid() == 0) {
            send_text(to, "away");
        } else {
            EXPECT_ERRNO(write(to, "away", 4), EACCES);
        }
        tell(&peer);
        await(&peer);
        send_text(to, "at home again");
        tell(&peer);
    }
    expect_end(&peer);
}

#define SENDERS 3
#define ROUNDS 1500

struct numbered {
    pid_t sender;
    unsigned int number;
};

/* Messages of changing sizes; now and then the sender moves. */
static void send_numbers(struct peer *parent)
{
    unsigned char *filler = make_pattern(600000, 0);
    int to = box_to(parent->pid);

    for (unsigned int i = 0; i < ROUNDS; i++) {
        struct numbered head = {.sender = getpid(), .number = i};
        size_t size = i % 100 == 50 ? 600000 : i % 7 * 1000;
        const struct iovec parts[2] = {{&head, sizeof(head)}, {filler, size}};

        if (i % 300 == 299) {
            go(1 + i / 300 % 4);
        }
        EXPECT(writev(to, parts, 2) == (ssize_t) (sizeof(head) + size));
    }
}

/* Takes what SENDERS processes send, and moves meanwhile. */
static void take_numbers(unsigned int flags)
{
    int box = own_box(flags);
    struct peer peers[SENDERS];
    unsigned int next[SENDERS] = {0};
    unsigned char *data = malloc(700000);

    EXPECT(data != NULL);
    for (int i = 0; i < SENDERS; i++) {
        peers[i] = start_peer(send_numbers);
    }
    for (unsigned int i = 0; i < SENDERS * ROUNDS; i++) {
        struct numbered head;
        const struct iovec parts[2] = {{&head, sizeof(head)}, {data, 700000}};
        ssize_t got;
        int from = 0;

        if (i % 300 == 150) {
            go(1 + i / 300 % 4);
        }
        while ((got = readv(box, parts, 2)) < 0) {
            EXPECT(errno == EAGAIN && (flags & NEVER_WAIT) != 0);
            rest(1);
        }
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
    EXPECT(look("nmigs") >= 10);
    free(data);
}

static void traffic(void)
{
    take_numbers(ALL_USERS | OTHER_HOMES | NEVER_WAIT);
}

/* Reads that wait; without flag 2 it is root who writes. */
static void traffic_waiting(void)
{
    take_numbers(geteuid() == 0 ? OTHER_HOMES : ALL_USERS);
}

/* A mailbox moves with all that is in it: 10 000 messages. */
static void full(void)
{
    int box = own_box(NEVER_WAIT);
    int to = box_to(getpid());
    unsigned int count = 0;
    unsigned int number;

    EXPECT(fcntl(to, F_SETFL, O_NONBLOCK) == 0);
    while (write(to, &count, sizeof(count)) == sizeof(count)) {
        count++;
    }
    EXPECT(errno == ENOSPC && count == 10000);
    go(2);
    for (unsigned int i = 0; i < count; i++) {
        if (i % 2500 == 2499) {
            go(i / 2500 % 2 == 0 ? 0 : 3);
        }
        EXPECT(read(box, &number, sizeof(number)) == sizeof(number) && number == i);
    }
    EXPECT_ERRNO(read(box, &number, sizeof(number)), EAGAIN);
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static volatile sig_atomic_t signals;

static void on_signal(int number)
{
    (void) number;
    signals++;
}

static void send_late(struct peer *parent)
{
    rest(1000);
    send_text(box_to(parent->pid), "late");
}

/* Sleeps, as a rank does that waits, until a message comes. It is moved meanwhile, of which it
 * hears nothing. */
static void asleep(void)
{
    const struct sigaction action = {.sa_handler = on_signal};
    const struct timespec longest = {.tv_sec = 10};
    int box = own_box(ALL_USERS | SIGNALS);
    sigset_t blocked, none;
    struct peer peer;
    double begin = now();

    sigemptyset(&none);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGIO);
    EXPECT(sigaction(SIGIO, &action, NULL) == 0);
    EXPECT(sigprocmask(SIG_BLOCK, &blocked, NULL) == 0);
    peer = start_peer(send_late);
    EXPECT_ERRNO(ppoll(NULL, 0, &longest, &none), EINTR);
    EXPECT(signals == 1 && now() - begin >= 0.9 && now() - begin < 9);
    expect_text(box, "late");
    expect_end(&peer);
    EXPECT(look("nmigs") >= 1);
}

/* The same in a read that waits, and for a time without a message. */
static void asleep_otherwise(void)
{
    int box = own_box(0);
    struct peer peer = start_peer(send_late);
    double begin = now();

    EXPECT(poll(NULL, 0, 500) == 0 && now() - begin >= 0.5);
    expect_text(box, "late");
    expect_end(&peer);
    EXPECT(look("nmigs") >= 1);
}

static void compute(void)
{
    double end = now() + 3600;

    while (now() < end) {
    }
}

static void compute_locked(void)
{
    EXPECT(mosix_open("/proc/self/lock", WRITE, 1) == 0);
    compute();
}

static const struct mail_case cases[] = {
    {"place", place},
    {"started", started},
    {"exec", kept_by_exec},
    {"after-exec", after_exec},
    {"location", location},
    {"permission", permission},
    {"traffic", traffic},
    {"traffic-waiting", traffic_waiting},
    {"full", full},
    {"asleep", asleep},
    {"asleep-otherwise", asleep_otherwise},
    {"compute", compute},
    {"compute-locked", compute_locked},
};

int main(int argc, char **argv)
{
    program = argv[0];
    return mail_case_main(argc, argv, cases, sizeof(cases) / sizeof(cases[0]));
}
