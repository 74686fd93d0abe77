/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory that ranks share, or not: the argument says how many ranks have to be told that they share
 * memory with this one, itself included. A window of them works; a window of all ranks, of which
 * some share none, gives MPI_ERR_RMA_SHARED.
 */
#include "check.h"

enum { COUNT = 1000 };

/* A window of the ranks that share memory: each writes its part, and reads the next one's. */
static void use_window(MPI_Comm node)
{
    MPI_Win window;
    MPI_Aint bytes;
    int unit, rank, size;
    int *own, *next;

    MPI_Comm_rank(node, &rank);
    MPI_Comm_size(node, &size);
    check_mpi(MPI_Win_allocate_shared(COUNT * sizeof(int), sizeof(int), MPI_INFO_NULL, node, &own,
                                      &window),
              "MPI_Win_allocate_shared");
    check_mpi(MPI_Win_lock_all(MPI_MODE_NOCHECK, window), "MPI_Win_lock_all");
    for (int i = 0; i < COUNT; i++) {
        own[i] = rank * COUNT + i;
    }
    MPI_Win_sync(window);
    MPI_Barrier(node);
    MPI_Win_sync(window);
    rank = (rank + 1) % size;
    check_mpi(MPI_Win_shared_query(window, rank, &bytes, &unit, (void *) &next),
              "MPI_Win_shared_query");
    for (int i = 0; i < COUNT; i++) {
        if (next[i] != rank * COUNT + i) {
            check_fail("the window holds %d at %d of rank %d", next[i], i, rank);
        }
    }
    MPI_Win_unlock_all(window);
    MPI_Win_free(&window);
}

/* As many as expected, whichever communicator they come from. */
static void split(MPI_Comm from, int expected, const char *text)
{
    MPI_Comm node;
    int size;

    check_mpi(MPI_Comm_split_type(from, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &node), text);
    MPI_Comm_size(node, &size);
    if (size != expected) {
        check_fail("%d ranks share memory (%s), expected %d", size, text, expected);
    }
    use_window(node);
    MPI_Comm_free(&node);
}

/* A communicator that was made of two groups: Open MPI asks again where their ranks are. */
static void split_merged(int expected)
{
    MPI_Comm half, between, merged;
    int color = check_rank() % 2;

    MPI_Comm_split(MPI_COMM_WORLD, color, 0, &half);
    MPI_Intercomm_create(half, 0, MPI_COMM_WORLD, 1 - color, 1, &between);
    MPI_Intercomm_merge(between, color, &merged);
    split(merged, expected, "merged groups");
    MPI_Comm_free(&merged);
    MPI_Comm_free(&between);
    MPI_Comm_free(&half);
}

static void refuse_window(void)
{
    MPI_Win window;
    int *own;
    int class = MPI_SUCCESS;
    int rc;

    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    rc = MPI_Win_allocate_shared(sizeof(int), sizeof(int), MPI_INFO_NULL, MPI_COMM_WORLD, &own,
                                 &window);
    MPI_Error_class(rc, &class);
    if (class != MPI_ERR_RMA_SHARED) {
        check_fail("a shared window of all ranks gives class %d, expected %d", class,
                   MPI_ERR_RMA_SHARED);
    }
}

int main(int argc, char **argv)
{
    int expected;

    check_start(&argc, &argv, "shared");
    expected = check_argument(argc, argv, 1, 1, 1, check_size());
    split(MPI_COMM_WORLD, expected, "all ranks");
    split_merged(expected);
    if (expected < check_size()) {
        refuse_window();
    }
    return check_end();
}
