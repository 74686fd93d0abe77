/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Intercommunicators: even and odd ranks form two groups that talk to each other point to point and
 * in collectives, and are merged at the end.
 */
#include "check.h"

#include <stdlib.h>

enum { BLOCK = 200000, ROUNDS = 5 };

static unsigned seed_of(int from, int to, int round)
{
    return (unsigned) ((round * 64 + from) * 64 + to);
}

/* A message to every rank of the other group, and one from each. World ranks make the seeds. */
static void exchange(MPI_Comm others, int color, int round)
{
    int count;

    MPI_Comm_remote_size(others, &count);
    for (int i = 0; i < count; i++) {
        /* Both sides meet: who is number L here talks to number i - L there. */
        int local = check_rank() / 2;
        int peer = ((i - local) % count + count) % count;
        int world_rank = 2 * peer + 1 - color;
        unsigned char *out = check_alloc(BLOCK);
        unsigned char *in = check_alloc(BLOCK);

        check_fill(out, BLOCK, seed_of(check_rank(), world_rank, round));
        check_clear(in, BLOCK);
        MPI_Sendrecv(out, BLOCK, MPI_BYTE, peer, round, in, BLOCK, MPI_BYTE, peer, round, others,
                     MPI_STATUS_IGNORE);
        check_message(in, BLOCK, seed_of(world_rank, check_rank(), round),
                      "message of the other group");
        free(in);
        free(out);
    }
}

/* The sum of the world ranks that are even, or odd. */
static int sum_of(int color)
{
    int sum = 0;

    for (int rank = color; rank < check_size(); rank += 2) {
        sum += rank;
    }
    return sum;
}

static void collectives(MPI_Comm others, int color)
{
    int rank = check_rank();
    int sum = -1;
    int root_value = color == 0 ? 4711 : -1;
    int count;
    int *all;

    MPI_Allreduce(&rank, &sum, 1, MPI_INT, MPI_SUM, others);
    if (sum != sum_of(1 - color)) {
        check_fail("the sum of the other group is %d and should be %d", sum, sum_of(1 - color));
    }
    MPI_Bcast(&root_value, 1, MPI_INT,
              color == 1  ? 0
              : rank == 0 ? MPI_ROOT
                          : MPI_PROC_NULL,
              others);
    if (root_value != 4711) {
        check_fail("the broadcast from the other group brought %d", root_value);
    }
    MPI_Comm_remote_size(others, &count);
    all = calloc((size_t) count, sizeof(*all));
    if (all == NULL) {
        check_fail("no memory for %d numbers", count);
    }
    MPI_Allgather(&rank, 1, MPI_INT, all, 1, MPI_INT, others);
    for (int i = 0; i < count; i++) {
        if (all[i] != 2 * i + 1 - color) {
            check_fail("number %d of the other group says it is rank %d", i, all[i]);
        }
    }
    free(all);
    MPI_Barrier(others);
}

static void merge(MPI_Comm others, int color)
{
    MPI_Comm all;
    int rank;
    int sum;
    int evens = (check_size() + 1) / 2;

    MPI_Intercomm_merge(others, color, &all);
    MPI_Comm_rank(all, &rank);
    if (rank != check_rank() / 2 + color * evens) {
        check_fail("number %d after the merge", rank);
    }
    MPI_Allreduce(&rank, &sum, 1, MPI_INT, MPI_SUM, all);
    if (sum != check_size() * (check_size() - 1) / 2) {
        check_fail("the sum after the merge is %d", sum);
    }
    MPI_Comm_free(&all);
}

int main(int argc, char **argv)
{
    MPI_Comm group;
    MPI_Comm others;

    check_start(&argc, &argv, "intercomm");

    int color = check_rank() % 2;

    MPI_Comm_split(MPI_COMM_WORLD, color, check_rank(), &group);
    MPI_Intercomm_create(group, 0, MPI_COMM_WORLD, 1 - color, 0, &others);
    for (int round = 0; round < ROUNDS; round++) {
        exchange(others, color, round);
        collectives(others, color);
    }
    merge(others, color);
    MPI_Comm_free(&others);
    MPI_Comm_free(&group);
    return check_end();
}
