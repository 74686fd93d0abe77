/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Collective operations on all ranks of the job. Arguments: BATCHES, and "small" for those of
 * at most 8 bytes alone. Prints, from rank 0, lines of
 * bench_print() in microseconds per operation, as the slowest rank saw it: barrier, allreduce of
 * 8 bytes and of 1 MiB, alltoall with 1 KiB for each rank, bcast of 1 MiB with all ranks as roots
 * in turn. What arrives is checked.
 */
#include <mpi.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define SMALL_RUNS 50
#define LARGE_RUNS 4
#define LARGE ((size_t) 1 << 20)
#define SMALL 8
#define BLOCK ((size_t) 1 << 10)

static int own_rank;
static int rank_count;
static unsigned char *out;
static unsigned char *in;

/* One way to keep all ranks busy: what is done before, in and after a batch of size bytes. */
struct operation {
    const char *figure;
    size_t size;
    int runs;
    void (*prepare)(size_t size, unsigned int seed);
    void (*run)(size_t size, int run);
    void (*verify)(size_t size, unsigned int seed);
};

static void prepare_nothing(size_t size, unsigned int seed)
{
    (void) size;
    (void) seed;
}

static void run_barrier(size_t size, int run)
{
    (void) size;
    (void) run;
    MPI_Barrier(MPI_COMM_WORLD);
}

/* Element i of this rank is rank + i + seed, so the sum is known. */
static void prepare_sum(size_t size, unsigned int seed)
{
    uint64_t *values = (uint64_t *) out;

    for (size_t i = 0; i < size / sizeof(*values); i++) {
        values[i] = (uint64_t) own_rank + i + seed;
    }
    memset(in, 0, size);
}

static void run_allreduce(size_t size, int run)
{
    (void) run;
    MPI_Allreduce(out, in, (int) (size / sizeof(uint64_t)), MPI_UINT64_T, MPI_SUM, MPI_COMM_WORLD);
}

static void verify_sum(size_t size, unsigned int seed)
{
    const uint64_t *values = (const uint64_t *) in;
    uint64_t ranks = (uint64_t) rank_count;

    for (size_t i = 0; i < size / sizeof(*values); i++) {
        if (values[i] != ranks * (ranks - 1) / 2 + ranks * (i + seed)) {
            bench_fail("element %zu of a sum of %zu bytes is wrong", i, size);
        }
    }
}

static void prepare_blocks(size_t size, unsigned int seed)
{
    for (int i = 0; i < rank_count; i++) {
        bench_fill(out + (size_t) i * size, size,
                   seed + (unsigned int) (own_rank * rank_count + i));
        bench_clear(in + (size_t) i * size, size);
    }
}

static void run_alltoall(size_t size, int run)
{
    (void) run;
    MPI_Alltoall(out, (int) size, MPI_BYTE, in, (int) size, MPI_BYTE, MPI_COMM_WORLD);
}

static void verify_blocks(size_t size, unsigned int seed)
{
    for (int i = 0; i < rank_count; i++) {
        bench_verify(in + (size_t) i * size, size,
                     seed + (unsigned int) (i * rank_count + own_rank));
    }
}

/* Rank 0 is the first root; all others get the bytes from it. */
static void prepare_bcast(size_t size, unsigned int seed)
{
    bench_fill(in, size, seed);
    if (own_rank != 0) {
        bench_clear(in, size);
    }
}

static void run_bcast(size_t size, int run)
{
    MPI_Bcast(in, (int) size, MPI_BYTE, run % rank_count, MPI_COMM_WORLD);
}

static void verify_bcast(size_t size, unsigned int seed)
{
    bench_verify(in, size, seed);
}

static const struct operation operations[] = {
    {"barrier", 0, SMALL_RUNS, prepare_nothing, run_barrier, prepare_nothing},
    {"allreduce", sizeof(uint64_t), SMALL_RUNS, prepare_sum, run_allreduce, verify_sum},
    {"alltoall", BLOCK, SMALL_RUNS, prepare_blocks, run_alltoall, verify_blocks},
    {"bcast", LARGE, LARGE_RUNS, prepare_bcast, run_bcast, verify_bcast},
    {"allreduce", LARGE, LARGE_RUNS, prepare_sum, run_allreduce, verify_sum},
};

/* Rank 0 tells all whether to go on. */
static bool agree(bool go_on)
{
    MPI_Bcast(&go_on, 1, MPI_C_BOOL, 0, MPI_COMM_WORLD);
    return go_on;
}

static void measure(const struct operation *operation, int batches)
{
    double values[BENCH_BATCHES_MAX] = {0};
    double start = bench_now();
    int batch;

    for (batch = 0; agree(bench_goes_on(batch, batches, start)); batch++) {
        double elapsed;

        operation->prepare(operation->size, (unsigned int) batch);
        MPI_Barrier(MPI_COMM_WORLD);
        elapsed = bench_now();
        for (int run = 0; run < operation->runs; run++) {
            operation->run(operation->size, run);
        }
        elapsed = bench_now() - elapsed;
        operation->verify(operation->size, (unsigned int) batch);
        MPI_Reduce(&elapsed, &values[batch], 1, MPI_DOUBLE, MPI_MAX, 0, MPI_COMM_WORLD);
        values[batch] *= 1e6 / operation->runs;
    }
    if (own_rank == 0) {
        bench_print(operation->figure, operation->size, bench_undisturbed(values, batch));
    }
}

int main(int argc, char **argv)
{
    const char *rank = getenv("OMPI_COMM_WORLD_RANK");
    size_t largest = LARGE;
    int batches;

    bench_start("collectives", rank == NULL ? 0 : atoi(rank));
    if (argc == 3 && strcmp(argv[2], "small") == 0) {
        largest = SMALL;
    } else if (argc != 2) {
        bench_fail("must be given the number of batches and at most the word \"small\"");
    }
    batches = (int) bench_number(argv[1], "the number of batches", 1, BENCH_BATCHES_MAX);
    MPI_Init(NULL, NULL);
    MPI_Comm_rank(MPI_COMM_WORLD, &own_rank);
    MPI_Comm_size(MPI_COMM_WORLD, &rank_count);
    if ((size_t) rank_count * BLOCK > LARGE) {
        bench_fail("%d ranks are too many", rank_count);
    }
    out = bench_alloc(LARGE);
    in = bench_alloc(LARGE);
    bench_fill(in, LARGE, 0);
    for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
        if (operations[i].size <= largest) {
            measure(&operations[i], batches);
        }
    }
    MPI_Finalize();
    free(out);
    free(in);
    return EXIT_SUCCESS;
}
