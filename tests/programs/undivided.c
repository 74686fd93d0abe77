/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks that spawn three more, talk with them in one communicator, and end without
 * MPI_Comm_disconnect: then Open MPI's last messages may go to ranks that have ended.
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

enum { BLOCK = 400000 };

int main(int argc, char **argv)
{
    MPI_Comm parent, others, all;
    unsigned char *data = check_alloc(BLOCK);
    int rank, size, sum = 0;

    check_start(&argc, &argv, "undivided");
    MPI_Comm_get_parent(&parent);
    others = parent;
    if (parent == MPI_COMM_NULL) {
        check_mpi(MPI_Comm_spawn(argv[0], MPI_ARGV_NULL, 3, MPI_INFO_NULL, 0, MPI_COMM_WORLD,
                                 &others, MPI_ERRCODES_IGNORE),
                  "MPI_Comm_spawn");
    }
    MPI_Intercomm_merge(others, parent != MPI_COMM_NULL, &all);
    MPI_Comm_rank(all, &rank);
    MPI_Comm_size(all, &size);
    MPI_Allreduce(&rank, &sum, 1, MPI_INT, MPI_SUM, all);
    if (sum != size * (size - 1) / 2) {
        check_fail("the sum is %d", sum);
    }
    check_clear(data, BLOCK);
    if (rank == 0) {
        check_fill(data, BLOCK, 1);
    }
    MPI_Bcast(data, BLOCK, MPI_BYTE, 0, all);
    check_message(data, BLOCK, 1, "broadcast");
    free(data);
    if (rank == 0) {
        printf("undivided: ok, %d ranks\n", size);
    }
    MPI_Finalize();
    return 0;
}
