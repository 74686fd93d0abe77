/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Nonblocking collectives, several of them under way at the same time, together with ordinary
 * messages; and persistent ones, where Open MPI has them.
 */
#include "check.h"

#include <mpi-ext.h>
#include <stdlib.h>

enum { COUNT = 30000, ROUNDS = 20, OPERATIONS = 6 };

struct buffers {
    long *own;      /* COUNT */
    long *sum;      /* COUNT */
    long *prefix;   /* COUNT */
    long *from_all; /* COUNT for each rank */
    long *to_all;   /* COUNT for each rank */
    long *turned;   /* COUNT for each rank */
    long *spread;   /* COUNT */
};

static long *numbers(int ranks)
{
    long *all = calloc((size_t) ranks * COUNT, sizeof(*all));

    if (all == NULL) {
        check_fail("no memory for %d numbers", ranks * COUNT);
    }
    return all;
}

static long value_of(int rank, int round, int i)
{
    return (rank + 1L) * (i + 1) + round;
}

static void expect(long found, long wanted, const char *text)
{
    if (found != wanted) {
        check_fail("%s: %ld and should be %ld", text, found, wanted);
    }
}

static void fill(struct buffers *buffers, int round, int root)
{
    for (int i = 0; i < COUNT; i++) {
        buffers->own[i] = value_of(check_rank(), round, i);
        buffers->spread[i] = check_rank() == root ? value_of(root, round, i) : -1;
        for (int to = 0; to < check_size(); to++) {
            buffers->to_all[to * COUNT + i] = value_of(check_rank(), round, i) + to;
        }
    }
}

static void check_results(const struct buffers *buffers, int round, int root)
{
    int size = check_size();
    int rank = check_rank();

    for (int i = 0; i < COUNT; i++) {
        long sum = (long) size * (size + 1) / 2 * (i + 1) + (long) size * round;
        long prefix = (rank + 1L) * (rank + 2) / 2 * (i + 1) + (rank + 1L) * round;

        expect(buffers->sum[i], sum, "sum");
        expect(buffers->prefix[i], prefix, "sum of a prefix");
        expect(buffers->spread[i], value_of(root, round, i), "broadcast");
        for (int from = 0; from < size; from++) {
            expect(buffers->from_all[from * COUNT + i], value_of(from, round, i), "allgather");
            expect(buffers->turned[from * COUNT + i], value_of(from, round, i) + rank, "alltoall");
        }
    }
}

/* All of them at once, with a message that overtakes; every second round ends by testing. */
static void overlap(struct buffers *buffers, int round)
{
    int root = round % check_size();
    int token = round;
    int done = 0;
    MPI_Request requests[OPERATIONS];

    fill(buffers, round, root);
    MPI_Iallreduce(buffers->own, buffers->sum, COUNT, MPI_LONG, MPI_SUM, MPI_COMM_WORLD,
                   &requests[0]);
    MPI_Ibcast(buffers->spread, COUNT, MPI_LONG, root, MPI_COMM_WORLD, &requests[1]);
    MPI_Iscan(buffers->own, buffers->prefix, COUNT, MPI_LONG, MPI_SUM, MPI_COMM_WORLD,
              &requests[2]);
    MPI_Iallgather(buffers->own, COUNT, MPI_LONG, buffers->from_all, COUNT, MPI_LONG,
                   MPI_COMM_WORLD, &requests[3]);
    MPI_Ialltoall(buffers->to_all, COUNT, MPI_LONG, buffers->turned, COUNT, MPI_LONG,
                  MPI_COMM_WORLD, &requests[4]);
    MPI_Ibarrier(MPI_COMM_WORLD, &requests[5]);
    MPI_Sendrecv_replace(&token, 1, MPI_INT, (check_rank() + 1) % check_size(), 0, MPI_ANY_SOURCE,
                         0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    expect(token, round, "token during collectives");
    while (round % 2 == 0 && !done) {
        MPI_Testall(OPERATIONS, requests, &done, MPI_STATUSES_IGNORE);
    }
    MPI_Waitall(OPERATIONS, requests, MPI_STATUSES_IGNORE);
    check_results(buffers, round, root);
}

#ifdef OMPI_HAVE_MPI_EXT_PCOLLREQ
static void persistent(struct buffers *buffers)
{
    MPI_Request requests[2];

    MPIX_Allreduce_init(buffers->own, buffers->sum, COUNT, MPI_LONG, MPI_SUM, MPI_COMM_WORLD,
                        MPI_INFO_NULL, &requests[0]);
    MPIX_Alltoall_init(buffers->to_all, COUNT, MPI_LONG, buffers->turned, COUNT, MPI_LONG,
                       MPI_COMM_WORLD, MPI_INFO_NULL, &requests[1]);
    for (int round = 0; round < ROUNDS; round++) {
        fill(buffers, round, 0);
        MPI_Startall(2, requests);
        MPI_Waitall(2, requests, MPI_STATUSES_IGNORE);
        for (int i = 0; i < COUNT; i++) {
            expect(buffers->sum[i],
                   (long) check_size() * (check_size() + 1) / 2 * (i + 1) +
                       (long) check_size() * round,
                   "persistent sum");
            expect(buffers->turned[i], value_of(0, round, i) + check_rank(), "persistent alltoall");
        }
    }
    MPI_Request_free(&requests[0]);
    MPI_Request_free(&requests[1]);
}
#else
static void persistent(struct buffers *buffers)
{
    (void) buffers;
}
#endif

int main(int argc, char **argv)
{
    check_start(&argc, &argv, "nonblocking");

    struct buffers buffers = {.own = numbers(1),
                              .sum = numbers(1),
                              .prefix = numbers(1),
                              .from_all = numbers(check_size()),
                              .to_all = numbers(check_size()),
                              .turned = numbers(check_size()),
                              .spread = numbers(1)};

    for (int round = 0; round < ROUNDS; round++) {
        overlap(&buffers, round);
    }
    persistent(&buffers);
    free(buffers.own);
    free(buffers.sum);
    free(buffers.prefix);
    free(buffers.from_all);
    free(buffers.to_all);
    free(buffers.turned);
    free(buffers.spread);
    return check_end();
}
