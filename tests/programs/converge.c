/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every rank receives large and small messages of all others at the same time, so that the parts of
 * the large ones reach it mixed, and with other messages between them. Each byte is checked, and
 * those next to the buffers.
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

/* Around the limits of what is sent at once and of one put; none has another one's size. */
static const size_t sizes[] = {3, 270000, 1048583, 40000, 2600001, 262145, 1, 1048576};

enum { COUNT = sizeof(sizes) / sizeof(sizes[0]), ROUNDS = 4 };

struct message {
    unsigned char *out;
    unsigned char *in;
};

static unsigned seed_of(int from, int to, int round, int number)
{
    return (unsigned) (from * 7919 + to * 104729 + round * 31 + number);
}

/* Receives are posted from the last message to the first, and the peers in turn. */
static int start(struct message *messages, MPI_Request *requests, int round)
{
    int count = 0;

    for (int number = COUNT - 1; number >= 0; number--) {
        for (int peer = 0; peer < check_size(); peer++) {
            struct message *message = &messages[peer * COUNT + number];

            if (peer != check_rank()) {
                check_clear(message->in, sizes[number]);
                MPI_Irecv(message->in, (int) sizes[number], MPI_BYTE, peer, number, MPI_COMM_WORLD,
                          &requests[count++]);
            }
        }
    }
    for (int number = 0; number < COUNT; number++) {
        for (int step = 1; step < check_size(); step++) {
            int peer = (check_rank() + step) % check_size();
            struct message *message = &messages[peer * COUNT + number];

            check_fill(message->out, sizes[number], seed_of(check_rank(), peer, round, number));
            MPI_Isend(message->out, (int) sizes[number], MPI_BYTE, peer, number, MPI_COMM_WORLD,
                      &requests[count++]);
        }
    }
    return count;
}

static void check_all(const struct message *messages, int round)
{
    char text[80];

    for (int peer = 0; peer < check_size(); peer++) {
        for (int number = 0; peer != check_rank() && number < COUNT; number++) {
            snprintf(text, sizeof(text), "message %d of rank %d, round %d", number, peer, round);
            check_message(messages[peer * COUNT + number].in, sizes[number],
                          seed_of(peer, check_rank(), round, number), text);
        }
    }
}

int main(int argc, char **argv)
{
    struct message *messages;
    MPI_Request *requests;
    size_t places;

    check_start(&argc, &argv, "converge");
    places = (size_t) check_size() * COUNT;
    messages = calloc(places, sizeof(*messages));
    requests = calloc(2 * places, sizeof(MPI_Request));
    if (messages == NULL || requests == NULL) {
        check_fail("no memory for %zu messages", places);
    }
    for (size_t i = 0; i < places; i++) {
        messages[i] =
            (struct message){check_alloc(sizes[i % COUNT]), check_alloc(sizes[i % COUNT])};
    }
    for (int round = 0; round < ROUNDS; round++) {
        check_mpi(MPI_Waitall(start(messages, requests, round), requests, MPI_STATUSES_IGNORE),
                  "MPI_Waitall");
        check_all(messages, round);
    }
    for (size_t i = 0; i < places; i++) {
        free(messages[i].out);
        free(messages[i].in);
    }
    free(requests);
    free(messages);
    return check_end();
}
