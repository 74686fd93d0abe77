/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rank 1 waits for messages of rank 0, which sleeps in between. Arguments: how, and for how many
 * milliseconds. recv, test and probe are the calls of MPI; in alarm, a timer of the program goes
 * off all the while; in handler and later, the program has a handler of its own for SIGIO, which it
 * sets before MPI_Init or after it has waited once.
 */
#include "check.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define ALARM_MS 20
#define OWN_SIGNALS 5

static volatile sig_atomic_t alarms;
static volatile sig_atomic_t signals;

static void count_alarm(int number)
{
    (void) number;
    alarms++;
}

static void count_signal(int number)
{
    (void) number;
    signals++;
}

static void receive(const char *how)
{
    int there = 0;
    int value;
    MPI_Request request;

    if (strcmp(how, "test") == 0) {
        MPI_Irecv(&value, 1, MPI_INT, 0, 0, MPI_COMM_WORLD, &request);
        while (!there) {
            MPI_Test(&request, &there, MPI_STATUS_IGNORE);
        }
        return;
    }
    while (strcmp(how, "probe") == 0 && !there) {
        MPI_Iprobe(0, 0, MPI_COMM_WORLD, &there, MPI_STATUS_IGNORE);
    }
    MPI_Recv(&value, 1, MPI_INT, 0, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

static void exchange(const char *how, int milliseconds)
{
    int value = 0;

    MPI_Barrier(MPI_COMM_WORLD);
    if (check_rank() == 0) {
        (void) poll(NULL, 0, milliseconds);
        MPI_Send(&value, 1, MPI_INT, 1, 0, MPI_COMM_WORLD);
    } else if (check_rank() == 1) {
        receive(how);
    }
}

static void start_alarms(bool on)
{
    const struct itimerval every = {.it_interval.tv_usec = on ? ALARM_MS * 1000 : 0,
                                    .it_value.tv_usec = on ? ALARM_MS * 1000 : 0};

    signal(SIGALRM, count_alarm);
    setitimer(ITIMER_REAL, &every, NULL);
}

/* The program's own signals come all, and nothing else does after the first wait. */
static void check_own_signals(const char *how, int milliseconds)
{
    signal(SIGIO, count_signal);
    exchange(how, milliseconds);
    signals = 0;
    for (int i = 0; i < OWN_SIGNALS; i++) {
        kill(getpid(), SIGIO);
        exchange(how, milliseconds / OWN_SIGNALS);
    }
    if (signals != OWN_SIGNALS) {
        check_fail("%d signals of its own instead of %d", (int) signals, OWN_SIGNALS);
    }
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "recv";
    bool is_early = strcmp(how, "handler") == 0;
    bool has_timer;

    if (is_early) {
        signal(SIGIO, count_signal);
    }
    check_start(&argc, &argv, "waits");
    int milliseconds = check_argument(argc, argv, 2, 1000, 1, 60000);

    has_timer = strcmp(how, "alarm") == 0 && check_rank() == 1;
    if (has_timer) {
        start_alarms(true);
    }
    exchange(how, milliseconds);
    if (has_timer && alarms < milliseconds / ALARM_MS / 4) {
        check_fail("its timer went off only %d times", (int) alarms);
    }
    start_alarms(false);
    if (is_early || strcmp(how, "later") == 0) {
        check_own_signals(how, milliseconds);
    }
    return check_end();
}
