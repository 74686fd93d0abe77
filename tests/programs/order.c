/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every rank sends thousands of numbered messages to every other one, a different peer each time.
 * So a rank that may have one send box must close it and open another one for nearly every message.
 * The receivers take what comes, and each sender's numbers must come in order and once. Argument:
 * messages from each rank to each other one (default 1000).
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

/* Sizes from nothing to just above the eager limit; requests of one rank under way. */
enum { SMALL = 60, LARGE = 140000, LARGE_EVERY = 97, WINDOW = 16 };

struct slot {
    unsigned char *bytes;
    MPI_Request request;
};

static int size_of(int number)
{
    return number % LARGE_EVERY == LARGE_EVERY - 1 ? LARGE : number % SMALL;
}

static unsigned seed_of(int from, int to, int number)
{
    return (unsigned) ((number * 64 + from) * 64 + to);
}

/* Takes one message, if there is one (or waits), and checks that it is the sender's next. */
static int take(unsigned char *in, int *next, int waits)
{
    MPI_Status status;
    char text[80];
    int found = 1;

    if (waits) {
        MPI_Probe(MPI_ANY_SOURCE, 0, MPI_COMM_WORLD, &status);
    } else {
        MPI_Iprobe(MPI_ANY_SOURCE, 0, MPI_COMM_WORLD, &found, &status);
    }
    if (!found) {
        return 0;
    }

    int from = status.MPI_SOURCE;
    int number = next[from]++;

    snprintf(text, sizeof(text), "message %d from rank %d", number, from);
    check_clear(in, LARGE);
    MPI_Recv(in, LARGE, MPI_BYTE, from, 0, MPI_COMM_WORLD, &status);
    check_status(&status, from, 0, (size_t) size_of(number), text);
    check_message(in, (size_t) size_of(number), seed_of(from, check_rank(), number), text);
    return 1;
}

int main(int argc, char **argv)
{
    struct slot slots[WINDOW];

    check_start(&argc, &argv, "order");

    int messages = check_argument(argc, argv, 1, 1000, 1, 1000000);
    int expected = messages * (check_size() - 1);
    int taken = 0;
    int sent = 0;
    int *next = calloc((size_t) check_size(), sizeof(*next));
    unsigned char *in = check_alloc(LARGE);

    if (next == NULL) {
        check_fail("no memory for %d numbers", check_size());
    }
    for (int i = 0; i < WINDOW; i++) {
        slots[i] = (struct slot){check_alloc(LARGE), MPI_REQUEST_NULL};
    }
    for (int number = 0; number < messages; number++) {
        for (int distance = 1; distance < check_size(); distance++) {
            struct slot *slot = &slots[sent++ % WINDOW];
            int to = (check_rank() + distance) % check_size();
            int is_free = 0;

            for (MPI_Test(&slot->request, &is_free, MPI_STATUS_IGNORE); !is_free;
                 MPI_Test(&slot->request, &is_free, MPI_STATUS_IGNORE)) {
                taken += take(in, next, 0);
            }
            check_fill(slot->bytes, (size_t) size_of(number), seed_of(check_rank(), to, number));
            MPI_Isend(slot->bytes, size_of(number), MPI_BYTE, to, 0, MPI_COMM_WORLD,
                      &slot->request);
            taken += take(in, next, 0);
        }
    }
    while (taken < expected) {
        taken += take(in, next, 1);
    }
    for (int i = 0; i < WINDOW; i++) {
        MPI_Wait(&slots[i].request, MPI_STATUS_IGNORE);
        free(slots[i].bytes);
    }
    free(in);
    free(next);
    return check_end();
}
