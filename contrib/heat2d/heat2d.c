/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A small real MPI program for the demo: the heat equation on the unit square, cut into one block
 * per rank. Each step exchanges the blocks' edges. Now and then all ranks agree on the hottest point.
 * At the end the result is compared with the analytic solution; the exit status says whether it is
 * right.
 */
#include "block.h"
#include "options.h"
#include "solution.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { EXIT_WRONG_RESULT = 1, EXIT_USAGE = 2 };

/* The time step that divides the simulated time evenly and keeps the scheme stable. */
struct schedule {
    long steps;
    double dt;
    double ratio;       /* dt / h^2 */
    long between_lines; /* steps from one progress line to the next; 0: no lines */
};

static struct schedule plan(const struct options *options, double h)
{
    struct schedule schedule = {.steps = (long) ceil(options->time / (0.25 * h * h))};

    schedule.dt = options->time / (double) schedule.steps;
    schedule.ratio = schedule.dt / (h * h);
    if (options->lines > 0) {
        schedule.between_lines = (schedule.steps + options->lines - 1) / options->lines;
    }
    return schedule;
}

/* Collective. */
static double largest_of_all(const struct block *block, double mine)
{
    double largest;

    MPI_Allreduce(&mine, &largest, 1, MPI_DOUBLE, MPI_MAX, block->grid);
    return largest;
}

static void show_progress(const struct block *block, const struct schedule *schedule, long step,
                          int rank)
{
    double hottest = largest_of_all(block, block_hottest(block));

    if (rank == 0) {
        printf("heat2d: step %ld of %ld, time %.5f, hottest point %.6f\n", step, schedule->steps,
               (double) step * schedule->dt, hottest);
        fflush(stdout);
    }
}

static void run(struct block *block, const struct schedule *schedule, int rank)
{
    for (long step = 1; step <= schedule->steps; step++) {
        block_exchange_start(block);
        block_update_inside(block, schedule->ratio);
        block_exchange_wait(block);
        block_update_edges(block, schedule->ratio);
        block_advance(block);
        if (schedule->between_lines > 0 &&
            (step % schedule->between_lines == 0 || step == schedule->steps)) {
            show_progress(block, schedule, step, rank);
        }
    }
}

/* Collective. One line per rank, printed by rank 0 in order. */
static void show_ranks(double error, int rank, int size)
{
    double line[2] = {(double) getpid(), error};

    if (rank != 0) {
        MPI_Send(line, 2, MPI_DOUBLE, 0, 0, MPI_COMM_WORLD);
        return;
    }
    for (int i = 0; i < size; i++) {
        if (i > 0) {
            MPI_Recv(line, 2, MPI_DOUBLE, i, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        }
        printf("heat2d: rank %d, pid %.0f, largest error %.3e\n", i, line[0], line[1]);
    }
}

/* Collective; the exit status of the program. */
static int check(const struct block *block, const struct options *options,
                 const struct schedule *schedule, int rank, int size)
{
    double mine = block_error(block, options->time);
    double largest = largest_of_all(block, mine);
    double bound = solution_error_bound(block->h, schedule->dt, schedule->steps);

    show_ranks(mine, rank, size);
    if (rank == 0) {
        printf("heat2d: largest error %.3e, the scheme's bound is %.3e: %s\n", largest, bound,
               largest <= bound ? "right" : "WRONG");
    }
    return largest <= bound ? EXIT_SUCCESS : EXIT_WRONG_RESULT;
}

static int solve(const struct options *options, int rank, int size)
{
    struct block block;
    int rc = block_create(&block, options->points);

    if (rc < 0) {
        if (rank == 0) {
            fprintf(stderr, "heat2d: -n %d: %s with %d ranks\n", options->points,
                    rc == -ERANGE ? "too few points to give every rank one" : "out of memory",
                    size);
        }
        return EXIT_USAGE;
    }

    struct schedule schedule = plan(options, block.h);

    if (rank == 0) {
        printf("heat2d: %d x %d points, %ld steps, %d ranks\n", options->points, options->points,
               schedule.steps, size);
    }
    run(&block, &schedule, rank);

    int status = check(&block, options, &schedule, rank, size);

    block_free(&block);
    return status;
}

int main(int argc, char **argv)
{
    struct options options;
    char error[160];
    int rank;
    int size;
    int status;

    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    if (options_parse(argc, argv, &options, error, sizeof(error)) < 0) {
        if (rank == 0) {
            fprintf(stderr, "heat2d: %s\n%s", error, options_usage);
        }
        status = EXIT_USAGE;
    } else if (options.help) {
        if (rank == 0) {
            fputs(options_usage, stdout);
        }
        status = EXIT_SUCCESS;
    } else {
        status = solve(&options, rank, size);
    }
    MPI_Finalize();
    return status;
}
