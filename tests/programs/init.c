/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Starts and ends MPI and prints nothing: whatever is printed came from somewhere else.
 */
#include <mpi.h>

int main(int argc, char **argv)
{
    MPI_Init(&argc, &argv);
    MPI_Finalize();
    return 0;
}
