/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A compute-bound MPI program for the demo of balancing: all ranks compute pi together, in steps. A
 * step is the same work for each of them, and ends with their sum, so the slowest one decides.
 *
 * balance STEPS WORK   WORK times 100 000 points in each step of a rank; the last line tells how
 * long it took, and whether the result is right balance -c           no MPI: how much WORK takes
 * one second of an idle processor
 */
#include <math.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define UNIT 100000
#define STEPS_MAX 100000
#define WORK_MAX 1000000

/* The curve is smooth: so few points are enough for this. */
#define TOLERANCE 1e-9

enum { EXIT_WRONG_RESULT = 1, EXIT_USAGE = 2 };

/* Midpoints FIRST, FIRST + STRIDE and so on, COUNT of them, of TOTAL. */
static double slice(double first, double stride, long count, double total)
{
    double sum = 0;

    for (long i = 0; i < count; i++) {
        double x = (first + stride * (double) i + 0.5) / total;

        sum += 4 / (1 + x * x);
    }
    return sum / total;
}

static double processor_seconds(void)
{
    return (double) clock() / CLOCKS_PER_SEC;
}

static int calibrate(void)
{
    double start = processor_seconds();
    volatile double sum = 0;
    long work = 0;

    while (processor_seconds() - start < 1) {
        sum = sum + slice((double) work * UNIT, 1, UNIT, 1e12);
        work++;
    }
    printf("%ld\n", work);
    return 0;
}

static double compute(long steps, long work)
{
    int rank, ranks;
    double pi = 0;

    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    for (long step = 0; step < steps; step++) {
        double count = (double) work * UNIT;
        double first = (double) step * count * ranks + rank;
        double mine = slice(first, ranks, work * UNIT, (double) steps * count * ranks);
        double sum;

        MPI_Allreduce(&mine, &sum, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
        pi += sum;
    }
    return pi;
}

/* Collective. */
static int run(long steps, long work)
{
    int rank;
    double start, pi;
    int right;

    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Barrier(MPI_COMM_WORLD);
    start = MPI_Wtime();
    pi = compute(steps, work);
    right = fabs(pi - acos(-1)) < TOLERANCE;
    MPI_Barrier(MPI_COMM_WORLD);
    if (rank == 0) {
        printf("balance: %.1f s, pi is %.12f: %s\n", MPI_Wtime() - start, pi,
               right ? "right" : "WRONG");
    }
    return right ? 0 : EXIT_WRONG_RESULT;
}

/* A number from 1 to MOST, or 0. */
static long number(const char *text, long most)
{
    char *end;
    long value = strtol(text, &end, 10);

    return *text != '\0' && *end == '\0' && value >= 1 && value <= most ? value : 0;
}

int main(int argc, char **argv)
{
    long steps = argc == 3 ? number(argv[1], STEPS_MAX) : 0;
    long work = argc == 3 ? number(argv[2], WORK_MAX) : 0;
    int status;

    if (argc == 2 && strcmp(argv[1], "-c") == 0) {
        return calibrate();
    }
    if (steps == 0 || work == 0) {
        fprintf(stderr, "usage: balance STEPS WORK  (1 to %d, 1 to %d)\n       balance -c\n",
                STEPS_MAX, WORK_MAX);
        return EXIT_USAGE;
    }
    MPI_Init(&argc, &argv);
    status = run(steps, work);
    MPI_Finalize();
    return status;
}
