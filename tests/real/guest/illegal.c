/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rank 1 makes the system call of that number in its own machine code, where no library can answer
 * it.
 */
#include <mpi.h>
#include <stdlib.h>

static void make_call(long number)
{
    long result = number;

    __asm__ volatile("syscall" : "+a"(result) : "D"(0), "S"(0), "d"(0) : "rcx", "r11", "memory");
}

int main(int argc, char **argv)
{
    int rank;

    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    if (rank == 1) {
        make_call(argc > 1 ? atol(argv[1]) : 0);
    }
    MPI_Barrier(MPI_COMM_WORLD);
    MPI_Finalize();
    return 0;
}
