/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Round trips of 8 bytes between two ranks, to be run under strace: writes to a descriptor that
 * does not exist mark where they begin and end, so that only their system calls are counted.
 * Argument: the number of round trips. See calls.awk.
 */
#include "bench.h"
#include "link.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIZE 8
#define WARM_UP 20
#define ROUND_TRIPS_MAX 100000

static void run_round_trips(unsigned int from, unsigned int to)
{
    unsigned char out[SIZE];
    unsigned char in[SIZE];

    for (unsigned int i = from; i < to; i++) {
        bench_fill(out, SIZE, i);
        bench_fill(in, SIZE, i + 1);
        if (link_end() == 0) {
            link_send(out, SIZE);
            link_receive(in, SIZE);
        } else {
            link_receive(in, SIZE);
            link_send(out, SIZE);
        }
        bench_verify(in, SIZE, i);
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
    unsigned int count;

    if (argc - 1 - used != 1) {
        bench_fail("must be given the number of round trips and nothing else");
    }
    count = (unsigned int) bench_number(argv[1 + used], "the number of round trips", 1,
                                        ROUND_TRIPS_MAX);
    run_round_trips(0, WARM_UP);
    mark("bench: begin");
    run_round_trips(WARM_UP, WARM_UP + count);
    mark("bench: end");
    link_close();
    return EXIT_SUCCESS;
}
