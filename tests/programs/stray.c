/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writes into another process's mailbox what no rank of its job would send: garbage of many sizes,
 * and headers of the MOSIX BTL that are forged, cut, extended, of another version or without a
 * kind. To be run under mosrun as the same user. Not an MPI program.
 *
 * Usage: stray PID [ROUNDS]
 */
#include "mosix_frame.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Longer than anything that the BTL's receive buffers take. */
#define OVERSIZED (MOSIX_FRAME_SIZE + (size_t) MOSIX_FRAME_PAYLOAD_MAX + 1000)

/* The flag of a send box [doc]. */
#define SEND_BOX_FLAG 1

static const size_t garbage_sizes[] = {1, 2, 31, 32, 33, 100, 4096, 65536, 300000, OVERSIZED};

/* A message that starts with a header: what it pretends, and what is wrong with it. */
struct forgery {
    uint32_t payload_size;
    size_t really; /* bytes of payload that follow */
    uint8_t kind;
    bool other_version;
};

static const struct forgery forgeries[] = {
    {100, 100, MOSIX_FRAME_DATA, false}, /* only the cookie is wrong */
    {0, 0, MOSIX_FRAME_DATA, false},
    {65536, 65536, MOSIX_FRAME_DATA, false},
    {5000, 4999, MOSIX_FRAME_DATA, false}, /* cut */
    {5000, 5001, MOSIX_FRAME_DATA, false}, /* extended */
    {MOSIX_FRAME_PAYLOAD_MAX, 10, MOSIX_FRAME_DATA, false},
    {100, 100, MOSIX_FRAME_KIND_END, false}, /* no such kind */
    {100, 100, MOSIX_FRAME_DATA, true},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static unsigned written;

static void put(int box, const void *message, size_t size)
{
    if (write(box, message, size) < 0) {
        fprintf(stderr, "stray: message %u, %zu bytes, was not accepted: %s\n", written, size,
                strerror(errno));
        exit(EXIT_FAILURE);
    }
    written++;
}

static void put_garbage(int box, unsigned char *buffer)
{
    for (size_t i = 0; i < COUNT(garbage_sizes); i++) {
        for (size_t j = 0; j < garbage_sizes[i]; j++) {
            buffer[j] = (unsigned char) rand();
        }
        put(box, buffer, garbage_sizes[i]);
    }
}

static void put_forgeries(int box, unsigned char *buffer)
{
    for (size_t i = 0; i < COUNT(forgeries); i++) {
        struct mosix_frame frame = {
            .cookie = 0x0123456789abcdef,
            .source = {.home = 0x7f000001, .pid = (uint32_t) getpid()},
            .payload_size = forgeries[i].payload_size,
            .kind = forgeries[i].kind,
            .tag = 0x41,
        };

        mosix_frame_encode(&frame, buffer);
        if (forgeries[i].other_version) {
            buffer[2]++;
        }
        put(box, buffer, MOSIX_FRAME_SIZE + forgeries[i].really);
    }
}

int main(int argc, char **argv)
{
    char path[80];
    long pid = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 1;
    unsigned char *buffer = malloc(OVERSIZED);

    if (pid <= 0 || rounds <= 0 || buffer == NULL) {
        fprintf(stderr, "usage: stray PID [ROUNDS]\n");
        return EXIT_FAILURE;
    }
    snprintf(path, sizeof(path), "/proc/mosix/mbox/0.0.0.0/%ld", pid);

    int box = (int) syscall(SYS_open, path, SEND_BOX_FLAG, 0);

    if (box < 0) {
        fprintf(stderr, "stray: cannot open %s: %s\n", path, strerror(errno));
        return EXIT_FAILURE;
    }
    for (long round = 0; round < rounds; round++) {
        put_garbage(box, buffer);
        put_forgeries(box, buffer);
    }
    printf("stray: %u messages written to %ld\n", written, pid);
    close(box);
    free(buffer);
    return EXIT_SUCCESS;
}
