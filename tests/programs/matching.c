/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The ways of MPI to look at messages before they are received, to give up waiting for them, and to
 * send the same ones again and again: probe, iprobe, mprobe, improbe, cancel, persistent requests.
 */
#include "check.h"

#include <stdlib.h>

enum { LARGEST = 200000, TURNS = 100, PERSISTENT = 4 };

/* No message, short, above the eager limit. */
static const int sizes[] = {0, 1, 200, 5000, LARGEST};

#define SIZES ((int) (sizeof(sizes) / sizeof(sizes[0])))

struct ring {
    unsigned char *out;
    unsigned char *in;
    int to;
    int from;
};

static unsigned seed_of(int from, int number)
{
    return (unsigned) (from * 1009 + number);
}

static void start_send(const struct ring *ring, int number, int size, MPI_Request *request)
{
    check_fill(ring->out, (size_t) size, seed_of(check_rank(), number));
    MPI_Isend(ring->out, size, MPI_BYTE, ring->to, number, MPI_COMM_WORLD, request);
}

static void check_in(const struct ring *ring, int number, int size, MPI_Status *status,
                     const char *text)
{
    check_status(status, ring->from, number, (size_t) size, text);
    check_message(ring->in, (size_t) size, seed_of(ring->from, number), text);
}

static void probe(const struct ring *ring, int number, int waits)
{
    int size = sizes[number % SIZES];
    MPI_Request request;
    MPI_Status status;
    int found = waits;

    check_clear(ring->in, (size_t) size);
    start_send(ring, number, size, &request);
    if (waits) {
        MPI_Probe(MPI_ANY_SOURCE, number, MPI_COMM_WORLD, &status);
    }
    while (!found) {
        MPI_Iprobe(ring->from, MPI_ANY_TAG, MPI_COMM_WORLD, &found, &status);
    }
    check_status(&status, ring->from, number, (size_t) size, "probed message");
    MPI_Recv(ring->in, size, MPI_BYTE, ring->from, number, MPI_COMM_WORLD, &status);
    check_in(ring, number, size, &status, "message after a probe");
    MPI_Wait(&request, MPI_STATUS_IGNORE);
}

/* Two messages are taken out of the queue, and received the second one first. */
static void matched_probe(const struct ring *ring, int number, int waits)
{
    int size = sizes[number % SIZES];
    MPI_Request requests[2];
    MPI_Message messages[2];
    MPI_Status status;

    for (int i = 0; i < 2; i++) {
        start_send(ring, number, size, &requests[i]);
    }
    for (int i = 0; i < 2; i++) {
        int found = waits;

        if (waits) {
            MPI_Mprobe(ring->from, number, MPI_COMM_WORLD, &messages[i], &status);
        }
        while (!found) {
            MPI_Improbe(ring->from, number, MPI_COMM_WORLD, &found, &messages[i], &status);
        }
        check_status(&status, ring->from, number, (size_t) size, "message of a matched probe");
    }
    for (int i = 1; i >= 0; i--) {
        MPI_Request request;

        check_clear(ring->in, (size_t) size);
        MPI_Imrecv(ring->in, size, MPI_BYTE, &messages[i], &request);
        MPI_Wait(&request, &status);
        check_in(ring, number, size, &status, "message after a matched probe");
    }
    MPI_Waitall(2, requests, MPI_STATUSES_IGNORE);
}

static void cancel(const struct ring *ring)
{
    MPI_Request request;
    MPI_Request sending;
    MPI_Status status;
    int cancelled;

    check_clear(ring->in, LARGEST);
    MPI_Irecv(ring->in, LARGEST, MPI_BYTE, ring->from, 1, MPI_COMM_WORLD, &request);
    MPI_Cancel(&request);
    MPI_Wait(&request, &status);
    MPI_Test_cancelled(&status, &cancelled);
    if (!cancelled) {
        check_fail("a receive that nobody sent to was not cancelled");
    }
    MPI_Barrier(MPI_COMM_WORLD);
    /* What comes with the same tag now belongs to the next receive. A send may be cancelled, or
     * be delivered; which one is told to the sender, and must be true at the receiver. */
    start_send(ring, 1, LARGEST, &sending);
    MPI_Cancel(&sending);

    int will_come;

    MPI_Irecv(ring->in, LARGEST, MPI_BYTE, ring->from, 1, MPI_COMM_WORLD, &request);
    MPI_Wait(&sending, &status);
    MPI_Test_cancelled(&status, &cancelled);
    will_come = !cancelled;
    MPI_Sendrecv_replace(&will_come, 1, MPI_INT, ring->to, 2, ring->from, 2, MPI_COMM_WORLD,
                         MPI_STATUS_IGNORE);
    if (!will_come) {
        MPI_Cancel(&request);
        MPI_Wait(&request, MPI_STATUS_IGNORE);
        return;
    }
    MPI_Wait(&request, &status);
    check_in(ring, 1, LARGEST, &status, "message that could not be cancelled");
}

/* One message in flight per tag, each started again and again with other content. */
static void persistent(const struct ring *ring)
{
    MPI_Request requests[2 * PERSISTENT];
    unsigned char *out[PERSISTENT];
    unsigned char *in[PERSISTENT];

    for (int i = 0; i < PERSISTENT; i++) {
        int size = sizes[i + 1];

        out[i] = check_alloc((size_t) size);
        in[i] = check_alloc((size_t) size);
        MPI_Recv_init(in[i], size, MPI_BYTE, ring->from, i, MPI_COMM_WORLD, &requests[i]);
        if (i % 2 == 0) {
            MPI_Send_init(out[i], size, MPI_BYTE, ring->to, i, MPI_COMM_WORLD,
                          &requests[PERSISTENT + i]);
        } else {
            MPI_Ssend_init(out[i], size, MPI_BYTE, ring->to, i, MPI_COMM_WORLD,
                           &requests[PERSISTENT + i]);
        }
    }
    for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < PERSISTENT; i++) {
            check_fill(out[i], (size_t) sizes[i + 1], seed_of(check_rank(), turn));
            check_clear(in[i], (size_t) sizes[i + 1]);
        }
        MPI_Startall(2 * PERSISTENT, requests);
        MPI_Waitall(2 * PERSISTENT, requests, MPI_STATUSES_IGNORE);
        for (int i = 0; i < PERSISTENT; i++) {
            check_message(in[i], (size_t) sizes[i + 1], seed_of(ring->from, turn),
                          "message of a persistent request");
        }
    }
    for (int i = 0; i < PERSISTENT; i++) {
        MPI_Request_free(&requests[i]);
        MPI_Request_free(&requests[PERSISTENT + i]);
        free(out[i]);
        free(in[i]);
    }
}

int main(int argc, char **argv)
{
    struct ring ring = {check_alloc(LARGEST), check_alloc(LARGEST), 0, 0};

    check_start(&argc, &argv, "matching");
    ring.to = (check_rank() + 1) % check_size();
    ring.from = (check_rank() + check_size() - 1) % check_size();
    for (int number = 0; number < TURNS; number++) {
        probe(&ring, number, number % 2);
        matched_probe(&ring, number, number % 2);
    }
    cancel(&ring);
    persistent(&ring);
    free(ring.in);
    free(ring.out);
    return check_end();
}
