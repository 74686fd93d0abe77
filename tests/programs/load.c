/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two ranks or more exchange as many messages as they can with their neighbours, check them, and
 * count. Every SIGUSR1 to rank 0 ends a period: "load: period K, N messages per second". SIGUSR2
 * to rank 0 ends the program, and so do the seconds of the argument (default 60).
 */
#include "check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MESSAGE_SIZE = 1000, WINDOW = 32 };

static volatile sig_atomic_t period_ended;
static volatile sig_atomic_t end_wanted;

static void on_signal(int number)
{
    if (number == SIGUSR2) {
        end_wanted = 1;
    } else {
        period_ended = 1;
    }
}

/* One window of messages to the next rank, and one from the one before. */
static void exchange(unsigned char *out, unsigned char *in, unsigned round)
{
    const size_t slot = MESSAGE_SIZE + CHECK_GUARD;
    int to = (check_rank() + 1) % check_size();
    int from = (check_rank() + check_size() - 1) % check_size();
    MPI_Request requests[2 * WINDOW];

    for (int i = 0; i < WINDOW; i++) {
        check_clear(in + slot * (size_t) i, MESSAGE_SIZE);
        MPI_Irecv(in + slot * (size_t) i, MESSAGE_SIZE, MPI_BYTE, from, 0, MPI_COMM_WORLD,
                  &requests[i]);
    }
    for (int i = 0; i < WINDOW; i++) {
        unsigned char *place = out + slot * (size_t) i;

        check_fill(place, MESSAGE_SIZE, round + (unsigned) (check_rank() * WINDOW + i));
        MPI_Isend(place, MESSAGE_SIZE, MPI_BYTE, to, 0, MPI_COMM_WORLD, &requests[WINDOW + i]);
    }
    MPI_Waitall(2 * WINDOW, requests, MPI_STATUSES_IGNORE);
    for (int i = 0; i < WINDOW; i++) {
        check_message(in + slot * (size_t) i, MESSAGE_SIZE, round + (unsigned) (from * WINDOW + i),
                      "message of the load");
    }
}

/* At rank 0, between two rounds. */
static void report(int *period, long *count, double *start)
{
    double now = MPI_Wtime();

    period_ended = 0;
    printf("load: period %d, %.0f messages per second\n", (*period)++,
           (double) *count / (now - *start));
    fflush(stdout);
    *count = 0;
    *start = now;
}

int main(int argc, char **argv)
{
    unsigned char *out = check_alloc((size_t) WINDOW * (MESSAGE_SIZE + CHECK_GUARD));
    unsigned char *in = check_alloc((size_t) WINDOW * (MESSAGE_SIZE + CHECK_GUARD));
    int go_on = 1;
    int period = 0;
    long count = 0;

    check_start(&argc, &argv, "load");
    signal(SIGUSR1, on_signal);
    signal(SIGUSR2, on_signal);

    double start = MPI_Wtime();
    double end = start + check_argument(argc, argv, 1, 60, 1, 3600);

    printf("load: rank %d, pid %ld, ready\n", check_rank(), (long) getpid());
    fflush(stdout);
    for (unsigned round = 0; go_on; round++) {
        exchange(out, in, round);
        count += WINDOW;
        /* Clocks differ: rank 0 decides for all. */
        go_on = MPI_Wtime() < end && !end_wanted;
        MPI_Bcast(&go_on, 1, MPI_INT, 0, MPI_COMM_WORLD);
        if (period_ended) {
            report(&period, &count, &start);
        }
    }
    free(out);
    free(in);
    return check_end();
}
