/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Stays for some seconds, exchanging messages all the time, and checks what it gets: something to
 * send signals, stray messages and administrators to. Says "longrun: rank R, pid P, ready" at the
 * start, and at the end how often SIGUSR1 came. SIGUSR2 to rank 0 ends it early. Arguments: seconds
 * (default 10), and milliseconds between messages (default 2).
 */
#include "check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MESSAGE_SIZE = 3000 };

static volatile sig_atomic_t signals_seen;
static volatile sig_atomic_t end_wanted;

static void on_signal(int number)
{
    if (number == SIGUSR2) {
        end_wanted = 1;
    } else {
        signals_seen++;
    }
}

static void exchange(unsigned char *out, unsigned char *in, unsigned round)
{
    int to = (check_rank() + 1) % check_size();
    int from = (check_rank() + check_size() - 1) % check_size();

    check_fill(out, MESSAGE_SIZE, round + (unsigned) check_rank());
    check_clear(in, MESSAGE_SIZE);
    MPI_Sendrecv(out, MESSAGE_SIZE, MPI_BYTE, to, 0, in, MESSAGE_SIZE, MPI_BYTE, from, 0,
                 MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    check_message(in, MESSAGE_SIZE, round + (unsigned) from, "message from the rank before");
}

int main(int argc, char **argv)
{
    unsigned char *out = check_alloc(MESSAGE_SIZE);
    unsigned char *in = check_alloc(MESSAGE_SIZE);
    int go_on = 1;

    check_start(&argc, &argv, "longrun");
    signal(SIGUSR1, on_signal);
    signal(SIGUSR2, on_signal);

    int seconds = check_argument(argc, argv, 1, 10, 1, 3600);
    int pause = check_argument(argc, argv, 2, 2, 0, 999);
    double end = MPI_Wtime() + seconds;

    printf("longrun: rank %d, pid %ld, ready\n", check_rank(), (long) getpid());
    fflush(stdout);
    for (unsigned round = 0; go_on; round++) {
        exchange(out, in, round);
        usleep((useconds_t) pause * 1000);
        /* Clocks differ: rank 0 decides for all. */
        go_on = MPI_Wtime() < end && !end_wanted;
        MPI_Bcast(&go_on, 1, MPI_INT, 0, MPI_COMM_WORLD);
    }
    printf("longrun: rank %d, SIGUSR1 %d times\n", check_rank(), (int) signals_seen);
    fflush(stdout);
    free(out);
    free(in);
    return check_end();
}
