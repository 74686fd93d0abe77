/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ways to wait for a message without asking again and again.
 */
#include "probe.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

enum { FLAGS_WAIT = 7, FLAGS_SIGNAL = 7 | 8 | 16, LATER = 1000, PATIENCE = 4000 };

/* Writes to its parent some time after it was asked to. */
static void late_sender(int in, int out)
{
    int fd = (int) send_box(getppid());

    tell(out, 'r');
    hear(in);
    pause_ms(LATER);
    tell(out, write(fd, "message", 7) == 7 ? 'w' : 'n');
    hear(in);
}

static sigset_t set_of(int number)
{
    sigset_t set;

    sigemptyset(&set);
    if (number > 0) {
        sigaddset(&set, number);
    }
    return set;
}

/* Two rows: what WAIT gives, and a read after it. SIGIO is blocked outside of WAIT if BLOCKED. */
static void wait_row(const char *name, int flags, int blocked, long (*wait_for)(int box))
{
    char read_name[80];
    int box = (int) mailbox((unsigned int) flags);
    sigset_t io = set_of(SIGIO);
    struct peer peer;

    signal(SIGIO, ignore);
    sigprocmask(blocked ? SIG_BLOCK : SIG_UNBLOCK, &io, NULL);
    peer = start_peer(late_sender);
    hear(peer.from);
    tell(peer.to, 'g');
    result(name, wait_for(box));
    snprintf(read_name, sizeof(read_name), "%s, then read", name);
    mailbox((unsigned int) flags | 8);
    result(read_name, read(box, big, 100));
    end_peer(&peer);
}

static long by_ppoll(int box)
{
    const struct timespec time = {PATIENCE / 1000, 0};
    sigset_t none = set_of(0);

    (void) box;
    return ppoll(NULL, 0, &time, &none);
}

static long by_pselect(int box)
{
    const struct timespec time = {PATIENCE / 1000, 0};
    sigset_t none = set_of(0);

    (void) box;
    return pselect(0, NULL, NULL, NULL, &time, &none);
}

static long by_sigsuspend(int box)
{
    sigset_t none = set_of(0);

    (void) box;
    return sigsuspend(&none);
}

static long by_poll(int box)
{
    (void) box;
    return poll(NULL, 0, PATIENCE);
}

static long by_poll_of_box(int box)
{
    struct pollfd polled = {box, POLLIN, 0};

    return poll(&polled, 1, LATER * 2);
}

static long by_read(int box)
{
    return read(box, big, 100);
}

static long by_timer(int box)
{
    interrupt_in(LATER / 4);
    return read(box, big, 100);
}

static void wait_ppoll(void)
{
    wait_row("wait.ppoll, SIGIO let in", FLAGS_SIGNAL, 1, by_ppoll);
}

static void wait_pselect(void)
{
    wait_row("wait.pselect, SIGIO let in", FLAGS_SIGNAL, 1, by_pselect);
}

static void wait_sigsuspend(void)
{
    wait_row("wait.sigsuspend, SIGIO let in", FLAGS_SIGNAL, 1, by_sigsuspend);
}

static void wait_poll(void)
{
    wait_row("wait.poll, SIGIO not blocked", FLAGS_SIGNAL, 0, by_poll);
}

static void wait_poll_blocked(void)
{
    wait_row("wait.poll, SIGIO blocked", FLAGS_SIGNAL, 1, by_poll);
}

static void wait_poll_of_box(void)
{
    wait_row("wait.poll of the mailbox", FLAGS_SIGNAL, 1, by_poll_of_box);
}

static void wait_read(void)
{
    wait_row("wait.read", FLAGS_WAIT | 8, 1, by_read);
    wait_row("wait.read, the mailbox waits", FLAGS_WAIT, 1, by_read);
}

static void wait_timer(void)
{
    wait_row("wait.read, timer", FLAGS_WAIT, 1, by_timer);
}

const struct probe_test wait_tests[] = {
    TEST(wait, wait_ppoll, 15), TEST(wait, wait_pselect, 15),      TEST(wait, wait_sigsuspend, 15),
    TEST(wait, wait_poll, 15),  TEST(wait, wait_poll_blocked, 15), TEST(wait, wait_poll_of_box, 15),
    TEST(wait, wait_read, 15),  TEST(wait, wait_timer, 15),        TESTS_END,
};
