/* SPDX-License-Identifier: BSD-3-Clause */
/* See calls_clock.h. */
#include "calls_clock.h"

#include <errno.h>
#include <sys/time.h>

#include "calls.h"

static double started;

void start_clock(void)
{
    started = probe_milliseconds();
}

void check_clock(void)
{
    double passed = probe_milliseconds() - started;

    CHECK(passed >= 19 && passed < 10000);
}

volatile sig_atomic_t handled;

static void handle(int number)
{
    handled = number;
}

void set_alarm(void)
{
    const struct sigaction action = {.sa_handler = handle};
    const struct itimerval timer = {.it_value = {.tv_usec = TWENTY_MS / 1000}};

    handled = 0;
    CHECK_INT(sigaction(SIGALRM, &action, NULL), 0);
    start_clock();
    CHECK_INT(setitimer(ITIMER_REAL, &timer, NULL), 0);
}

sigset_t alarm_alone(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    return set;
}

void let_through(int (*wait)(const sigset_t *mask))
{
    const sigset_t alarm_only = alarm_alone();
    sigset_t before;
    sigset_t now;

    CHECK_INT(sigprocmask(SIG_BLOCK, &alarm_only, &before), 0);
    set_alarm();
    CHECK_ERROR(wait(&before), EINTR);
    CHECK_INT(handled, SIGALRM);
    CHECK_INT(sigprocmask(SIG_BLOCK, NULL, &now), 0);
    CHECK_INT(sigismember(&now, SIGALRM), 1);
    CHECK_INT(sigprocmask(SIG_SETMASK, &before, NULL), 0);
}
