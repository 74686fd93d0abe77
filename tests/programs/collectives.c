/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The collectives that move data, for small, medium and large blocks and every root, checked byte
 * for byte against what each rank can compute for itself. Sums and other operations: reductions.c.
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

/* Room for one block per rank on both sides. */
struct buffers {
    unsigned char *out;
    unsigned char *in;
    int block;
};

/* The block that one rank has for another one. */
static unsigned seed_of(int from, int to)
{
    return (unsigned) (from * 613 + to * 31 + 5);
}

static unsigned char *place(unsigned char *buffer, const struct buffers *buffers, int rank)
{
    return buffer + (size_t) rank * (size_t) buffers->block;
}

static void check_block(const unsigned char *block, size_t size, unsigned seed, const char *name,
                        int root, int from)
{
    for (size_t i = 0; i < size; i++) {
        if (block[i] != check_byte(seed, i)) {
            check_fail("%s with root %d, %zu bytes from rank %d: byte %zu is 0x%02x and should be "
                       "0x%02x",
                       name, root, size, from, i, block[i], check_byte(seed, i));
        }
    }
}

static void broadcast(const struct buffers *buffers, int root)
{
    size_t size = (size_t) buffers->block;

    check_clear(buffers->in, size);
    if (check_rank() == root) {
        check_fill(buffers->in, size, seed_of(root, root));
    }
    MPI_Bcast(buffers->in, buffers->block, MPI_BYTE, root, MPI_COMM_WORLD);
    check_message(buffers->in, size, seed_of(root, root), "MPI_Bcast");
}

static void scatter_and_gather(const struct buffers *buffers, int root)
{
    size_t size = (size_t) buffers->block;

    for (int to = 0; to < check_size(); to++) {
        check_fill(place(buffers->out, buffers, to), size, seed_of(root, to));
    }
    check_clear(buffers->in, size);
    MPI_Scatter(buffers->out, buffers->block, MPI_BYTE, buffers->in, buffers->block, MPI_BYTE, root,
                MPI_COMM_WORLD);
    check_message(buffers->in, size, seed_of(root, check_rank()), "MPI_Scatter");

    check_fill(buffers->out, size, seed_of(check_rank(), root));
    check_clear(buffers->in, size * (size_t) check_size());
    MPI_Gather(buffers->out, buffers->block, MPI_BYTE, buffers->in, buffers->block, MPI_BYTE, root,
               MPI_COMM_WORLD);
    for (int from = 0; check_rank() == root && from < check_size(); from++) {
        check_block(place(buffers->in, buffers, from), size, seed_of(from, root), "MPI_Gather",
                    root, from);
    }
}

static void all_gather(const struct buffers *buffers)
{
    size_t size = (size_t) buffers->block;

    check_fill(buffers->out, size, seed_of(check_rank(), 0));
    check_clear(buffers->in, size * (size_t) check_size());
    MPI_Allgather(buffers->out, buffers->block, MPI_BYTE, buffers->in, buffers->block, MPI_BYTE,
                  MPI_COMM_WORLD);
    for (int from = 0; from < check_size(); from++) {
        check_block(place(buffers->in, buffers, from), size, seed_of(from, 0), "MPI_Allgather", -1,
                    from);
    }
}

static void all_to_all(const struct buffers *buffers)
{
    size_t size = (size_t) buffers->block;

    for (int to = 0; to < check_size(); to++) {
        check_fill(place(buffers->out, buffers, to), size, seed_of(check_rank(), to));
    }
    check_clear(buffers->in, size * (size_t) check_size());
    MPI_Alltoall(buffers->out, buffers->block, MPI_BYTE, buffers->in, buffers->block, MPI_BYTE,
                 MPI_COMM_WORLD);
    for (int from = 0; from < check_size(); from++) {
        check_block(place(buffers->in, buffers, from), size, seed_of(from, check_rank()),
                    "MPI_Alltoall", -1, from);
    }
}

/* Blocks of different lengths, some of them empty: rank r has block * (r % 3) / 2 bytes. */
static void all_gather_uneven(const struct buffers *buffers)
{
    int *lengths = check_alloc((size_t) check_size() * sizeof(int));
    int *places = check_alloc((size_t) check_size() * sizeof(int));

    for (int rank = 0; rank < check_size(); rank++) {
        lengths[rank] = buffers->block * (rank % 3) / 2;
        places[rank] = rank * buffers->block;
    }
    check_fill(buffers->out, (size_t) lengths[check_rank()], seed_of(check_rank(), 1));
    check_clear(buffers->in, (size_t) buffers->block * (size_t) check_size());
    MPI_Allgatherv(buffers->out, lengths[check_rank()], MPI_BYTE, buffers->in, lengths, places,
                   MPI_BYTE, MPI_COMM_WORLD);
    for (int from = 0; from < check_size(); from++) {
        check_block(place(buffers->in, buffers, from), (size_t) lengths[from], seed_of(from, 1),
                    "MPI_Allgatherv", -1, from);
    }
    free(lengths);
    free(places);
}

int main(int argc, char **argv)
{
    static const int blocks[] = {1, 5000, 300000};

    check_start(&argc, &argv, "collectives");
    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
        size_t room = (size_t) blocks[i] * (size_t) check_size();
        struct buffers buffers = {check_alloc(room), check_alloc(room), blocks[i]};

        for (int root = 0; root < check_size(); root++) {
            broadcast(&buffers, root);
            scatter_and_gather(&buffers, root);
            MPI_Barrier(MPI_COMM_WORLD);
        }
        all_gather(&buffers);
        all_gather_uneven(&buffers);
        all_to_all(&buffers);
        free(buffers.out);
        free(buffers.in);
    }
    return check_end();
}
