/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rank 1 does not look at its messages for a while, and rank 0 sends all the time: blocking (send),
 * or not blocking with a limited number of requests under way (isend), which may also have gaps in
 * their data, so that it must be copied (gaps). What is kept in between must not grow. Says the
 * sender's PID, how many messages were sent, and how much its memory had grown at its peak.
 * Arguments: send, isend or gaps; seconds of silence (default 5); bytes of a message (default
 * 1000); requests under way (default 64).
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LARGEST = 1000000, LAST_TAG = 1, GAP = 2, SAMPLE_EVERY = 32 };

/* What is sent how; a message with gaps takes twice its size. */
struct sending {
    MPI_Datatype type;
    MPI_Request *requests;
    unsigned char *slots;
    size_t stride;
    int window;
    int size;
    int blocks;
};

/* KiB of its own memory; the emulator's mailboxes are shared, and belong to the receiver. */
static long memory(void)
{
    static const char key[] = "RssAnon:";
    char line[200];
    long value = -1;
    FILE *status = fopen("/proc/self/status", "r");

    if (status == NULL) {
        check_fail("cannot read /proc/self/status");
    }
    while (fgets(line, sizeof(line), status) != NULL) {
        if (strncmp(line, key, sizeof(key) - 1) == 0) {
            value = strtol(line + sizeof(key) - 1, NULL, 10);
        }
    }
    fclose(status);
    return value;
}

static void send_one(const struct sending *sending, int number)
{
    int i = number % sending->window;
    unsigned char *place = sending->slots + sending->stride * (size_t) i;
    MPI_Request *request = &sending->requests[i];

    MPI_Wait(request, MPI_STATUS_IGNORE);
    for (int j = 0; j < sending->size; j++) {
        place[(size_t) j * sending->stride / (size_t) sending->size] =
            check_byte((unsigned) number, (size_t) j);
    }
    if (sending->blocks) {
        MPI_Send(place, 1, sending->type, 1, 0, MPI_COMM_WORLD);
    } else {
        MPI_Isend(place, 1, sending->type, 1, 0, MPI_COMM_WORLD, request);
    }
}

static void prepare(struct sending *sending, const char *way, int size, int window)
{
    int gap = strcmp(way, "gaps") == 0 ? GAP : 1;

    *sending = (struct sending){.stride = (size_t) size * (size_t) gap,
                                .window = window,
                                .size = size,
                                .blocks = strcmp(way, "send") == 0};
    MPI_Type_vector(size, 1, gap, MPI_BYTE, &sending->type);
    MPI_Type_commit(&sending->type);
    sending->slots = check_alloc((size_t) window * sending->stride);
    sending->requests = calloc((size_t) window, sizeof(*sending->requests));
    if (sending->requests == NULL) {
        check_fail("no memory for %d requests", window);
    }
    /* All of it is touched now, and is not part of what grows later. */
    memset(sending->slots, 0, (size_t) window * sending->stride);
    for (int i = 0; i < window; i++) {
        sending->requests[i] = MPI_REQUEST_NULL;
    }
}

/* Sends for longer than the other one is silent. */
static void run_sender(const char *way, int seconds, int size, int window)
{
    struct sending sending;
    int number = 0;

    prepare(&sending, way, size, window);

    long before = memory();
    long peak = before;
    double end = MPI_Wtime() + seconds + 0.5;

    printf("slowreader: pid %ld sends\n", (long) getpid());
    fflush(stdout);
    while (MPI_Wtime() < end) {
        send_one(&sending, number++);
        if (number % SAMPLE_EVERY == 0) {
            long now = memory();

            peak = now > peak ? now : peak;
        }
    }
    printf("slowreader: %d messages, peak growth %ld KiB\n", number, peak - before);
    fflush(stdout);
    MPI_Waitall(window, sending.requests, MPI_STATUSES_IGNORE);
    MPI_Send(&number, 1, MPI_INT, 1, LAST_TAG, MPI_COMM_WORLD);
    MPI_Type_free(&sending.type);
    free(sending.requests);
    free(sending.slots);
}

static void run_reader(int seconds, int size)
{
    unsigned char *in = check_alloc((size_t) size);
    MPI_Status status;
    int expected;
    int number = 0;

    sleep((unsigned) seconds);
    for (;;) {
        MPI_Probe(0, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
        if (status.MPI_TAG == LAST_TAG) {
            break;
        }
        check_clear(in, (size_t) size);
        MPI_Recv(in, size, MPI_BYTE, 0, 0, MPI_COMM_WORLD, &status);
        check_message(in, (size_t) size, (unsigned) number++, "message to the silent rank");
    }
    MPI_Recv(&expected, 1, MPI_INT, 0, LAST_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (number != expected) {
        check_fail("%d messages arrived of %d", number, expected);
    }
    free(in);
}

int main(int argc, char **argv)
{
    check_start(&argc, &argv, "slowreader");

    int seconds = check_argument(argc, argv, 2, 5, 1, 600);
    int size = check_argument(argc, argv, 3, 1000, 1, LARGEST);

    int window = check_argument(argc, argv, 4, 64, 1, 1000000);

    if (argc < 2 || (strcmp(argv[1], "send") != 0 && strcmp(argv[1], "isend") != 0 &&
                     strcmp(argv[1], "gaps") != 0)) {
        check_fail("usage: slowreader send|isend|gaps [SECONDS [BYTES [REQUESTS]]]");
    }
    /* Connections are made, and what they need is allocated. */
    MPI_Barrier(MPI_COMM_WORLD);
    if (check_rank() == 0) {
        run_sender(argv[1], seconds, size, window);
    } else if (check_rank() == 1) {
        run_reader(seconds, size);
    }
    return check_end();
}
