/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One rank's block of heat2d's grid. See block.h.
 */
#include "block.h"
#include "solution.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

/* The stride of a row in memory, its two border points included. */
static size_t stride(const struct block *block)
{
    return (size_t) block->columns + 2;
}

static size_t at(const struct block *block, int row, int column)
{
    return (size_t) row * stride(block) + (size_t) column;
}

/* The share of the points that falls to one of count parts; the first ones get the remainder. */
static void share(int points, int count, int part, int *first, int *length)
{
    int base = points / count;
    int rest = points % count;

    *length = base + (part < rest ? 1 : 0);
    *first = 1 + part * base + (part < rest ? part : rest);
}

static double x_of(const struct block *block, int row)
{
    return (block->first_row + row - 1) * block->h;
}

static double y_of(const struct block *block, int column)
{
    return (block->first_column + column - 1) * block->h;
}

static void fill(struct block *block)
{
    for (int row = 1; row <= block->rows; row++) {
        for (int column = 1; column <= block->columns; column++) {
            block->now[at(block, row, column)] =
                solution_at(x_of(block, row), y_of(block, column), 0.0);
        }
    }
}

static int allocate(struct block *block)
{
    size_t cells = ((size_t) block->rows + 2) * stride(block);

    /* calloc: the walls are cold in both generations. */
    block->now = calloc(cells, sizeof(*block->now));
    block->next = calloc(cells, sizeof(*block->next));

    int failed = block->now == NULL || block->next == NULL;
    int anywhere;

    MPI_Allreduce(&failed, &anywhere, 1, MPI_INT, MPI_MAX, block->grid);
    if (anywhere) {
        free(block->now);
        free(block->next);
        MPI_Comm_free(&block->grid);
        return -ENOMEM;
    }
    return 0;
}

int block_create(struct block *block, int points)
{
    int size;
    int dims[2] = {0, 0};
    int periods[2] = {0, 0};
    int coordinates[2];

    MPI_Comm_size(MPI_COMM_WORLD, &size);
    MPI_Dims_create(size, 2, dims);
    if (dims[0] > points || dims[1] > points) {
        return -ERANGE;
    }
    MPI_Cart_create(MPI_COMM_WORLD, 2, dims, periods, 0, &block->grid);
    MPI_Cart_get(block->grid, 2, dims, periods, coordinates);
    MPI_Cart_shift(block->grid, 0, 1, &block->neighbours[0], &block->neighbours[1]);
    MPI_Cart_shift(block->grid, 1, 1, &block->neighbours[2], &block->neighbours[3]);
    share(points, dims[0], coordinates[0], &block->first_row, &block->rows);
    share(points, dims[1], coordinates[1], &block->first_column, &block->columns);
    block->h = 1.0 / (points + 1);

    int rc = allocate(block);

    if (rc < 0) {
        return rc;
    }
    MPI_Type_vector(block->rows, 1, (int) stride(block), MPI_DOUBLE, &block->column_type);
    MPI_Type_commit(&block->column_type);
    fill(block);
    return 0;
}

void block_free(struct block *block)
{
    MPI_Type_free(&block->column_type);
    MPI_Comm_free(&block->grid);
    free(block->now);
    free(block->next);
}

void block_exchange_start(struct block *block)
{
    /* For each neighbour: the point where our edge starts, and where its edge belongs. */
    const struct {
        size_t edge;
        size_t halo;
    } sides[4] = {
        {at(block, 1, 1), at(block, 0, 1)},
        {at(block, block->rows, 1), at(block, block->rows + 1, 1)},
        {at(block, 1, 1), at(block, 1, 0)},
        {at(block, 1, block->columns), at(block, 1, block->columns + 1)},
    };

    for (int side = 0; side < 4; side++) {
        MPI_Datatype type = side < 2 ? MPI_DOUBLE : block->column_type;
        int count = side < 2 ? block->columns : 1;

        /* The tag is the side as the sender sees it: our low neighbour sends its high edge. */
        MPI_Irecv(block->now + sides[side].halo, count, type, block->neighbours[side], side ^ 1,
                  block->grid, &block->requests[2 * side]);
        MPI_Isend(block->now + sides[side].edge, count, type, block->neighbours[side], side,
                  block->grid, &block->requests[2 * side + 1]);
    }
}

void block_exchange_wait(struct block *block)
{
    MPI_Waitall(EXCHANGE_REQUESTS, block->requests, MPI_STATUSES_IGNORE);
}

/* One explicit Euler step for the points of a row from column to last. */
static void update_row(struct block *block, double ratio, int row, int column, int last)
{
    const double *here = block->now + at(block, row, 0);
    const double *below = block->now + at(block, row - 1, 0);
    const double *above = block->now + at(block, row + 1, 0);
    double *out = block->next + at(block, row, 0);

    for (; column <= last; column++) {
        out[column] = here[column] + ratio * (below[column] + above[column] + here[column - 1] +
                                              here[column + 1] - 4.0 * here[column]);
    }
}

void block_update_inside(struct block *block, double ratio)
{
    for (int row = 2; row < block->rows; row++) {
        update_row(block, ratio, row, 2, block->columns - 1);
    }
}

void block_update_edges(struct block *block, double ratio)
{
    update_row(block, ratio, 1, 1, block->columns);
    update_row(block, ratio, block->rows, 1, block->columns);
    for (int row = 2; row < block->rows; row++) {
        update_row(block, ratio, row, 1, 1);
        update_row(block, ratio, row, block->columns, block->columns);
    }
}

void block_advance(struct block *block)
{
    double *swapped = block->now;

    block->now = block->next;
    block->next = swapped;
}

/* The larger one; a NaN must not get lost in a comparison. */
static double worse(double a, double b)
{
    return isnan(b) ? INFINITY : fmax(a, b);
}

double block_hottest(const struct block *block)
{
    double hottest = 0.0;

    for (int row = 1; row <= block->rows; row++) {
        for (int column = 1; column <= block->columns; column++) {
            hottest = worse(hottest, block->now[at(block, row, column)]);
        }
    }
    return hottest;
}

double block_error(const struct block *block, double t)
{
    double error = 0.0;

    for (int row = 1; row <= block->rows; row++) {
        for (int column = 1; column <= block->columns; column++) {
            double right = solution_at(x_of(block, row), y_of(block, column), t);

            error = worse(error, fabs(block->now[at(block, row, column)] - right));
        }
    }
    return error;
}
