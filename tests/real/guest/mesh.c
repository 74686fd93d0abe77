/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Processes that all begin to write to each other's mailboxes at the same time, without MPI: what
 * does MOSIX make of the first messages? Each writes numbered messages to each other one, again if
 * an error says that one was not taken: through a new box, or with "same" through the same one.
 *
 *   mesh DIRECTORY PROCESSES NUMBER HOME MESSAGES [same]
 *
 * DIRECTORY is empty at first, and all processes see it. HOME is the address of this one's home
 * node. Prints "mesh: first F refused R lost L later A": of F first messages to this process L
 * never came, its own ones were refused R times, and of the later ones to it A came wrongly or not
 * at all. And for each box that was refused, how often, for how long, and with which error last.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { FROM_ALL = 2, FROM_HOMES = 4, NO_WAIT = 8 }; /* flags of a mailbox */
enum { PROCESSES_MAX = 16, PATIENCE_S = 60 };

struct message {
    int from;
    int number;
    char rest[100];
};

struct peer {
    char path[256]; /* of its box */
    int box;
    int refused;
    int error;    /* the last one */
    time_t since; /* the first one */
    time_t until; /* the last one */
    int written;
    int expected;
    int lost_first;
};

static struct peer peers[PROCESSES_MAX];
static int count, self, messages, is_same;
static int refused, wrong;

static void end(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void publish(const char *directory, const char *home)
{
    char path[256], hidden[256];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%d", directory, self);
    snprintf(hidden, sizeof(hidden), "%s/.%d", directory, self);
    file = fopen(hidden, "w");
    if (file == NULL || fprintf(file, "/proc/mosix/mbox/%s/%ld\n", home, (long) getpid()) < 0 ||
        fclose(file) != 0 || rename(hidden, path) != 0) {
        end(path);
    }
}

static void open_box(struct peer *peer)
{
    peer->box = (int) syscall(SYS_open, peer->path, O_WRONLY, 0);
    if (peer->box < 0 || fcntl(peer->box, F_SETFL, O_NONBLOCK) < 0) {
        end(peer->path);
    }
}

/* As soon as that process has said where its box is. */
static void open_peer(const char *directory, int peer)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%d", directory, peer);
    while ((file = fopen(path, "r")) == NULL) {
        (void) poll(NULL, 0, 50);
    }
    if (fscanf(file, "%255s", peers[peer].path) != 1) {
        end(path);
    }
    fclose(file);
    open_box(&peers[peer]);
}

static void note_refusal(struct peer *peer, int error)
{
    peer->error = error;
    peer->until = time(NULL);
    if (peer->refused++ == 0) {
        peer->since = peer->until;
    }
    if (!is_same) {
        close(peer->box);
        open_box(peer);
    }
    refused++;
}

/* Returns whether something was written. */
static int write_some(void)
{
    int done = 0;

    for (int i = 0; i < count; i++) {
        struct message message = {.from = self, .number = peers[i].written};

        if (i == self || peers[i].written == messages) {
            continue;
        }
        if (write(peers[i].box, &message, sizeof(message)) == sizeof(message)) {
            peers[i].written++;
            done++;
        } else if (errno != ENOSPC && errno != EINTR) {
            note_refusal(&peers[i], errno);
            (void) poll(NULL, 0, 50);
        }
    }
    return done;
}

/* Returns whether there was a message. */
static int read_one(int mailbox)
{
    struct message message;
    struct peer *peer;

    if (read(mailbox, &message, sizeof(message)) != sizeof(message)) {
        return 0;
    }
    if (message.from < 0 || message.from >= count) {
        wrong++;
        return 1;
    }
    peer = &peers[message.from];
    if (peer->expected == 0 && message.number == 1) {
        peer->lost_first = 1;
    } else if (message.number != peer->expected) {
        wrong++;
    }
    peer->expected = message.number + 1;
    return 1;
}

int main(int argc, char **argv)
{
    int lost = 0;
    time_t last;
    int mailbox;

    is_same = argc == 7 && strcmp(argv[6], "same") == 0;
    if (argc != 6 + is_same || (count = atoi(argv[2])) > PROCESSES_MAX) {
        fputs("mesh DIRECTORY PROCESSES NUMBER HOME MESSAGES [same]\n", stderr);
        return EXIT_FAILURE;
    }
    self = atoi(argv[3]);
    messages = atoi(argv[5]);
    mailbox =
        (int) syscall(SYS_open, "/proc/mosix/mybox", O_CREAT, FROM_ALL | FROM_HOMES | NO_WAIT);
    if (mailbox < 0) {
        end("mybox");
    }
    publish(argv[1], argv[4]);
    for (int i = 0; i < count; i++) {
        if (i != self) {
            open_peer(argv[1], i);
        }
    }
    for (last = time(NULL); time(NULL) - last < PATIENCE_S;) {
        int missing = 0;

        if (write_some() + read_one(mailbox) > 0) {
            last = time(NULL);
        }
        for (int i = 0; i < count; i++) {
            missing += i != self && (peers[i].written < messages || peers[i].expected < messages);
        }
        if (missing == 0) {
            break;
        }
    }
    for (int i = 0; i < count; i++) {
        if (peers[i].refused > 0) {
            printf("refused: %d to %d: %d times in %ld s, at last \"%s\", %s\n", self, i,
                   peers[i].refused, (long) (peers[i].until - peers[i].since),
                   strerror(peers[i].error), peers[i].written > 0 ? "then taken" : "for ever");
        }
        lost += peers[i].lost_first || (i != self && peers[i].expected == 0);
        wrong += i != self && peers[i].expected > 0 ? messages - peers[i].expected : 0;
    }
    printf("mesh: first %d refused %d lost %d later %d\n", count - 1, refused, lost, wrong);
    fflush(stdout);
    (void) poll(NULL, 0, 3000); /* its mailbox may still be written to */
    return EXIT_SUCCESS;
}
