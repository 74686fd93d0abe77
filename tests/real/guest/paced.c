/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two ranks to be moved, until they are killed. Rank 1 does something, sends a numbered message,
 * and does it again; rank 0 waits in MPI_Recv, checks the number, and answers. What rank 1 does is
 * the first argument: sleep, compute, or silent, which sleeps and sends nothing. The second one
 * says for how many milliseconds. Each says "rank N, pid P, ready".
 */
#include <mpi.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void compute(double seconds)
{
    volatile double x = 1;
    double end = MPI_Wtime() + seconds;

    while (MPI_Wtime() < end) {
        for (int i = 0; i < 1000000; i++) {
            x = x * 0.999999 + 1;
        }
    }
}

static void work(const char *what, int milliseconds)
{
    if (strcmp(what, "compute") == 0) {
        compute(milliseconds / 1000.0);
    } else {
        poll(NULL, 0, milliseconds);
    }
}

static void check(long found, long wanted)
{
    if (found != wanted) {
        fprintf(stderr, "paced: message %ld instead of %ld\n", found, wanted);
        MPI_Abort(MPI_COMM_WORLD, 3);
    }
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "sleep";
    int milliseconds = argc > 2 ? atoi(argv[2]) : 500;
    long found = -1;
    int rank;

    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Barrier(MPI_COMM_WORLD);
    printf("rank %d, pid %ld, ready\n", rank, (long) getpid());
    fflush(stdout);
    for (long number = 0;; number++) {
        if (rank == 1) {
            work(what, milliseconds);
        }
        if (rank == 1 && strcmp(what, "silent") != 0) {
            MPI_Send(&number, 1, MPI_LONG, 0, 0, MPI_COMM_WORLD);
            MPI_Recv(&found, 1, MPI_LONG, 0, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
            check(found, number);
        } else if (rank == 0) {
            MPI_Recv(&found, 1, MPI_LONG, 1, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
            check(found, number);
            MPI_Send(&number, 1, MPI_LONG, 1, 0, MPI_COMM_WORLD);
        }
    }
}
