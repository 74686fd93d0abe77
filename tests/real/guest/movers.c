/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A process without mailboxes that does one thing for ever, to be moved: compute, sleep, look at
 * the clock, or handle a signal every 2 ms. Argument: compute, sleep, clock or signals.
 */
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static volatile double sum;

static void handle(int number)
{
    (void) number;
}

static void start_signals(void)
{
    const struct itimerval every = {.it_interval = {.tv_usec = 2000},
                                    .it_value = {.tv_usec = 2000}};

    signal(SIGALRM, handle);
    setitimer(ITIMER_REAL, &every, NULL);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "compute";
    struct timeval now;

    if (strcmp(what, "signals") == 0) {
        start_signals();
    }
    for (;;) {
        if (strcmp(what, "sleep") == 0) {
            poll(NULL, 0, 2);
        } else if (strcmp(what, "clock") == 0) {
            gettimeofday(&now, NULL);
        } else if (strcmp(what, "signals") == 0) {
            getppid();
        } else {
            sum += 1;
        }
    }
}
