/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the benchmark programs share: arguments, a clock, deciles, bytes that can be checked, and
 * the lines that contrib/bench reads. Nothing here knows MPI or MOSIX. Whatever is wrong ends the
 * program with a message and status 1: a figure of a run that went wrong is worth nothing.
 */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include <stdbool.h>
#include <stddef.h>

/* Most batches and sizes a program takes. */
#define BENCH_BATCHES_MAX 1000
#define BENCH_SIZES_MAX 64

/* Largest message. */
#define BENCH_MESSAGE_MAX ((size_t) 64 << 20)

/* What to measure: each figure in up to this many batches, for each of the sizes. */
struct bench_plan {
    int batches;
    int size_count;
    size_t sizes[BENCH_SIZES_MAX];
};

/*
 * Remembers how the program, whose name is borrowed, is called in messages, and binds it to one of
 * the processors listed in BENCH_CORES (decimal numbers with commas between them): process 0 to the
 * first, process 1 to the second, and so on, around again. Without BENCH_CORES nothing is bound.
 * To be called before anything is measured or a thread is started.
 */
void bench_start(const char *program, int process);

/* Prints "PROGRAM: process N: ..." on standard error and ends the process with status 1. */
_Noreturn void bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Text as a decimal number from min to max; ends the program if it is none. what names it. */
unsigned long bench_number(const char *text, const char *what, unsigned long min,
                           unsigned long max);

/* Arguments BATCHES SIZE...; ends the program if they are wrong. */
void bench_plan_read(struct bench_plan *plan, int count, char **arguments);

size_t bench_plan_largest(const struct bench_plan *plan);

/* Seconds on a clock that only goes forward. */
double bench_now(void);

/*
 * Whether there is to be another batch of a figure, of which done were run since start: at most max
 * of them, and only a few if the machine is so busy that they take long.
 */
bool bench_goes_on(int done, int max, double start);

/*
 * What count > 0 batches took when nothing disturbed them: the first decile of the values, which
 * are sorted. Other programs on the machine only ever make a batch slower, and most of them under
 * load.
 */
double bench_undisturbed(double *values, int count);

/* "bench FIGURE BYTES VALUE" on standard output. */
void bench_print(const char *figure, size_t bytes, double value);

/* size bytes at the beginning of a page; never NULL. Released by free(). */
unsigned char *bench_alloc(size_t size);

/* Writes the message with that seed. */
void bench_fill(unsigned char *message, size_t size, unsigned int seed);

/* Overwrites a message, so that it is noticed if no other one comes. */
void bench_clear(unsigned char *message, size_t size);

/* Ends the program unless message is the one with that seed. */
void bench_verify(const unsigned char *message, size_t size, unsigned int seed);

#endif
