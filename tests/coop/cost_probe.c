/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two ranks measure what cooperative threads could make slower, and rank 0 prints it as one line of
 * numbers: microseconds of MPI_Init, microseconds one way of a message of 1 byte, thousands of
 * messages of 1 byte per second.
 */
#include <mpi.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The best of many short blocks: what the machine does besides disturbs some of them, never all. */
#define BLOCKS 60
#define ROUNDS 100
#define WINDOWS 4
#define WINDOW 64

static double microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

static void ping_pong(int rank, int rounds)
{
    char byte = 0;

    for (int i = 0; i < rounds; i++) {
        if (rank == 0) {
            MPI_Send(&byte, 1, MPI_BYTE, 1, 1, MPI_COMM_WORLD);
            MPI_Recv(&byte, 1, MPI_BYTE, 1, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        } else {
            MPI_Recv(&byte, 1, MPI_BYTE, 0, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
            MPI_Send(&byte, 1, MPI_BYTE, 0, 1, MPI_COMM_WORLD);
        }
    }
}

static void stream(int rank, int windows)
{
    MPI_Request requests[WINDOW];
    char bytes[WINDOW] = {0};

    for (int i = 0; i < windows; i++) {
        for (int j = 0; j < WINDOW; j++) {
            if (rank == 0) {
                MPI_Isend(&bytes[j], 1, MPI_BYTE, 1, 2, MPI_COMM_WORLD, &requests[j]);
            } else {
                MPI_Irecv(&bytes[j], 1, MPI_BYTE, 0, 2, MPI_COMM_WORLD, &requests[j]);
            }
        }
        MPI_Waitall(WINDOW, requests, MPI_STATUSES_IGNORE);
    }
    ping_pong(rank, 1);
}

/* Microseconds of the fastest of BLOCKS calls of WORK. */
static double best(void (*work)(int, int), int rank, int count)
{
    double found = 0;

    for (int i = 0; i < BLOCKS; i++) {
        double start = microseconds();
        double took;

        work(rank, count);
        took = microseconds() - start;
        found = i == 0 || took < found ? took : found;
    }
    return found;
}

int main(int argc, char **argv)
{
    double start = microseconds();
    double init;
    double latency;
    double rate;
    int rank;

    MPI_Init(&argc, &argv);
    init = microseconds() - start;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    latency = best(ping_pong, rank, ROUNDS) / ROUNDS / 2;
    rate = WINDOWS * WINDOW / best(stream, rank, WINDOWS) * 1e3;
    if (rank == 0) {
        printf("%.1f %.3f %.1f\n", init, latency, rate);
    }
    MPI_Finalize();
    return EXIT_SUCCESS;
}
