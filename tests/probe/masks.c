/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Features: waiting with another mask of signals, and what is blocked after it.
 */
#include "probe.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

static const struct timespec second = {1, 0};

static sigset_t empty(void)
{
    sigset_t set;

    sigemptyset(&set);
    return set;
}

static long by_sigsuspend(void)
{
    sigset_t none = empty();

    return sigsuspend(&none);
}

static long by_ppoll(void)
{
    sigset_t none = empty();

    return ppoll(NULL, 0, &second, &none);
}

static long by_pselect(void)
{
    sigset_t none = empty();
    fd_set set;
    int ends[2];

    FD_ZERO(&set);
    if (pipe(ends) == 0) {
        FD_SET(ends[0], &set);
    }
    return pselect(ends[0] + 1, &set, NULL, NULL, &second, &none);
}

static int is_blocked(int number)
{
    sigset_t now = empty();

    sigprocmask(SIG_BLOCK, NULL, &now);
    return sigismember(&now, number);
}

/* SIGALRM is blocked outside of WAIT and comes in it. */
static void mask_row(const char *name, const char *after, long (*wait_for)(void))
{
    sigset_t alarm_signal = empty();

    sigaddset(&alarm_signal, SIGALRM);
    sigprocmask(SIG_BLOCK, &alarm_signal, NULL);
    interrupt_in(200);
    result(name, wait_for());
    row(after, "%s", is_blocked(SIGALRM) ? "blocked" : "not blocked");
    alarm_off();
}

static void mask_sigsuspend(void)
{
    mask_row("mask.sigsuspend, a signal", "mask.sigsuspend, the signal after it", by_sigsuspend);
}

static void mask_ppoll(void)
{
    mask_row("mask.ppoll, a signal", "mask.ppoll, the signal after it", by_ppoll);
}

static void mask_pselect(void)
{
    mask_row("mask.pselect, a signal", "mask.pselect, the signal after it", by_pselect);
}

const struct probe_test masks_tests[] = {
    TEST(mask, mask_sigsuspend, 10),
    TEST(mask, mask_ppoll, 10),
    TEST(mask, mask_pselect, 10),
    TESTS_END,
};
