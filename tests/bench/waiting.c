/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a process costs that waits for a message, and how soon it goes on when one has come. End 0
 * sleeps and then sends; end 1 waits. Linked with link_mpi.c or link_raw.c.
 *
 * Arguments: those of the link, then SECONDS WAKES. End 1 prints lines of bench_print():
 *   waiting  per cent of a processor while it waited SECONDS: on the emulator its own and its
 *            tracer's; elsewhere all that this machine computed, because it is not known which
 *            processes of MOSIX work for it
 *   wake     microseconds from just before the send until the message is there; median of WAKES
 */
#include "bench.h"
#include "link.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define SECONDS_MAX 3600
#define WAKES_MAX 1000

/* Before each wake, so that the other end is asleep, if it ever sleeps. */
#define PAUSE_MS 50

static double own_seconds(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* The line of a file that begins with that word, without it. */
static void read_line(const char *path, const char *word, char *line, int size)
{
    FILE *file = fopen(path, "r");

    while (file != NULL && fgets(line, size, file) != NULL) {
        if (strncmp(line, word, strlen(word)) == 0) {
            fclose(file);
            return;
        }
    }
    bench_fail("cannot read %s", path);
}

/* Of the emulator's mosrun, which is the parent. */
static double tracer_seconds(void)
{
    char path[64];
    char line[1024];
    char *fields;
    unsigned long user = 0;
    unsigned long system = 0;

    snprintf(path, sizeof(path), "/proc/%ld/stat", (long) getppid());
    read_line(path, "", line, sizeof(line));
    /* The name before may hold anything. */
    fields = strrchr(line, ')');
    if (fields == NULL || sscanf(fields, ") %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %lu %lu",
                                 &user, &system) != 2) {
        bench_fail("%s is not understood", path);
    }
    return (double) (user + system) / (double) sysconf(_SC_CLK_TCK);
}

/* Of all processes and the kernel. */
static double machine_seconds(void)
{
    static const char path[] = "/proc/stat";
    unsigned long long ticks[7];
    char line[1024];

    read_line(path, "cpu ", line, sizeof(line));
    /* user, nice, system, idle, waiting for a disk, interrupts, their later part */
    if (sscanf(line, "cpu %llu %llu %llu %llu %llu %llu %llu", &ticks[0], &ticks[1], &ticks[2],
               &ticks[3], &ticks[4], &ticks[5], &ticks[6]) != 7) {
        bench_fail("%s is not understood", path);
    }
    return (double) (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) /
           (double) sysconf(_SC_CLK_TCK);
}

static double used_seconds(void)
{
    return getenv("MOSIX_EMULATOR_RUN") != NULL ? own_seconds() + tracer_seconds()
                                                : machine_seconds();
}

static void measure_waiting(int milliseconds)
{
    unsigned char byte = 0;
    double start;
    double used;

    if (link_end() == 0) {
        link_receive(&byte, 1);
        (void) poll(NULL, 0, milliseconds);
        link_send(&byte, 1);
        return;
    }
    link_send(&byte, 1);
    start = bench_now();
    used = used_seconds();
    link_receive(&byte, 1);
    bench_print("waiting", 0, 100 * (used_seconds() - used) / (bench_now() - start));
}

static int compare(const void *a, const void *b)
{
    double first = *(const double *) a;
    double second = *(const double *) b;

    return (first > second) - (first < second);
}

static void measure_wake(int count)
{
    double values[WAKES_MAX];
    double sent;

    for (int i = 0; i < count; i++) {
        if (link_end() == 0) {
            link_receive(&sent, sizeof(sent));
            (void) poll(NULL, 0, PAUSE_MS);
            sent = bench_now();
            link_send(&sent, sizeof(sent));
        } else {
            sent = 0;
            link_send(&sent, sizeof(sent));
            link_receive(&sent, sizeof(sent));
            values[i] = (bench_now() - sent) * 1e6;
        }
    }
    if (link_end() == 1) {
        qsort(values, (size_t) count, sizeof(values[0]), compare);
        bench_print("wake", 0, values[count / 2]);
    }
}

int main(int argc, char **argv)
{
    int used = link_open("waiting", argc - 1, argv + 1);
    unsigned long seconds;
    unsigned long wakes;

    if (argc - 1 - used != 2) {
        bench_fail("must be given seconds and a number of wakes, and nothing else");
    }
    seconds = bench_number(argv[1 + used], "the number of seconds", 1, SECONDS_MAX);
    wakes = bench_number(argv[2 + used], "the number of wakes", 1, WAKES_MAX);
    measure_waiting((int) seconds * 1000);
    measure_wake((int) wakes);
    link_close();
    return EXIT_SUCCESS;
}
