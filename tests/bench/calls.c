/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Round trips of 8 bytes between two ranks, to be run under strace: writes to a descriptor that
 * does not exist mark where they begin and end, so that only their system calls are counted.
 * Arguments: the number of round trips, and the size, if it is another one. See calls.awk.
 */
#include "bench.h"
#include "link.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIZE 8
#define WARM_UP 20
#define ROUND_TRIPS_MAX 100000

struct buffers {
    unsigned char *out;
    unsigned char *in;
    size_t size;
};

static void run_round_trips(const struct buffers *buffers, unsigned int from, unsigned int to)
{
    for (unsigned int i = from; i < to; i++) {
        bench_fill(buffers->out, buffers->size, i);
        bench_fill(buffers->in, buffers->size, i + 1);
        if (link_end() == 0) {
            link_send(buffers->out, buffers->size);
            link_receive(buffers->in, buffers->size);
        } else {
            link_receive(buffers->in, buffers->size);
            link_send(buffers->out, buffers->size);
        }
        bench_verify(buffers->in, buffers->size, i);
    }
}

static void mark(const char *text)
{
    if (write(-1, text, strlen(text)) >= 0) {
        bench_fail("descriptor -1 exists");
    }
}

int main(int argc, char **argv)
{
    int used = link_open("calls", argc - 1, argv + 1);
    struct buffers buffers = {.size = SIZE};
    unsigned int count;

    if (argc - 1 - used != 1 && argc - 1 - used != 2) {
        bench_fail("must be given the number of round trips, and at most a size");
    }
    count = (unsigned int) bench_number(argv[1 + used], "the number of round trips", 1,
                                        ROUND_TRIPS_MAX);
    if (argc - 1 - used == 2) {
        buffers.size = bench_number(argv[2 + used], "the size", 1, BENCH_MESSAGE_MAX);
    }
    buffers.out = bench_alloc(buffers.size);
    buffers.in = bench_alloc(buffers.size);
    run_round_trips(&buffers, 0, WARM_UP);
    mark("bench: begin");
    run_round_trips(&buffers, WARM_UP, WARM_UP + count);
    mark("bench: end");
    link_close();
    free(buffers.out);
    free(buffers.in);
    return EXIT_SUCCESS;
}
