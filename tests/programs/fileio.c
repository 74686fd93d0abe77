/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MPI-IO on a plain file: all ranks write their blocks of it in turn, together, and read those of
 * another rank; the file is then read once more as any program would. Argument: the file.
 */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 10000, BLOCKS = 30, HEAD = 100 };

static unsigned seed_of(int rank, int block)
{
    return (unsigned) (rank * 101 + block);
}

static MPI_File open_file(const char *path, int mode)
{
    MPI_File file;

    check_mpi(MPI_File_open(MPI_COMM_WORLD, path, mode, MPI_INFO_NULL, &file), path);
    return file;
}

static MPI_Offset place_of(int rank, int block)
{
    return HEAD + ((MPI_Offset) block * check_size() + rank) * BLOCK;
}

/* The blocks of a rank are a view of the file; half of them are written through it in one go. */
static void write_blocks(const char *path)
{
    unsigned char *out = check_alloc((size_t) BLOCK * BLOCKS);
    MPI_File file = open_file(path, MPI_MODE_CREATE | MPI_MODE_WRONLY);
    MPI_Datatype own_blocks;
    MPI_Status status;

    for (int block = 0; block < BLOCKS; block++) {
        check_fill(out + block * BLOCK, BLOCK, seed_of(check_rank(), block));
    }
    for (int block = 0; block < BLOCKS / 2; block++) {
        check_mpi(MPI_File_write_at_all(file, place_of(check_rank(), block), out + block * BLOCK,
                                        BLOCK, MPI_BYTE, &status),
                  "write_at_all");
    }
    MPI_Type_vector(BLOCKS, BLOCK, BLOCK * check_size(), MPI_BYTE, &own_blocks);
    MPI_Type_commit(&own_blocks);
    check_mpi(MPI_File_set_view(file, place_of(check_rank(), 0), MPI_BYTE, own_blocks, "native",
                                MPI_INFO_NULL),
              "set_view");
    check_mpi(MPI_File_write_at_all(file, (MPI_Offset) BLOCKS / 2 * BLOCK, out + BLOCKS / 2 * BLOCK,
                                    (BLOCKS - BLOCKS / 2) * BLOCK, MPI_BYTE, &status),
              "write_at_all through a view");
    check_mpi(MPI_File_close(&file), "close");
    MPI_Type_free(&own_blocks);
    free(out);
}

static void read_blocks(const char *path)
{
    unsigned char *in = check_alloc(BLOCK);
    MPI_File file = open_file(path, MPI_MODE_RDONLY);
    int other = (check_rank() + 1) % check_size();
    MPI_Offset size;
    MPI_Status status;

    check_mpi(MPI_File_get_size(file, &size), "get_size");
    if (size != place_of(0, BLOCKS)) {
        check_fail("the file has %lld bytes and should have %lld", (long long) size,
                   (long long) place_of(0, BLOCKS));
    }
    for (int block = 0; block < BLOCKS; block++) {
        check_clear(in, BLOCK);
        check_mpi(MPI_File_read_at_all(file, place_of(other, block), in, BLOCK, MPI_BYTE, &status),
                  "read_at_all");
        check_message(in, BLOCK, seed_of(other, block), "block of the file");
    }
    check_mpi(MPI_File_close(&file), "close");
    free(in);
}

static void read_plainly(const char *path)
{
    unsigned char *in = check_alloc(BLOCK);
    FILE *file = fopen(path, "rb");

    if (file == NULL || fseek(file, HEAD, SEEK_SET) < 0) {
        check_fail("cannot read %s: %s", path, strerror(errno));
    }
    for (int block = 0; block < BLOCKS; block++) {
        for (int rank = 0; rank < check_size(); rank++) {
            check_clear(in, BLOCK);
            if (fread(in, BLOCK, 1, file) != 1) {
                check_fail("%s is too short", path);
            }
            check_message(in, BLOCK, seed_of(rank, block), "block of the file, read plainly");
        }
    }
    fclose(file);
    free(in);
}

int main(int argc, char **argv)
{
    check_start(&argc, &argv, "fileio");
    if (argc != 2) {
        check_fail("usage: fileio FILE");
    }
    write_blocks(argv[1]);
    MPI_Barrier(MPI_COMM_WORLD);
    read_blocks(argv[1]);
    if (check_rank() == 0) {
        read_plainly(argv[1]);
    }
    return check_end();
}
