/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Spawns more ranks of itself in the middle of a job, twice: merges with them, talks to each of
 * them and to all, and lets them go again. Argument: how many to spawn each time (default 2).
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 2, MESSAGE_SIZE = 100000 };

static unsigned seed_of(int from, int to)
{
    return (unsigned) (from * 31 + to + 1);
}

/* All pairs exchange a message, one distance after the other. */
static void exchange_with_all(MPI_Comm all, int rank, int size)
{
    unsigned char *out = check_alloc(MESSAGE_SIZE);
    unsigned char *in = check_alloc(MESSAGE_SIZE);

    for (int distance = 1; distance < size; distance++) {
        int to = (rank + distance) % size;
        int from = (rank + size - distance) % size;
        char text[80];

        snprintf(text, sizeof(text), "rank %d of the %d merged ones, message from %d", rank, size,
                 from);
        check_fill(out, MESSAGE_SIZE, seed_of(rank, to));
        check_clear(in, MESSAGE_SIZE);
        MPI_Sendrecv(out, MESSAGE_SIZE, MPI_BYTE, to, 0, in, MESSAGE_SIZE, MPI_BYTE, from, 0, all,
                     MPI_STATUS_IGNORE);
        check_message(in, MESSAGE_SIZE, seed_of(from, rank), text);
    }
    free(out);
    free(in);
}

/* Parents and children alike; disconnects. */
static void work_together(MPI_Comm *others, int expected_size, int is_child)
{
    MPI_Comm all;
    int rank;
    int size;
    int sum;

    MPI_Intercomm_merge(*others, is_child, &all);
    MPI_Comm_rank(all, &rank);
    MPI_Comm_size(all, &size);
    if (expected_size > 0 && size != expected_size) {
        check_fail("%d ranks after the merge, expected %d", size, expected_size);
    }
    exchange_with_all(all, rank, size);
    MPI_Allreduce(&rank, &sum, 1, MPI_INT, MPI_SUM, all);
    if (sum != size * (size - 1) / 2) {
        check_fail("the sum of %d merged ranks is %d", size, sum);
    }
    /* Not disconnected: that hangs in Open MPI 4.1 for communicators that are not between groups
     * (fixed there by pull request 12119). */
    MPI_Comm_free(&all);
    MPI_Comm_disconnect(others);
}

static int run_parent(const char *program, int children)
{
    for (int round = 0; round < ROUNDS; round++) {
        MPI_Comm others;

        MPI_Comm_spawn(program, MPI_ARGV_NULL, children, MPI_INFO_NULL, 0, MPI_COMM_WORLD, &others,
                       MPI_ERRCODES_IGNORE);
        work_together(&others, check_size() + children, 0);
    }
    return check_end();
}

int main(int argc, char **argv)
{
    MPI_Comm parent;

    check_start(&argc, &argv, "spawn");
    MPI_Comm_get_parent(&parent);
    if (parent == MPI_COMM_NULL) {
        return run_parent(argv[0], check_argument(argc, argv, 1, 2, 1, 64));
    }
    work_together(&parent, 0, 1);
    MPI_Finalize();
    return EXIT_SUCCESS;
}
