/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Latency, message rate and bandwidth between two processes. Linked with link_mpi.c or link_raw.c.
 *
 * Arguments: those of the link, then BATCHES SIZE... Prints, from end 0, lines of bench_print():
 *   latency    one way, microseconds: half a round trip
 *   rate       messages per second, with up to 64 in flight
 *   bandwidth  megabytes (10^6) per second of the same messages
 */
#include "bench.h"
#include "link.h"

#include <stdlib.h>

/*
 * Bytes that a batch moves, within these limits. A batch takes about a millisecond: shorter than
 * the time for which another program gets the processor, so that most batches are not disturbed.
 */
#define BATCH_BYTES ((size_t) 4 << 20)
#define ROUND_TRIPS_MIN 2
#define ROUND_TRIPS_MAX 100
#define WINDOWS_MAX 4

#define WINDOW 64
#define WINDOW_MIN 2
#define WINDOW_BYTES ((size_t) 8 << 20)
#define SLOTS_BYTES ((size_t) 1 << 20)

struct buffers {
    unsigned char *out;
    unsigned char *in;
};

static int clamp(size_t value, int min, int max)
{
    if (value < (size_t) min) {
        return min;
    }
    return value > (size_t) max ? max : (int) value;
}

/* Seconds that round trips of size bytes took. */
static double run_round_trips(const struct buffers *buffers, size_t size, int count)
{
    double start;

    link_agree(true);
    start = bench_now();
    for (int i = 0; i < count; i++) {
        if (link_end() == 0) {
            link_send(buffers->out, size);
            link_receive(buffers->in, size);
        } else {
            link_receive(buffers->in, size);
            link_send(buffers->out, size);
        }
    }
    return bench_now() - start;
}

static void measure_latency(const struct buffers *buffers, size_t size, int batches)
{
    int count = clamp(BATCH_BYTES / size, ROUND_TRIPS_MIN, ROUND_TRIPS_MAX);
    double values[BENCH_BATCHES_MAX];
    double start = bench_now();
    int batch;

    for (batch = 0; link_agree(bench_goes_on(batch, batches, start)); batch++) {
        unsigned int seed = 2 * (unsigned int) batch;

        bench_fill(buffers->out, size, seed + (unsigned int) link_end());
        bench_clear(buffers->in, size);
        values[batch] = run_round_trips(buffers, size, count) / (2.0 * count) * 1e6;
        bench_verify(buffers->in, size, seed + 1 - (unsigned int) link_end());
    }
    if (link_end() == 0) {
        bench_print("latency", size, bench_undisturbed(values, batch));
    }
}

/* Seconds that windows of messages from end 0 to end 1 took, each with an answer. */
static double run_windows(const struct buffers *buffers, size_t size, int windows, int window,
                          int slots)
{
    unsigned char answer = 0;
    double start;

    link_agree(true);
    start = bench_now();
    for (int i = 0; i < windows; i++) {
        if (link_end() == 0) {
            link_send_window(buffers->out, size, window, slots);
            link_receive(&answer, 1);
        } else {
            link_receive_window(buffers->in, size, window, slots);
            link_send(&answer, 1);
        }
    }
    return bench_now() - start;
}

static void measure_rate(const struct buffers *buffers, size_t size, int batches)
{
    int window = clamp(WINDOW_BYTES / size, WINDOW_MIN, WINDOW);
    int slots = clamp(SLOTS_BYTES / size, 1, window);
    int windows = clamp(BATCH_BYTES / (size * (size_t) window), 1, WINDOWS_MAX);
    double values[BENCH_BATCHES_MAX];
    double start = bench_now();
    int batch;

    for (batch = 0; link_agree(bench_goes_on(batch, batches, start)); batch++) {
        for (int slot = 0; slot < slots; slot++) {
            bench_fill(buffers->out + (size_t) slot * size, size, (unsigned int) (batch + slot));
            bench_clear(buffers->in + (size_t) slot * size, size);
        }
        values[batch] = run_windows(buffers, size, windows, window, slots);
        for (int slot = 0; link_end() == 1 && slot < slots; slot++) {
            bench_verify(buffers->in + (size_t) slot * size, size, (unsigned int) (batch + slot));
        }
    }
    if (link_end() == 0) {
        double rate = windows * window / bench_undisturbed(values, batch);

        bench_print("rate", size, rate);
        bench_print("bandwidth", size, rate * (double) size * 1e-6);
    }
}

int main(int argc, char **argv)
{
    struct bench_plan plan;
    struct buffers buffers;
    size_t room;
    int used = link_open("pair", argc - 1, argv + 1);

    bench_plan_read(&plan, argc - 1 - used, argv + 1 + used);
    room = bench_plan_largest(&plan);
    room = room > SLOTS_BYTES ? room : SLOTS_BYTES;
    buffers = (struct buffers){bench_alloc(room), bench_alloc(room)};
    bench_fill(buffers.in, room, 0);

    for (int i = 0; i < plan.size_count; i++) {
        measure_latency(&buffers, plan.sizes[i], plan.batches);
    }
    for (int i = 0; i < plan.size_count; i++) {
        measure_rate(&buffers, plan.sizes[i], plan.batches);
    }
    link_close();
    free(buffers.out);
    free(buffers.in);
    return EXIT_SUCCESS;
}
