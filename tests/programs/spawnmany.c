/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MPI_Comm_spawn_multiple: one call starts two groups with arguments of their own. Each child tells
 * the parents which group it is in, and all parents and children exchange messages.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

enum { GROUPS = 2, BLOCK = 200000, CHILDREN = 3 };

static const int group_sizes[GROUPS] = {1, 2};

static unsigned seed_of(int is_child, int from, int to)
{
    return (unsigned) ((is_child * 64 + from) * 64 + to);
}

static int group_of_child(int rank)
{
    return rank < group_sizes[0] ? 0 : 1;
}

static void exchange(MPI_Comm others, int is_child)
{
    unsigned char *out = check_alloc(BLOCK);
    unsigned char *in = check_alloc(BLOCK);
    MPI_Request request;
    int count;

    MPI_Comm_remote_size(others, &count);
    for (int peer = 0; peer < count; peer++) {
        check_fill(out, BLOCK, seed_of(is_child, check_rank(), peer));
        check_clear(in, BLOCK);
        MPI_Isend(out, BLOCK, MPI_BYTE, peer, 0, others, &request);
        MPI_Recv(in, BLOCK, MPI_BYTE, peer, 0, others, MPI_STATUS_IGNORE);
        check_message(in, BLOCK, seed_of(!is_child, peer, check_rank()),
                      "message between parent and child");
        MPI_Wait(&request, MPI_STATUS_IGNORE);
    }
    free(out);
    free(in);
}

static int run_parent(char *program)
{
    char *programs[GROUPS] = {program, program};
    char *first[] = {"group", "0", NULL};
    char *second[] = {"group", "1", NULL};
    char **arguments[GROUPS] = {first, second};
    MPI_Info infos[GROUPS] = {MPI_INFO_NULL, MPI_INFO_NULL};
    MPI_Comm children;
    int groups[CHILDREN];

    MPI_Comm_spawn_multiple(GROUPS, programs, arguments, group_sizes, infos, 0, MPI_COMM_WORLD,
                            &children, MPI_ERRCODES_IGNORE);
    exchange(children, 0);
    MPI_Allgather(NULL, 0, MPI_INT, groups, 1, MPI_INT, children);
    for (int child = 0; child < CHILDREN; child++) {
        if (groups[child] != group_of_child(child)) {
            check_fail("child %d says that it is in group %d", child, groups[child]);
        }
    }
    MPI_Comm_disconnect(&children);
    return check_end();
}

static int run_child(MPI_Comm parents, int argc, char **argv)
{
    int *application;
    int is_set;
    int group = check_argument(argc, argv, 2, -1, 0, GROUPS - 1);

    MPI_Comm_get_attr(MPI_COMM_WORLD, MPI_APPNUM, &application, &is_set);
    if (!is_set || *application != group || check_size() != CHILDREN) {
        check_fail("started as group %d, but MPI_APPNUM is %d, of %d ranks", group,
                   is_set ? *application : -1, check_size());
    }
    exchange(parents, 1);
    MPI_Allgather(&group, 1, MPI_INT, NULL, 0, MPI_INT, parents);
    MPI_Comm_disconnect(&parents);
    MPI_Finalize();
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    MPI_Comm parents;

    check_start(&argc, &argv, "spawnmany");
    MPI_Comm_get_parent(&parents);
    return parents == MPI_COMM_NULL ? run_parent(argv[0]) : run_child(parents, argc, argv);
}
