/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the benchmark programs share; see bench.h.
 */
#include "bench.h"

#include <ctype.h>
#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAGE 4096
#define CORES_MAX 64
#define BATCHES_MIN 5
#define FIGURE_SECONDS 0.06
#define CLEARED 0xEE

static const char *program_name = "bench";
static int process_number;

/* The processor for this process, of those in a comma list. */
static int choose_core(char *list)
{
    int cores[CORES_MAX];
    int count = 0;
    char *rest = NULL;

    for (char *word = strtok_r(list, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
        if (count == CORES_MAX) {
            bench_fail("BENCH_CORES lists more than %d processors", CORES_MAX);
        }
        cores[count++] = (int) bench_number(word, "a processor in BENCH_CORES", 0, CPU_SETSIZE - 1);
    }
    if (count == 0) {
        bench_fail("BENCH_CORES is set but lists no processor");
    }
    return cores[process_number % count];
}

static void bind_to_core(const char *listed)
{
    char *list = strdup(listed);
    cpu_set_t set;
    int core;

    if (list == NULL) {
        bench_fail("no memory");
    }
    core = choose_core(list);
    free(list);
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    if (sched_setaffinity(0, sizeof(set), &set) < 0) {
        bench_fail("cannot be bound to processor %d: %s", core, strerror(errno));
    }
}

void bench_start(const char *program, int process)
{
    const char *listed = getenv("BENCH_CORES");

    program_name = program;
    process_number = process;
    if (listed != NULL) {
        bind_to_core(listed);
    }
}

void bench_fail(const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    fprintf(stderr, "%s: process %d: %s\n", program_name, process_number, text);
    exit(EXIT_FAILURE);
}

unsigned long bench_number(const char *text, const char *what, unsigned long min, unsigned long max)
{
    char *end;
    unsigned long number;

    errno = 0;
    number = strtoul(text, &end, 10);
    /* strtoul() would take blanks and a sign. */
    if (!isdigit((unsigned char) *text) || *end != '\0' || errno != 0 || number < min ||
        number > max) {
        bench_fail("%s is \"%s\": must be a number from %lu to %lu", what, text, min, max);
    }
    return number;
}

void bench_plan_read(struct bench_plan *plan, int count, char **arguments)
{
    if (count < 2 || count > 1 + BENCH_SIZES_MAX) {
        bench_fail("must be given the number of batches and 1 to %d sizes", BENCH_SIZES_MAX);
    }
    plan->batches = (int) bench_number(arguments[0], "the number of batches", 1, BENCH_BATCHES_MAX);
    plan->size_count = count - 1;
    for (int i = 0; i < plan->size_count; i++) {
        plan->sizes[i] = bench_number(arguments[1 + i], "a size", 1, BENCH_MESSAGE_MAX);
    }
}

size_t bench_plan_largest(const struct bench_plan *plan)
{
    size_t largest = 0;

    for (int i = 0; i < plan->size_count; i++) {
        if (plan->sizes[i] > largest) {
            largest = plan->sizes[i];
        }
    }
    return largest;
}

double bench_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}

bool bench_goes_on(int done, int max, double start)
{
    return done < max && (done < BATCHES_MIN || bench_now() - start < FIGURE_SECONDS);
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *) left;
    double b = *(const double *) right;

    return (a > b) - (a < b);
}

double bench_undisturbed(double *values, int count)
{
    qsort(values, (size_t) count, sizeof(*values), compare);
    return values[(count - 1) / 10];
}

void bench_print(const char *figure, size_t bytes, double value)
{
    printf("bench %s %zu %.9g\n", figure, bytes, value);
    fflush(stdout);
}

unsigned char *bench_alloc(size_t size)
{
    void *memory;

    if (posix_memalign(&memory, PAGE, size) != 0) {
        bench_fail("no memory for %zu bytes", size);
    }
    return memory;
}

/* Word i of a message. What remains at its end, less than a word, is cut from the next word. */
static uint64_t word_of(unsigned int seed, size_t i)
{
    return (i + 1) * UINT64_C(0x9e3779b97f4a7c15) + seed;
}

void bench_fill(unsigned char *message, size_t size, unsigned int seed)
{
    uint64_t word;
    size_t i;

    for (i = 0; i < size / sizeof(word); i++) {
        word = word_of(seed, i);
        memcpy(message + i * sizeof(word), &word, sizeof(word));
    }
    word = word_of(seed, i);
    memcpy(message + i * sizeof(word), &word, size % sizeof(word));
}

void bench_clear(unsigned char *message, size_t size)
{
    memset(message, CLEARED, size);
}

void bench_verify(const unsigned char *message, size_t size, unsigned int seed)
{
    size_t words = size / sizeof(uint64_t);
    uint64_t word;
    size_t i;

    for (i = 0; i < words; i++) {
        memcpy(&word, message + i * sizeof(word), sizeof(word));
        if (word != word_of(seed, i)) {
            bench_fail("bytes from %zu on of a message of %zu bytes are wrong", i * sizeof(word),
                       size);
        }
    }
    word = word_of(seed, i);
    if (memcmp(message + i * sizeof(word), &word, size % sizeof(word)) != 0) {
        bench_fail("the last bytes of a message of %zu bytes are wrong", size);
    }
}
