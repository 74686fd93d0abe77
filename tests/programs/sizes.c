/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages of all sizes around the powers of two, in both directions around the ring of ranks, by
 * blocking, non-blocking and synchronous sends. Argument: the largest size as a power of two
 * (default 24, 16 MiB).
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

enum { TAG = 7 };

/* Two buffers, and whom to send to and receive from. */
struct ring {
    unsigned char *out;
    unsigned char *in;
    int to;
    int from;
};

static void blocking(const struct ring *ring, int size, MPI_Status *status)
{
    if (check_rank() % 2 == 0) {
        MPI_Send(ring->out, size, MPI_BYTE, ring->to, TAG, MPI_COMM_WORLD);
        MPI_Recv(ring->in, size, MPI_BYTE, ring->from, TAG, MPI_COMM_WORLD, status);
    } else {
        MPI_Recv(ring->in, size, MPI_BYTE, ring->from, TAG, MPI_COMM_WORLD, status);
        MPI_Send(ring->out, size, MPI_BYTE, ring->to, TAG, MPI_COMM_WORLD);
    }
}

static void nonblocking(const struct ring *ring, int size, MPI_Status *status)
{
    MPI_Request requests[2];
    MPI_Status statuses[2];

    MPI_Irecv(ring->in, size, MPI_BYTE, ring->from, TAG, MPI_COMM_WORLD, &requests[0]);
    MPI_Isend(ring->out, size, MPI_BYTE, ring->to, TAG, MPI_COMM_WORLD, &requests[1]);
    MPI_Waitall(2, requests, statuses);
    *status = statuses[0];
}

static void synchronous(const struct ring *ring, int size, MPI_Status *status)
{
    MPI_Request request;

    MPI_Irecv(ring->in, size, MPI_BYTE, ring->from, TAG, MPI_COMM_WORLD, &request);
    MPI_Ssend(ring->out, size, MPI_BYTE, ring->to, TAG, MPI_COMM_WORLD);
    MPI_Wait(&request, status);
}

static const struct {
    const char *name;
    void (*exchange)(const struct ring *ring, int size, MPI_Status *status);
} ways[] = {
    {"blocking send", blocking},
    {"non-blocking send", nonblocking},
    {"synchronous send", synchronous},
};

static unsigned seed_of(int rank, int size, size_t way)
{
    return (unsigned) rank * 1009U + (unsigned) size * 31U + (unsigned) way;
}

static void exchange_size(const struct ring *ring, int size)
{
    for (size_t way = 0; way < sizeof(ways) / sizeof(ways[0]); way++) {
        char text[80];
        MPI_Status status;

        snprintf(text, sizeof(text), "%s from rank %d", ways[way].name, ring->from);
        check_fill(ring->out, (size_t) size, seed_of(check_rank(), size, way));
        check_clear(ring->in, (size_t) size);
        ways[way].exchange(ring, size, &status);
        check_status(&status, ring->from, TAG, (size_t) size, text);
        check_message(ring->in, (size_t) size, seed_of(ring->from, size, way), text);
    }
}

static void exchange_all_sizes(const struct ring *ring, int largest_power)
{
    exchange_size(ring, 0);
    for (int power = 0; power <= largest_power; power++) {
        int size = 1 << power;

        if (size > 2) {
            exchange_size(ring, size - 1);
        }
        exchange_size(ring, size);
        if (power > 1 && power < largest_power) {
            exchange_size(ring, size + 1);
        }
    }
}

int main(int argc, char **argv)
{
    check_start(&argc, &argv, "sizes");

    int largest_power = check_argument(argc, argv, 1, 24, 0, 28);
    int before = (check_rank() + check_size() - 1) % check_size();
    int after = (check_rank() + 1) % check_size();
    struct ring ring = {
        .out = check_alloc((size_t) 1 << largest_power),
        .in = check_alloc((size_t) 1 << largest_power),
        .to = after,
        .from = before,
    };

    exchange_all_sizes(&ring, largest_power);
    ring.to = before;
    ring.from = after;
    exchange_all_sizes(&ring, largest_power);
    free(ring.out);
    free(ring.in);
    return check_end();
}
