/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rank 0 waits in MPI_Recv for each other rank in turn, while those compute and call no MPI for as
 * many seconds as the argument says. Each says "ready", and "value 7" when that went well.
 */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define VALUE 7

static void compute(int seconds)
{
    volatile double x = 1;
    time_t end = time(NULL) + seconds;

    while (time(NULL) < end) {
        for (int i = 0; i < 10000000; i++) {
            x = x * 1.0000001 + 1;
        }
    }
}

int main(int argc, char **argv)
{
    int seconds = argc > 1 ? atoi(argv[1]) : 60;
    int value = VALUE;
    int rank;
    int size;

    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    MPI_Barrier(MPI_COMM_WORLD);
    printf("rank %d ready\n", rank);
    fflush(stdout);
    if (rank != 0) {
        compute(seconds);
        MPI_Send(&value, 1, MPI_INT, 0, 0, MPI_COMM_WORLD);
    }
    for (int from = 1; rank == 0 && value == VALUE && from < size; from++) {
        MPI_Recv(&value, 1, MPI_INT, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    }
    printf("rank %d value %d\n", rank, value);
    MPI_Finalize();
    return value != VALUE;
}
