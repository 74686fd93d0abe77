/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A master and its workers, most of which are idle most of the time: in each round, rank 0 gives
 * every worker a task, and the task of each one is longer than that of the one before; the next
 * round begins when all have answered. Argument: the number of rounds. Rank 0 prints the
 * milliseconds of all of them as a line of bench_print().
 */
#include <mpi.h>
#include <stdlib.h>

#include "bench.h"

/* So long is the shortest task, in additions. */
#define TASK 1000000

#define ROUNDS_MAX 10000

static int rank;
static int size;

/* The processor's time, not the clock's: a task is as long beside a neighbour. */
static double compute(long additions)
{
    volatile double sum = 0;

    for (long i = 0; i < additions; i++) {
        sum += (double) i;
    }
    return sum;
}

static void lead(void)
{
    double answer = 0;

    for (int i = 1; i < size; i++) {
        long additions = (long) i * TASK;

        MPI_Send(&additions, 1, MPI_LONG, i, 0, MPI_COMM_WORLD);
    }
    for (int i = 1; i < size; i++) {
        MPI_Recv(&answer, 1, MPI_DOUBLE, i, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        if (answer <= 0) {
            bench_fail("rank %d answered %g", i, answer);
        }
    }
}

static void work(void)
{
    long additions = 0;
    double answer;

    MPI_Recv(&additions, 1, MPI_LONG, 0, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    answer = compute(additions);
    MPI_Send(&answer, 1, MPI_DOUBLE, 0, 0, MPI_COMM_WORLD);
}

int main(int argc, char **argv)
{
    unsigned long rounds;
    double start;

    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    bench_start("workers", rank);
    if (argc != 2 || size < 2) {
        bench_fail("must be given the number of rounds and nothing else, and a worker or more");
    }
    rounds = bench_number(argv[1], "the number of rounds", 1, ROUNDS_MAX);
    start = bench_now();
    for (unsigned long i = 0; i < rounds; i++) {
        if (rank == 0) {
            lead();
        } else {
            work();
        }
    }
    if (rank == 0) {
        bench_print("workers", 0, (bench_now() - start) * 1e3);
    }
    MPI_Finalize();
    return EXIT_SUCCESS;
}
