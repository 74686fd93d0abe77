/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * All kinds of load in turn, for some time, and all data are checked: bursts of small messages
 * between all, large messages in a ring, collectives, new communicators, windows for one-sided
 * communication, and waiting for a rank that sleeps. Says how often it went round. Argument:
 * seconds (default 10).
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SMALL = 300, BURST = 20, LARGE = 1 << 20, MIDDLE = 20000, NAP_MICROSECONDS = 30000 };

static unsigned seed_of(int from, int to, unsigned round)
{
    return round * 7919 + (unsigned) from * 131 + (unsigned) to;
}

static void burst(unsigned round)
{
    const size_t slot = SMALL + CHECK_GUARD;
    size_t count = (size_t) check_size() * BURST;
    unsigned char *out = check_alloc(slot * count);
    unsigned char *in = check_alloc(slot * count);
    MPI_Request *requests = check_alloc(2 * count * sizeof(*requests));

    for (size_t i = 0; i < count; i++) {
        int peer = (int) (i % (size_t) check_size());

        check_fill(out + slot * i, SMALL, seed_of(check_rank(), peer, round));
        check_clear(in + slot * i, SMALL);
        MPI_Irecv(in + slot * i, SMALL, MPI_BYTE, peer, 0, MPI_COMM_WORLD, &requests[2 * i]);
        MPI_Isend(out + slot * i, SMALL, MPI_BYTE, peer, 0, MPI_COMM_WORLD, &requests[2 * i + 1]);
    }
    MPI_Waitall(2 * (int) count, requests, MPI_STATUSES_IGNORE);
    for (size_t i = 0; i < count; i++) {
        int peer = (int) (i % (size_t) check_size());

        check_message(in + slot * i, SMALL, seed_of(peer, check_rank(), round), "small message");
    }
    free(out);
    free(in);
    free(requests);
}

static void ring(unsigned round)
{
    unsigned char *out = check_alloc(LARGE);
    unsigned char *in = check_alloc(LARGE);
    int to = (check_rank() + 1) % check_size();
    int from = (check_rank() + check_size() - 1) % check_size();

    check_fill(out, LARGE, seed_of(check_rank(), to, round));
    check_clear(in, LARGE);
    MPI_Sendrecv(out, LARGE, MPI_BYTE, to, 1, in, LARGE, MPI_BYTE, from, 1, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
    check_message(in, LARGE, seed_of(from, check_rank(), round), "large message");
    free(out);
    free(in);
}

static void collectives(unsigned round)
{
    unsigned char *buffer = check_alloc(MIDDLE);
    int root = (int) (round % (unsigned) check_size());
    int sum = 0;
    MPI_Comm own;

    check_clear(buffer, MIDDLE);
    if (check_rank() == root) {
        check_fill(buffer, MIDDLE, round);
    }
    MPI_Comm_split(MPI_COMM_WORLD, 0, -check_rank(), &own);
    MPI_Bcast(buffer, MIDDLE, MPI_BYTE, check_size() - 1 - root, own);
    check_message(buffer, MIDDLE, round, "broadcast");
    MPI_Allreduce(&(int){check_rank()}, &sum, 1, MPI_INT, MPI_SUM, own);
    if (sum != check_size() * (check_size() - 1) / 2) {
        check_fail("round %u: the sum of all ranks is %d", round, sum);
    }
    MPI_Comm_free(&own);
    free(buffer);
}

static void window(unsigned round)
{
    int to = (check_rank() + 1) % check_size();
    int from = (check_rank() + check_size() - 1) % check_size();
    int value = -1;
    int out = (int) round + check_rank();
    MPI_Win own;

    MPI_Win_create(&value, sizeof(value), sizeof(value), MPI_INFO_NULL, MPI_COMM_WORLD, &own);
    MPI_Win_fence(0, own);
    MPI_Put(&out, 1, MPI_INT, to, 0, 1, MPI_INT, own);
    MPI_Win_fence(0, own);
    if (value != (int) round + from) {
        check_fail("round %u: the window holds %d", round, value);
    }
    MPI_Win_free(&own);
}

static void nap(unsigned round)
{
    if (check_rank() == (int) (round % (unsigned) check_size())) {
        usleep(NAP_MICROSECONDS);
    }
    MPI_Barrier(MPI_COMM_WORLD);
}

int main(int argc, char **argv)
{
    static void (*const kinds[])(unsigned round) = {burst, ring, collectives, window, nap};
    int goes_on = 1;
    unsigned round = 0;

    check_start(&argc, &argv, "mixed");

    double end = MPI_Wtime() + check_argument(argc, argv, 1, 10, 1, 36000);

    for (; goes_on; round++) {
        for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
            kinds[i](round);
        }
        goes_on = MPI_Wtime() < end;
        MPI_Bcast(&goes_on, 1, MPI_INT, 0, MPI_COMM_WORLD);
    }
    if (check_rank() == 0) {
        printf("mixed: %u rounds\n", round);
    }
    return check_end();
}
