/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Attacks ranks: writes into their mailboxes a given number of messages, at a given rate or as fast
 * as it can. One third is random. One third has headers of the MOSIX BTL forged in the name of
 * another rank, some of them cut or extended. One third are replays of what was forged before. It
 * cannot replay what the ranks wrote, because it cannot read their mailboxes. To be run under
 * mosrun as the same user. Not an MPI program.
 *
 * Usage: flood MESSAGES RATE [ADDRESS/]PID...      (RATE per second over all, 0: no limit; ADDRESS
 * of the home node, if that is not one's own)
 */
#include "mosix_frame.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The flag of a send box [doc]. */
#define SEND_BOX_FLAG 1

enum { MAX_BOXES = 16, REPLAYS = 256, PAYLOAD_MAX = 2000, LARGE = 70000, LARGE_EVERY = 500 };

struct message {
    size_t size;
    unsigned char bytes[MOSIX_FRAME_SIZE + PAYLOAD_MAX + 1];
};

static struct message forged[REPLAYS];
static long pids[MAX_BOXES];
static uint32_t homes[MAX_BOXES];
static int boxes[MAX_BOXES];
static int box_count;

static void randomize(unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char) rand();
    }
}

/* In the name of the other rank, as if it were the next message of its first streams. */
static void forge(struct message *message, long number)
{
    size_t payload = (size_t) rand() % PAYLOAD_MAX;
    struct mosix_frame frame = {
        .cookie = (uint64_t) rand() << 33 ^ (uint64_t) rand() << 11 ^ (uint64_t) rand(),
        .source = {.home = homes[(number + 1) % box_count],
                   .pid = (uint32_t) pids[(number + 1) % box_count],
                   .stream = (uint32_t) rand() % 4},
        .sequence = (uint32_t) number,
        .payload_size = (uint32_t) payload,
        .kind = (uint8_t) (rand() % (MOSIX_FRAME_KIND_END + 1)),
        .tag = (uint8_t) rand(),
    };

    mosix_frame_encode(&frame, message->bytes);
    randomize(message->bytes + MOSIX_FRAME_SIZE, payload);
    message->size = MOSIX_FRAME_SIZE + payload;
    switch (rand() % 4) {
    case 0: /* cut, perhaps within the header */
        message->size = 1 + (size_t) rand() % message->size;
        break;
    case 1: /* extended */
        message->size++;
        break;
    default:
        break;
    }
}

static void put(long number, const void *bytes, size_t size)
{
    int i = (int) (number % box_count);

    while (write(boxes[i], bytes, size) < 0) {
        if (errno != EINTR) {
            fprintf(stderr, "flood: message %ld, %zu bytes, to %ld was not accepted: %s\n", number,
                    size, pids[i], strerror(errno));
            exit(EXIT_FAILURE);
        }
    }
}

static void attack(long number)
{
    static unsigned char garbage[LARGE];
    size_t garbage_size = number % LARGE_EVERY == 0 ? LARGE : 1 + (size_t) rand() % PAYLOAD_MAX;
    struct message *message = &forged[rand() % REPLAYS];

    switch (rand() % 3) {
    case 0:
        randomize(garbage, MOSIX_FRAME_SIZE);
        put(number, garbage, garbage_size);
        return;
    case 1:
        forge(message, number);
        break;
    default: /* once more, as it was */
        break;
    }
    put(number, message->bytes, message->size);
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) (now.tv_sec - start->tv_sec) + (double) (now.tv_nsec - start->tv_nsec) / 1e9;
}

/* Opens a box to TARGET, [ADDRESS/]PID. */
static int open_box(const char *target)
{
    const char *slash = strchr(target, '/');
    char address[16] = "0.0.0.0";
    char path[80];
    struct in_addr home;

    if (slash != NULL) {
        snprintf(address, sizeof(address), "%.*s", (int) (slash - target), target);
    }
    pids[box_count] = strtol(slash != NULL ? slash + 1 : target, NULL, 10);
    homes[box_count] =
        slash != NULL && inet_pton(AF_INET, address, &home) == 1 ? ntohl(home.s_addr) : 0x7f000001;
    snprintf(path, sizeof(path), "/proc/mosix/mbox/%s/%ld", address, pids[box_count]);
    boxes[box_count] = (int) syscall(SYS_open, path, SEND_BOX_FLAG, 0);
    if (boxes[box_count] < 0) {
        fprintf(stderr, "flood: cannot open %s: %s\n", path, strerror(errno));
        return -1;
    }
    return 0;
}

static int parse(int argc, char **argv, long *messages, long *rate)
{
    if (argc < 4 || argc > 3 + MAX_BOXES) {
        return -1;
    }
    *messages = strtol(argv[1], NULL, 10);
    *rate = strtol(argv[2], NULL, 10);
    for (box_count = 0; box_count < argc - 3; box_count++) {
        if (open_box(argv[3 + box_count]) < 0) {
            return -1;
        }
    }
    return *messages <= 0 || *rate < 0 ? -1 : 0;
}

int main(int argc, char **argv)
{
    const struct timespec pause = {0, 500000};
    struct timespec start;
    long messages;
    long rate;

    if (parse(argc, argv, &messages, &rate) < 0) {
        fprintf(stderr, "usage: flood MESSAGES RATE [ADDRESS/]PID...\n");
        return EXIT_FAILURE;
    }
    for (int i = 0; i < REPLAYS; i++) {
        forge(&forged[i], i);
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (long number = 0; number < messages; number++) {
        while (rate > 0 && (double) number > seconds_since(&start) * (double) rate) {
            ppoll(NULL, 0, &pause, NULL);
        }
        attack(number);
    }
    printf("flood: %ld messages, %.0f per second\n", messages,
           (double) messages / seconds_since(&start));
    return EXIT_SUCCESS;
}
