/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Derived datatypes: what lies in the blocks must arrive, what lies in the gaps must stay as it
 * was. Where the blocks are is written down here by hand, not asked from MPI.
 */
#include "check.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BLOCKS = 4, UNTOUCHED = 0xA7 };

/* An element of a type: bytes [offset, offset + length) of each block; the next element follows
 * after extent bytes. */
struct layout {
    const char *name;
    MPI_Datatype type;
    size_t extent;
    int block_count;
    struct {
        size_t offset;
        size_t length;
    } blocks[MAX_BLOCKS];
};

struct record {
    char kind;
    double value;
    int numbers[3];
    char end;
};

static MPI_Datatype vector_type(void)
{
    MPI_Datatype type;

    MPI_Type_vector(3, 5, 8, MPI_SHORT, &type);
    return type;
}

static MPI_Datatype indexed_type(void)
{
    int lengths[] = {1, 7, 2};
    int places[] = {20, 3, 12};
    MPI_Datatype type;

    MPI_Type_indexed(3, lengths, places, MPI_INT, &type);
    return type;
}

static MPI_Datatype struct_type(void)
{
    int lengths[] = {1, 1, 3};
    MPI_Aint places[] = {offsetof(struct record, kind), offsetof(struct record, value),
                         offsetof(struct record, numbers)};
    MPI_Datatype types[] = {MPI_CHAR, MPI_DOUBLE, MPI_INT};
    MPI_Datatype plain;
    MPI_Datatype type;

    MPI_Type_create_struct(3, lengths, places, types, &plain);
    MPI_Type_create_resized(plain, 0, sizeof(struct record), &type);
    MPI_Type_free(&plain);
    return type;
}

static MPI_Datatype resized_type(void)
{
    MPI_Datatype type;

    MPI_Type_create_resized(MPI_BYTE, 0, 3, &type);
    return type;
}

/* Two columns, four apart, of two rows of a matrix with nine columns: one type inside another. */
static MPI_Datatype nested_type(void)
{
    MPI_Datatype column;
    MPI_Datatype resized;
    MPI_Datatype pair;
    MPI_Datatype type;

    MPI_Type_vector(2, 1, 9, MPI_DOUBLE, &column);
    MPI_Type_create_resized(column, 0, sizeof(double), &resized);
    MPI_Type_vector(2, 1, 4, resized, &pair);
    MPI_Type_create_resized(pair, 0, 14 * sizeof(double), &type);
    MPI_Type_free(&column);
    MPI_Type_free(&resized);
    MPI_Type_free(&pair);
    return type;
}

/* What the receiver's buffer must hold: the sender's bytes in the blocks, nothing new in the
 * gaps. */
static void expect(const struct layout *layout, int count, unsigned seed, unsigned char *expected,
                   size_t size)
{
    memset(expected, UNTOUCHED, size);
    for (int element = 0; element < count; element++) {
        for (int block = 0; block < layout->block_count; block++) {
            size_t start = (size_t) element * layout->extent + layout->blocks[block].offset;

            for (size_t i = start; i < start + layout->blocks[block].length; i++) {
                expected[i] = check_byte(seed, i);
            }
        }
    }
}

static void exchange(const struct layout *layout, int count)
{
    /* Blocks may reach beyond the extent of the last element. */
    size_t size = (size_t) (count + 2) * layout->extent;
    unsigned char *out = check_alloc(size);
    unsigned char *in = check_alloc(size);
    unsigned char *expected = check_alloc(size);
    int to = (check_rank() + 1) % check_size();
    int from = (check_rank() + check_size() - 1) % check_size();

    check_fill(out, size, (unsigned) check_rank());
    memset(in, UNTOUCHED, size);
    expect(layout, count, (unsigned) from, expected, size);
    MPI_Sendrecv(out, count, layout->type, to, count, in, count, layout->type, from, count,
                 MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    for (size_t i = 0; i < size; i++) {
        if (in[i] != expected[i]) {
            check_fail("%d x %s from rank %d: byte %zu of %zu is 0x%02x and should be 0x%02x",
                       count, layout->name, from, i, size, in[i], expected[i]);
        }
    }
    free(out);
    free(in);
    free(expected);
}

int main(int argc, char **argv)
{
    static const int counts[] = {1, 3, 100, 3000, 40000};

    check_start(&argc, &argv, "datatypes");

    struct layout layouts[] = {
        {"vector", vector_type(), 42, 3, {{0, 10}, {16, 10}, {32, 10}}},
        {"indexed", indexed_type(), 72, 3, {{80, 4}, {12, 28}, {48, 8}}},
        {"struct",
         struct_type(),
         sizeof(struct record),
         3,
         {{offsetof(struct record, kind), 1},
          {offsetof(struct record, value), 8},
          {offsetof(struct record, numbers), 12}}},
        {"resized", resized_type(), 3, 1, {{0, 1}}},
        {"nested", nested_type(), 112, 4, {{0, 8}, {72, 8}, {32, 8}, {104, 8}}},
    };

    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
        MPI_Type_commit(&layouts[i].type);
        for (size_t j = 0; j < sizeof(counts) / sizeof(counts[0]); j++) {
            exchange(&layouts[i], counts[j]);
        }
        MPI_Type_free(&layouts[i].type);
    }
    return check_end();
}
