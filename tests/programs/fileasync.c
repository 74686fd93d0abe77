/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MPI-IO's calls that do not wait, or are split in two: each rank writes its block in every way,
 * and reads the block of the next rank in every way. Argument: the file.
 */
#include "check.h"

#include <stdlib.h>

enum { BLOCK = 30000 };

struct way {
    const char *name;
    int shared;       /* through the shared file pointer: blocks come in any order */
    int through_view; /* own pointer, and every second byte of the file is the block's */
    void (*write)(MPI_File file, MPI_Offset place, const void *out, MPI_Status *status);
    void (*read)(MPI_File file, MPI_Offset place, void *in, MPI_Status *status);
};

/* A call with a request, and its wait. */
#define REQUEST(name, type, call)                                                                  \
    static void name(MPI_File file, MPI_Offset place, type data, MPI_Status *status)               \
    {                                                                                              \
        MPI_Request request;                                                                       \
        (void) place;                                                                              \
        check_mpi(call, #call);                                                                    \
        check_mpi(MPI_Wait(&request, status), "MPI_Wait after " #call);                            \
    }

/* A call that begins, and the one that ends. */
#define SPLIT(name, type, begin, end)                                                              \
    static void name(MPI_File file, MPI_Offset place, type data, MPI_Status *status)               \
    {                                                                                              \
        (void) place;                                                                              \
        check_mpi(begin, #begin);                                                                  \
        check_mpi(end, #end);                                                                      \
    }

REQUEST(write_at, const void *, MPI_File_iwrite_at(file, place, data, BLOCK, MPI_BYTE, &request))
REQUEST(read_at, void *, MPI_File_iread_at(file, place, data, BLOCK, MPI_BYTE, &request))
REQUEST(write_at_all, const void *,
        MPI_File_iwrite_at_all(file, place, data, BLOCK, MPI_BYTE, &request))
REQUEST(read_at_all, void *, MPI_File_iread_at_all(file, place, data, BLOCK, MPI_BYTE, &request))
REQUEST(write_own, const void *, MPI_File_iwrite(file, data, BLOCK, MPI_BYTE, &request))
REQUEST(read_own, void *, MPI_File_iread(file, data, BLOCK, MPI_BYTE, &request))
REQUEST(write_all, const void *, MPI_File_iwrite_all(file, data, BLOCK, MPI_BYTE, &request))
REQUEST(read_all, void *, MPI_File_iread_all(file, data, BLOCK, MPI_BYTE, &request))
REQUEST(write_shared, const void *, MPI_File_iwrite_shared(file, data, BLOCK, MPI_BYTE, &request))
REQUEST(read_shared, void *, MPI_File_iread_shared(file, data, BLOCK, MPI_BYTE, &request))
SPLIT(write_all_split, const void *, MPI_File_write_all_begin(file, data, BLOCK, MPI_BYTE),
      MPI_File_write_all_end(file, data, status))
SPLIT(read_all_split, void *, MPI_File_read_all_begin(file, data, BLOCK, MPI_BYTE),
      MPI_File_read_all_end(file, data, status))
SPLIT(write_at_all_split, const void *,
      MPI_File_write_at_all_begin(file, place, data, BLOCK, MPI_BYTE),
      MPI_File_write_at_all_end(file, data, status))
SPLIT(read_at_all_split, void *, MPI_File_read_at_all_begin(file, place, data, BLOCK, MPI_BYTE),
      MPI_File_read_at_all_end(file, data, status))
SPLIT(write_ordered_split, const void *, MPI_File_write_ordered_begin(file, data, BLOCK, MPI_BYTE),
      MPI_File_write_ordered_end(file, data, status))
SPLIT(read_ordered_split, void *, MPI_File_read_ordered_begin(file, data, BLOCK, MPI_BYTE),
      MPI_File_read_ordered_end(file, data, status))

static const struct way ways[] = {
    {"iwrite_at, iread_at", 0, 0, write_at, read_at},
    {"iwrite_at_all, iread_at_all", 0, 0, write_at_all, read_at_all},
    {"iwrite, iread", 0, 0, write_own, read_own},
    {"iwrite_all, iread_all", 0, 0, write_all, read_all},
    {"iwrite, iread through a view", 0, 1, write_own, read_own},
    {"iwrite_all, iread_all through a view", 0, 1, write_all, read_all},
    {"iwrite_shared, iread_shared", 1, 0, write_shared, read_shared},
    {"write_all_begin, read_all_begin", 0, 0, write_all_split, read_all_split},
    {"write_at_all_begin, read_at_all_begin", 0, 0, write_at_all_split, read_at_all_split},
    {"write_ordered_begin, read_ordered_begin", 1, 0, write_ordered_split, read_ordered_split},
};

#define WAYS ((int) (sizeof(ways) / sizeof(ways[0])))

static unsigned seed_of(int way, int rank)
{
    return (unsigned) (way * 31 + rank);
}

/* Puts the rank's own file pointer at its block, if the way needs it. */
static void go_to_block(MPI_File file, const struct way *way, int rank)
{
    MPI_Datatype stripes;

    if (way->through_view) {
        MPI_Type_vector(BLOCK / 10, 10, 10 * check_size(), MPI_BYTE, &stripes);
        MPI_Type_commit(&stripes);
        check_mpi(MPI_File_set_view(file, (MPI_Offset) rank * 10, MPI_BYTE, stripes, "native",
                                    MPI_INFO_NULL),
                  "set_view");
        MPI_Type_free(&stripes);
    } else {
        check_mpi(MPI_File_seek(file, (MPI_Offset) rank * BLOCK, MPI_SEEK_SET), "seek");
    }
    check_mpi(MPI_File_seek_shared(file, 0, MPI_SEEK_SET), "seek_shared");
}

static void check_count(MPI_Status *status, const char *what)
{
    int count = -1;

    MPI_Get_count(status, MPI_BYTE, &count);
    if (count != BLOCK) {
        check_fail("%s: %d bytes instead of %d", what, count, BLOCK);
    }
}

/* What was read is one rank's block; with the shared pointer, each rank has another one. */
static void check_shared(const unsigned char *in, int way)
{
    int owner = 0;
    int sum;

    while (owner < check_size() && in[0] != check_byte(seed_of(way, owner), 0)) {
        owner++;
    }
    if (owner == check_size()) {
        check_fail("%s: the data of no rank", ways[way].name);
    }
    check_message(in, BLOCK, seed_of(way, owner), ways[way].name);
    MPI_Allreduce(&owner, &sum, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
    if (sum != check_size() * (check_size() - 1) / 2) {
        check_fail("%s: two ranks read the same block", ways[way].name);
    }
}

static void one_way(const char *path, int number)
{
    const struct way *way = &ways[number];
    unsigned char *data = check_alloc(BLOCK);
    int next = (check_rank() + 1) % check_size();
    MPI_File file;
    MPI_Status status;

    check_mpi(
        MPI_File_open(MPI_COMM_WORLD, path, MPI_MODE_CREATE | MPI_MODE_RDWR, MPI_INFO_NULL, &file),
        path);
    check_mpi(MPI_File_set_size(file, 0), "set_size");
    check_fill(data, BLOCK, seed_of(number, check_rank()));
    go_to_block(file, way, check_rank());
    way->write(file, (MPI_Offset) check_rank() * BLOCK, data, &status);
    check_count(&status, way->name);
    check_mpi(MPI_File_sync(file), "sync");
    MPI_Barrier(MPI_COMM_WORLD);
    check_mpi(MPI_File_sync(file), "sync");
    check_clear(data, BLOCK);
    go_to_block(file, way, next);
    way->read(file, (MPI_Offset) next * BLOCK, data, &status);
    check_count(&status, way->name);
    if (way->shared) {
        check_shared(data, number);
    } else {
        check_message(data, BLOCK, seed_of(number, next), way->name);
    }
    check_mpi(MPI_File_close(&file), "close");
    free(data);
}

int main(int argc, char **argv)
{
    check_start(&argc, &argv, "fileasync");
    if (argc < 2) {
        check_fail("the name of a file is missing");
    }
    for (int way = 0; way < WAYS; way++) {
        one_way(argv[1], way);
    }
    return check_end();
}
