/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_idle.h. */
#include "coop_idle.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>

#include "mosix_idle.h"
#include "mosix_ticks.h"

#include "coop_handler.h"
#include "coop_libc.h"
#include "coop_looks.h"
#include "coop_ppoll.h"
#include "coop_runtime.h"
#include "coop_signals.h"

/* Longest nap in the place of a shorter one, and which part of all naps before it may be. */
#define NAP_LAST (COOP_SECOND / 50)
#define NAP_GROWTH 4

/* While not all descriptors are known that the program looks at. */
#define SHORT_SLEEP (COOP_SECOND / 1000)

static struct coop_looks looks;
static struct pollfd descriptors[COOP_LOOKS_MAX * COOP_LOOK_SIZE];
static uint64_t napped;
static int testing;
static bool rested;

/* Ends a sleep by being called. */
static void wake_up(int number, const siginfo_t *info, const void *where)
{
    (void) number;
    (void) info;
    (void) where;
    coop.woken = 1;
}

static int check(void)
{
    int rc = coop.claimed == 0 ? 0 : coop_handler_is_set(coop.claimed, wake_up);

    return rc == 0 ? -EBUSY : rc < 0 ? rc : 0;
}

/* Whether the program leaves the signal alone. */
static int is_free(int number)
{
    struct sigaction now;

    if (sigaction(number, NULL, &now) < 0) {
        return -errno;
    }
    return (now.sa_flags & SA_SIGINFO) != 0 || now.sa_handler != SIG_DFL ||
                   coop_signals_is_blocked(number)
               ? -EBUSY
               : 0;
}

static int claim(int number)
{
    int rc;

    if (coop_alone() || coop.claimed != 0) {
        return -ENOTSUP;
    }
    rc = is_free(number);
    rc = rc < 0 ? rc : coop_handler_set(number, wake_up, NULL);
    if (rc == 0) {
        coop.claimed = number;
        coop_signals_update();
    }
    return rc;
}

static void release(void)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    const struct sigaction as_default = {.sa_handler = SIG_DFL};
    int number = coop.claimed;

    if (number == 0) {
        return;
    }
    if (check() == 0) {
        sigaction(number, &ignore, NULL);
        sigaction(number, &as_default, NULL);
    }
    coop.claimed = 0;
    coop_signals_update();
}

/* Without other coroutines. */
static int sleep_alone(int64_t nanoseconds, size_t count)
{
    struct timespec limit = coop_time_to_timespec(nanoseconds);

    return coop_ppoll(descriptors, (nfds_t) count, &limit, NULL) != 0;
}

static int sleep_with_others(int64_t nanoseconds, size_t count)
{
    struct coop_wait wait = {.object = &coop.idlers,
                             .descriptors = descriptors,
                             .descriptor_count = count,
                             .deadline = COOP_NEVER,
                             .interruptible = true};
    enum coop_wake wake;

    coop.idle_limit =
        coop.idlers == 0 || nanoseconds < coop.idle_limit ? nanoseconds : coop.idle_limit;
    coop.idlers++;
    wake = coop_block(&wait);
    coop.idlers--;
    /* Whoever runs for another reason next time has not been idle. */
    coop.current->task.wait.object = NULL;
    if (wake == COOP_WAKE_DESCRIPTOR) {
        coop_looks_forget(&looks);
    }
    return wake != COOP_WAKE_TIME;
}

static int idle(int64_t nanoseconds)
{
    size_t count;
    int saved = errno;
    int rc;

    if (!coop_alone() && coop.sched.ready.first != NULL) {
        coop_yield();
        return 1;
    }
    /* The array is in use while another one is idle; that one wakes up for its descriptors. */
    count = coop.idlers == 0 ? coop_looks_copy(&looks, descriptors) : 0;
    if (looks.too_large && nanoseconds > SHORT_SLEEP) {
        nanoseconds = SHORT_SLEEP;
    }
    rc = coop_alone() ? sleep_alone(nanoseconds, count) : sleep_with_others(nanoseconds, count);
    rested = rc == 0;
    errno = saved;
    return rc;
}

bool coop_idle_has_rested(void)
{
    bool rc = rested && coop.sched.ready.first == NULL;

    rested = false;
    return rc;
}

void coop_idle_looked(const void *key, const struct pollfd *array, size_t count)
{
    coop_looks_note(&looks, key, array, count);
}

void coop_idle_testing(int change)
{
    testing += change;
}

void coop_idle_nap(int64_t nanoseconds, const void *caller)
{
    static const void *last;
    static int64_t slept;
    int64_t longer;

    if (caller != last) {
        last = caller;
        slept = 0;
    }
    longer = slept / NAP_GROWTH < NAP_LAST ? slept / NAP_GROWTH : NAP_LAST;
    nanoseconds = longer > nanoseconds ? longer : nanoseconds;
    slept = idle(nanoseconds) == 0 ? slept + nanoseconds : 0;
    coop_idle_napped();
}

void coop_idle_napped(void)
{
    napped = mosix_ticks();
}

extern const struct mosix_idle mosix_coop_idle_1;

__attribute__((visibility("default"))) const struct mosix_idle mosix_coop_idle_1 = {
    .claim = claim,
    .check = check,
    .release = release,
    .sleep = idle,
    .napped = &napped,
    .testing = &testing,
};
