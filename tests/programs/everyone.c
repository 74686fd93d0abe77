/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Everyone talks to everyone, small messages, many ranks: first each distance in turn, then all at
 * once. With fewer send boxes than ranks, boxes must be closed and opened again and again, and
 * nothing may get lost or change its order. Argument: how many laps (default 2).
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

/* Messages to one peer in one go; they have the same tag, so only their order tells them apart. */
enum { IN_A_ROW = 3, MESSAGE_SIZE = 700, BURST_TAG = 1 };

static unsigned seed_of(int from, int to, int lap, int number)
{
    return (unsigned) (((lap * IN_A_ROW + number) * 1031 + from) * 257 + to);
}

static void check_from(const unsigned char *in, int from, int lap, int number)
{
    char text[80];

    snprintf(text, sizeof(text), "lap %d, message %d from rank %d", lap, number, from);
    check_message(in, MESSAGE_SIZE, seed_of(from, check_rank(), lap, number), text);
}

static void in_turn(int lap)
{
    unsigned char *out = check_alloc(MESSAGE_SIZE);
    unsigned char *in = check_alloc(MESSAGE_SIZE);

    for (int distance = 1; distance < check_size(); distance++) {
        int to = (check_rank() + distance) % check_size();
        int from = (check_rank() + check_size() - distance) % check_size();

        for (int number = 0; number < IN_A_ROW; number++) {
            check_fill(out, MESSAGE_SIZE, seed_of(check_rank(), to, lap, number));
            MPI_Send(out, MESSAGE_SIZE, MPI_BYTE, to, 0, MPI_COMM_WORLD);
        }
        for (int number = 0; number < IN_A_ROW; number++) {
            check_clear(in, MESSAGE_SIZE);
            MPI_Recv(in, MESSAGE_SIZE, MPI_BYTE, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
            check_from(in, from, lap, number);
        }
    }
    free(out);
    free(in);
}

static void all_at_once(int lap)
{
    size_t slot = MESSAGE_SIZE + CHECK_GUARD;
    unsigned char *out = check_alloc(slot * (size_t) check_size());
    unsigned char *in = check_alloc(slot * (size_t) check_size());
    MPI_Request *requests = malloc(2 * (size_t) check_size() * sizeof(*requests));
    int count = 0;

    if (requests == NULL) {
        check_fail("no memory for %d requests", 2 * check_size());
    }
    for (int distance = 1; distance < check_size(); distance++) {
        int peer = (check_rank() + distance) % check_size();
        unsigned char *place = in + slot * (size_t) peer;

        check_clear(place, MESSAGE_SIZE);
        MPI_Irecv(place, MESSAGE_SIZE, MPI_BYTE, peer, BURST_TAG, MPI_COMM_WORLD,
                  &requests[count++]);
    }
    for (int distance = 1; distance < check_size(); distance++) {
        int peer = (check_rank() + distance) % check_size();
        unsigned char *place = out + slot * (size_t) peer;

        check_fill(place, MESSAGE_SIZE, seed_of(check_rank(), peer, lap, 0));
        MPI_Isend(place, MESSAGE_SIZE, MPI_BYTE, peer, BURST_TAG, MPI_COMM_WORLD,
                  &requests[count++]);
    }
    MPI_Waitall(count, requests, MPI_STATUSES_IGNORE);
    for (int peer = 0; peer < check_size(); peer++) {
        if (peer != check_rank()) {
            check_from(in + slot * (size_t) peer, peer, lap, 0);
        }
    }
    free(requests);
    free(out);
    free(in);
}

int main(int argc, char **argv)
{
    check_start(&argc, &argv, "everyone");

    int laps = check_argument(argc, argv, 1, 2, 1, 1000);

    for (int lap = 0; lap < laps; lap++) {
        in_turn(lap);
        all_at_once(lap);
    }
    return check_end();
}
