/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Heap that a component of Open MPI uses for peers: before anybody was talked to, and after every
 * rank has exchanged small messages with every other one. Takes no arguments; libbench-heap.so must
 * be preloaded. Prints, from rank 0, lines of bench_print() with bytes for the whole rank; what one
 * peer takes is the difference between jobs of different size (see contrib/bench).
 */
#include <mpi.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"
#include "heap.h"

#define SIZE 8
#define MESSAGES 3

/* A head start for rank 0, which looks at its heap before any rank has sent it a message. */
#define HEAD_START_NS 500000000

static void talk_to_all(int own_rank, int rank_count)
{
    unsigned char out[SIZE];
    unsigned char in[SIZE];

    for (int distance = 1; distance < rank_count; distance++) {
        int to = (own_rank + distance) % rank_count;
        int from = (own_rank + rank_count - distance) % rank_count;

        for (unsigned int i = 0; i < MESSAGES; i++) {
            bench_fill(out, SIZE, (unsigned int) own_rank + i);
            bench_fill(in, SIZE, (unsigned int) from + i + 1);
            MPI_Sendrecv(out, SIZE, MPI_BYTE, to, 0, in, SIZE, MPI_BYTE, from, 0, MPI_COMM_WORLD,
                         MPI_STATUS_IGNORE);
            bench_verify(in, SIZE, (unsigned int) from + i);
        }
    }
}

int main(int argc, char **argv)
{
    const struct timespec head_start = {.tv_nsec = HEAD_START_NS};
    const char *rank = getenv("OMPI_COMM_WORLD_RANK");
    size_t idle;
    size_t talked;
    int own_rank;
    int rank_count;

    (void) argv;
    bench_start("peers", rank == NULL ? 0 : atoi(rank));
    if (argc != 1) {
        bench_fail("takes no arguments");
    }
    if (bench_heap_live == NULL) {
        bench_fail("libbench-heap.so is not preloaded");
    }
    MPI_Init(NULL, NULL);
    MPI_Comm_rank(MPI_COMM_WORLD, &own_rank);
    MPI_Comm_size(MPI_COMM_WORLD, &rank_count);
    idle = bench_heap_live();
    nanosleep(&head_start, NULL);
    talk_to_all(own_rank, rank_count);
    MPI_Barrier(MPI_COMM_WORLD);
    talked = bench_heap_live();
    if (own_rank == 0) {
        bench_print("heap-idle", 0, (double) idle);
        bench_print("heap-talked", 0, (double) talked);
    }
    MPI_Finalize();
    return EXIT_SUCCESS;
}
