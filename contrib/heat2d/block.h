/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One rank's rectangular block of the grid: its place among the ranks, its two generations of
 * temperatures, and the exchange of its edges with the four neighbours.
 */
#ifndef HEAT2D_BLOCK_H
#define HEAT2D_BLOCK_H

#include <mpi.h>

enum { EXCHANGE_REQUESTS = 8 };

/* Points are addressed by (row, column), both from 1; row and column 0 and the ones after the last
 * hold the neighbours' edges, or the cold wall. */
struct block {
    MPI_Comm grid; /* ranks as a Cartesian grid: dimension 0 is x (rows), 1 is y */
    int rows;
    int columns;
    int first_row; /* position of (1, 1) in the whole grid, from 1 */
    int first_column;
    double h;                 /* mesh width */
    double *now;              /* temperatures of this step ... */
    double *next;             /* ... and of the next one */
    int neighbours[4];        /* MPI_PROC_NULL at a wall; order: low x, high x, low y, high y */
    MPI_Datatype column_type; /* one column without its ends */
    MPI_Request requests[EXCHANGE_REQUESTS];
};

/* Collective over MPI_COMM_WORLD. Cut a grid of points x points into one block per rank and fill it
 * with the solution at time 0. Returns 0; -ERANGE when a rank would get no point; -ENOMEM. Every
 * rank gets the same value. After success block_free() must be called. */
int block_create(struct block *block, int points);

/* Collective. Frees all that block_create() made. */
void block_free(struct block *block);

/* Start sending the edges of this step to the neighbours and receiving theirs. Until
 * block_exchange_wait() returns, only inner points of the next step may be computed. */
void block_exchange_start(struct block *block);
void block_exchange_wait(struct block *block);

/* Compute the next step for the points whose neighbours are all in this block, or for the others.
 * ratio = dt / h^2, at most 1/4. */
void block_update_inside(struct block *block, double ratio);
void block_update_edges(struct block *block, double ratio);

/* The next step becomes this one. */
void block_advance(struct block *block);

/* The largest temperature of this rank's points, and their largest difference to the solution at
 * time t. NaN anywhere gives infinity. */
double block_hottest(const struct block *block);
double block_error(const struct block *block, double t);

#endif
