/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The price of looking for a message when there is none. Linked with link_mpi.c or link_raw.c.
 *
 * Arguments: those of the link, then BATCHES. Prints, from end 0, a line of bench_print():
 *   idle       nanoseconds per look
 */
#include "bench.h"
#include "link.h"

#include <stdlib.h>

#define POLLS 2000

/* The other end waits in a receive meanwhile, so nothing is on its way. */
static void measure_idle(int batches)
{
    double values[BENCH_BATCHES_MAX];
    unsigned char byte = 0;

    if (link_end() == 1) {
        link_receive(&byte, 1);
        return;
    }
    for (int batch = 0; batch < batches; batch++) {
        double start = bench_now();

        for (int i = 0; i < POLLS; i++) {
            link_poll();
        }
        values[batch] = (bench_now() - start) / POLLS * 1e9;
    }
    link_send(&byte, 1);
    bench_print("idle", 0, bench_undisturbed(values, batches));
}

int main(int argc, char **argv)
{
    int used = link_open("idle", argc - 1, argv + 1);

    if (argc - 1 - used != 1) {
        bench_fail("must be given the number of batches and nothing else");
    }
    (void) link_agree(true); /* some transports only look when they have carried a message */
    measure_idle((int) bench_number(argv[1 + used], "the number of batches", 1, BENCH_BATCHES_MAX));
    link_close();
    return EXIT_SUCCESS;
}
