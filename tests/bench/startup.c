/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How long MPI_Init and MPI_Finalize take together. Every rank prints its own milliseconds as a
 * line of bench_print() and does nothing after that, so that nothing is added to what is measured.
 */
#include <mpi.h>
#include <stdlib.h>

#include "bench.h"

int main(int argc, char **argv)
{
    const char *rank = getenv("OMPI_COMM_WORLD_RANK");
    double start;

    (void) argv;
    bench_start("startup", rank == NULL ? 0 : atoi(rank));
    if (argc != 1) {
        bench_fail("takes no arguments");
    }
    start = bench_now();
    MPI_Init(NULL, NULL);
    MPI_Finalize();
    bench_print("startup", 0, (bench_now() - start) * 1e3);
    return EXIT_SUCCESS;
}
