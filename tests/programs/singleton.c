/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program that spawns two of itself, and adds up numbers with them: also one that was started
 * without mpirun.
 */
#include "check.h"

int main(int argc, char **argv)
{
    MPI_Comm parent, children;
    int sum = 0, own;

    check_start(&argc, &argv, "singleton");
    MPI_Comm_get_parent(&parent);
    if (parent != MPI_COMM_NULL) {
        own = check_rank() + 1;
        MPI_Reduce(&own, NULL, 1, MPI_INT, MPI_SUM, 0, parent);
        MPI_Comm_disconnect(&parent);
        MPI_Finalize();
        return 0;
    }
    check_mpi(MPI_Comm_spawn(argv[0], MPI_ARGV_NULL, 2, MPI_INFO_NULL, 0, MPI_COMM_SELF, &children,
                             MPI_ERRCODES_IGNORE),
              "MPI_Comm_spawn");
    MPI_Reduce(NULL, &sum, 1, MPI_INT, MPI_SUM, MPI_ROOT, children);
    if (sum != 3) {
        check_fail("the sum is %d, expected 3", sum);
    }
    MPI_Comm_disconnect(&children);
    return check_end();
}
