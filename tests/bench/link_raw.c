/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The link of two processes under mosrun that write into one another's mailboxes without any MPI:
 * what a transport over mailboxes is compared with. It uses the calls that btl mosix uses, and
 * nothing else. The two find one another through files in a directory; see link.h.
 *
 * Arguments: DIRECTORY METHOD, where the method of looking for a message is "probe", "flag8",
 * which opens the mailbox so that a read without a message returns at once, or "block", which waits
 * in a read.
 */
#include "link.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "mosix_box.h"
#include "mosix_random.h"
#include "mosix_self.h"

#define ROOT "/proc/mosix"
#define LINK_ARGUMENTS 2

#define WAIT_SECONDS 30.0
#define WAIT_STEP_NS 1000000

static int own_end;
static bool probes;
static bool may_block;
static int mailbox = -1;
static int send_box = -1;

/* What mpirun calls this process. */
static int process_number(void)
{
    const char *rank = getenv("OMPI_COMM_WORLD_RANK");
    const char *size = getenv("OMPI_COMM_WORLD_SIZE");

    if (rank == NULL || size == NULL || strcmp(size, "2") != 0) {
        bench_fail("this is to be started by mpirun, as 2 processes");
    }
    return (int) bench_number(rank, "OMPI_COMM_WORLD_RANK", 0, 1);
}

static void make_path(char path[PATH_MAX], const char *directory, int end, const char *suffix)
{
    if (snprintf(path, PATH_MAX, "%s/%d%s", directory, end, suffix) >= PATH_MAX) {
        bench_fail("the name of the directory is too long: %s", directory);
    }
}

/* Tells the other end where this one's mailbox is; it sees all of the file or none. */
static void publish(const char *directory, uint32_t home)
{
    char unfinished[PATH_MAX];
    char path[PATH_MAX];
    FILE *file;

    make_path(unfinished, directory, own_end, ".new");
    make_path(path, directory, own_end, "");
    file = fopen(unfinished, "w");
    if (file == NULL || fprintf(file, "%lu %ld\n", (unsigned long) home, (long) getpid()) < 0 ||
        fclose(file) != 0 || rename(unfinished, path) != 0) {
        bench_fail("cannot write %s: %s", path, strerror(errno));
    }
}

static void find_other(const char *directory, uint32_t *home, uint32_t *pid)
{
    const struct timespec step = {.tv_nsec = WAIT_STEP_NS};
    double end = bench_now() + WAIT_SECONDS;
    char path[PATH_MAX];
    unsigned long numbers[2];
    FILE *file;

    make_path(path, directory, 1 - own_end, "");
    while ((file = fopen(path, "r")) == NULL) {
        if (bench_now() > end) {
            bench_fail("%s did not appear within %.0f seconds", path, WAIT_SECONDS);
        }
        nanosleep(&step, NULL);
    }
    if (fscanf(file, "%lu %lu", &numbers[0], &numbers[1]) != 2) {
        bench_fail("%s does not hold two numbers", path);
    }
    fclose(file);
    *home = (uint32_t) numbers[0];
    *pid = (uint32_t) numbers[1];
}

static void find_home(uint32_t *home)
{
    struct mosix_self self = {.root = ROOT, .mailbox = mailbox, .may_block = may_block};
    int rc = mosix_random(&self.token, sizeof(self.token));

    if (rc == 0) {
        self.send_box = mosix_box_open_peer(ROOT, MOSIX_BOX_ORDERED, 0, (uint32_t) getpid());
        rc = self.send_box < 0 ? self.send_box
                               : mosix_self_home(&self, (int) (WAIT_SECONDS * 1000), home);
    }
    if (rc < 0) {
        bench_fail("cannot find out the home node's address: %s", strerror(-rc));
    }
    mosix_box_close(self.send_box);
}

static void open_mailbox(const char *method, uint32_t *home)
{
    unsigned int flags = MOSIX_BOX_ALL_USERS | MOSIX_BOX_OTHER_HOMES;

    probes = strcmp(method, "probe") == 0;
    may_block = probes || strcmp(method, "block") == 0;
    if (!may_block && strcmp(method, "flag8") != 0) {
        bench_fail("the method is \"%s\": must be probe, flag8 or block", method);
    }
    if (!may_block) {
        flags |= MOSIX_BOX_NEVER_BLOCKS;
    }
    mailbox = mosix_box_open_own(ROOT, flags);
    if (mailbox < 0) {
        bench_fail("has no mailbox (%s): is it under mosrun?", strerror(-mailbox));
    }
    find_home(home);
}

int link_open(const char *program, int count, char **arguments)
{
    uint32_t own_home;
    uint32_t home;
    uint32_t pid;

    own_end = process_number();
    bench_start(program, own_end);
    if (count < LINK_ARGUMENTS) {
        bench_fail("must be given a directory and a method");
    }
    open_mailbox(arguments[1], &own_home);
    publish(arguments[0], own_home);
    find_other(arguments[0], &home, &pid);
    send_box = mosix_box_open_peer(ROOT, MOSIX_BOX_ORDERED, home == own_home ? 0 : home, pid);
    if (send_box < 0) {
        bench_fail("cannot open a send box to process %lu: %s", (unsigned long) pid,
                   strerror(-send_box));
    }
    return LINK_ARGUMENTS;
}

int link_end(void)
{
    return own_end;
}

void link_send(const void *message, size_t size)
{
    struct iovec part = {(void *) message, size};
    int rc;

    do {
        rc = mosix_box_write(send_box, &part, 1);
    } while (rc == -EAGAIN);
    if (rc < 0) {
        bench_fail("cannot send %zu bytes: %s", size, strerror(-rc));
    }
}

void link_receive(void *message, size_t size)
{
    struct iovec part = {message, size};
    ssize_t got;

    do {
        if (probes) {
            while (mosix_box_probe(mailbox) == 0) {
            }
        }
        got = mosix_box_read(mailbox, &part, 1);
    } while (got == -EAGAIN);
    if (got != (ssize_t) size) {
        bench_fail("a message of %zu bytes was expected, reading it gave %zd", size, got);
    }
}

void link_send_window(const unsigned char *slots, size_t size, int count, int slot_count)
{
    for (int i = 0; i < count; i++) {
        link_send(slots + (size_t) (i % slot_count) * size, size);
    }
}

void link_receive_window(unsigned char *slots, size_t size, int count, int slot_count)
{
    for (int i = 0; i < count; i++) {
        link_receive(slots + (size_t) (i % slot_count) * size, size);
    }
}

void link_poll(void)
{
    unsigned char byte;
    struct iovec part = {&byte, sizeof(byte)};
    int found = may_block ? mosix_box_probe(mailbox) : mosix_box_read(mailbox, &part, 1) != -EAGAIN;

    if (found != 0) {
        bench_fail("there is a message although none was sent");
    }
}

void link_close(void)
{
    /* A process that ends takes its mailbox along, so both wait until nothing is on its way. */
    char byte = 0;

    link_send(&byte, sizeof(byte));
    link_receive(&byte, sizeof(byte));
    mosix_box_close(send_box);
    mosix_box_close(mailbox);
}
