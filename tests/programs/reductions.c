/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reductions and scans with several operations and types, checked against the same fold done by
 * each rank alone. All values are small whole numbers: doubles are exact, integers wrap the same
 * way here and there.
 */
#include "check.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A type, with access to element i of a buffer through a common number. */
struct kind {
    const char *name;
    MPI_Datatype type;
    size_t size;
    int is_integer;
    void (*set)(void *buffer, int i, int64_t value);
    int64_t (*get)(const void *buffer, int i);
};

#define DEFINE_ACCESS(name, type)                                                                  \
    static void set_##name(void *buffer, int i, int64_t value)                                     \
    {                                                                                              \
        ((type *) buffer)[i] = (type) value;                                                       \
    }                                                                                              \
    static int64_t get_##name(const void *buffer, int i)                                           \
    {                                                                                              \
        return (int64_t) ((const type *) buffer)[i];                                               \
    }

DEFINE_ACCESS(byte, uint8_t)
DEFINE_ACCESS(int, int)
DEFINE_ACCESS(long, int64_t)
DEFINE_ACCESS(double, double)

/* An operation, and the same on two numbers. */
struct operation {
    const char *name;
    MPI_Op op;
    int integers_only;
    int64_t (*apply)(int64_t a, int64_t b);
};

#define DEFINE_OPERATION(name, expression)                                                         \
    static int64_t apply_##name(int64_t a, int64_t b)                                              \
    {                                                                                              \
        return (expression);                                                                       \
    }

DEFINE_OPERATION(sum, a + b)
DEFINE_OPERATION(prod, a *b)
DEFINE_OPERATION(min, a < b ? a : b)
DEFINE_OPERATION(max, a > b ? a : b)
DEFINE_OPERATION(band, a &b)
DEFINE_OPERATION(bor, a | b)
DEFINE_OPERATION(bxor, a ^ b)
DEFINE_OPERATION(land, a != 0 && b != 0)

/* 1 or 2 for almost all elements, so that a product over 32 ranks still fits. */
static int64_t value_of(int rank, int i)
{
    return 1 + ((rank * 5 + i * 3) >> 2) % 2;
}

/* The fold over the ranks first ... last, as the type can hold it. */
static int64_t fold(const struct kind *kind, const struct operation *operation, int first, int last,
                    int i)
{
    int64_t result = value_of(first, i);
    unsigned char element[8];

    for (int rank = first + 1; rank <= last; rank++) {
        result = operation->apply(result, value_of(rank, i));
    }
    kind->set(element, 0, result);
    return kind->get(element, 0);
}

static void check_fold(const struct kind *kind, const struct operation *operation,
                       const unsigned char *buffer, int count, int last, const char *call)
{
    for (int i = 0; i < count; i++) {
        int64_t expected = fold(kind, operation, 0, last, i);

        if (kind->get(buffer, i) != expected) {
            check_fail("%s of %d %s with %s: element %d is %lld and should be %lld", call, count,
                       kind->name, operation->name, i, (long long) kind->get(buffer, i),
                       (long long) expected);
        }
    }
}

static void reduce(const struct kind *kind, const struct operation *operation, int count)
{
    size_t size = (size_t) count * kind->size;
    unsigned char *out = check_alloc(size);
    unsigned char *in = check_alloc(size);
    int root = count % check_size();

    for (int i = 0; i < count; i++) {
        kind->set(out, i, value_of(check_rank(), i));
    }
    check_clear(in, size);
    MPI_Allreduce(out, in, count, kind->type, operation->op, MPI_COMM_WORLD);
    check_fold(kind, operation, in, count, check_size() - 1, "MPI_Allreduce");

    check_clear(in, size);
    MPI_Reduce(out, in, count, kind->type, operation->op, root, MPI_COMM_WORLD);
    if (check_rank() == root) {
        check_fold(kind, operation, in, count, check_size() - 1, "MPI_Reduce");
    }

    check_clear(in, size);
    MPI_Scan(out, in, count, kind->type, operation->op, MPI_COMM_WORLD);
    check_fold(kind, operation, in, count, check_rank(), "MPI_Scan");

    check_clear(in, size);
    MPI_Exscan(out, in, count, kind->type, operation->op, MPI_COMM_WORLD);
    if (check_rank() > 0) {
        check_fold(kind, operation, in, count, check_rank() - 1, "MPI_Exscan");
    }
    free(out);
    free(in);
}

int main(int argc, char **argv)
{
    const struct kind kinds[] = {
        {"MPI_UINT8_T", MPI_UINT8_T, 1, 1, set_byte, get_byte},
        {"MPI_INT", MPI_INT, sizeof(int), 1, set_int, get_int},
        {"MPI_INT64_T", MPI_INT64_T, 8, 1, set_long, get_long},
        {"MPI_DOUBLE", MPI_DOUBLE, sizeof(double), 0, set_double, get_double},
    };
    const struct operation operations[] = {
        {"MPI_SUM", MPI_SUM, 0, apply_sum},    {"MPI_PROD", MPI_PROD, 0, apply_prod},
        {"MPI_MIN", MPI_MIN, 0, apply_min},    {"MPI_MAX", MPI_MAX, 0, apply_max},
        {"MPI_BAND", MPI_BAND, 1, apply_band}, {"MPI_BOR", MPI_BOR, 1, apply_bor},
        {"MPI_BXOR", MPI_BXOR, 1, apply_bxor}, {"MPI_LAND", MPI_LAND, 1, apply_land},
    };
    static const int counts[] = {1, 777, 50000};

    check_start(&argc, &argv, "reductions");
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        for (size_t o = 0; o < sizeof(operations) / sizeof(operations[0]); o++) {
            if (operations[o].integers_only && !kinds[k].is_integer) {
                continue;
            }
            for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
                reduce(&kinds[k], &operations[o], counts[c]);
            }
        }
    }
    return check_end();
}
