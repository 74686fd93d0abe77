/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every rank sends many messages of 40 KB to every other one before it receives any: a sender that
 * waits for room in the receiver's mailbox would wait for ever. The messages are then received in
 * the order in which they were sent; a second time, in the reverse order.
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MESSAGE_SIZE = 40000, MESSAGES = 40, LOOK_AWAY_MICROSECONDS = 300000 };

static unsigned seed_of(int from, int to, int number)
{
    return (unsigned) (from * 7919 + to * 104729 + number);
}

static MPI_Request *start_sends(unsigned char *out, int *count)
{
    MPI_Request *requests = calloc((size_t) check_size() * MESSAGES, sizeof(*requests));

    if (requests == NULL) {
        check_fail("no memory for %d requests", check_size() * MESSAGES);
    }
    *count = 0;
    /* In turn, not peer by peer: all boxes are to fill at the same time. */
    for (int number = 0; number < MESSAGES; number++) {
        for (int to = 0; to < check_size(); to++) {
            size_t place = (size_t) (to * MESSAGES + number) * MESSAGE_SIZE;

            if (to == check_rank()) {
                continue;
            }
            check_fill(out + place, MESSAGE_SIZE, seed_of(check_rank(), to, number));
            MPI_Isend(out + place, MESSAGE_SIZE, MPI_BYTE, to, number, MPI_COMM_WORLD,
                      &requests[(*count)++]);
        }
    }
    return requests;
}

static void receive(unsigned char *in, int from, int number)
{
    char text[80];
    MPI_Status status;

    snprintf(text, sizeof(text), "message %d from rank %d", number, from);
    check_clear(in, MESSAGE_SIZE);
    MPI_Recv(in, MESSAGE_SIZE, MPI_BYTE, from, number, MPI_COMM_WORLD, &status);
    check_status(&status, from, number, MESSAGE_SIZE, text);
    check_message(in, MESSAGE_SIZE, seed_of(from, check_rank(), number), text);
}

static void cross(int last_first)
{
    unsigned char *out = check_alloc((size_t) check_size() * MESSAGES * MESSAGE_SIZE);
    unsigned char *in = check_alloc(MESSAGE_SIZE);
    int count;
    MPI_Request *requests = start_sends(out, &count);

    usleep(LOOK_AWAY_MICROSECONDS);
    for (int from = 0; from < check_size(); from++) {
        for (int i = 0; from != check_rank() && i < MESSAGES; i++) {
            receive(in, from, last_first ? MESSAGES - 1 - i : i);
        }
    }
    MPI_Waitall(count, requests, MPI_STATUSES_IGNORE);
    free(requests);
    free(in);
    free(out);
}

int main(int argc, char **argv)
{
    check_start(&argc, &argv, "crossed");
    cross(0);
    cross(1);
    return check_end();
}
