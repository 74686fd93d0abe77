/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Mailboxes and send boxes; see mosix_box.h for the contract and the sources of what is known.
 */
#include "mosix_box.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "mosix_address.h"
#include "mosix_open.h"

/* The open flag of a send box is the number 1 [doc4]. */
_Static_assert(O_WRONLY == 1, "MOSIX opens a send box by the number 1");

/* How long a read may take in a mailbox that never blocks, and how often it is tried. */
#define TEST_MICROSECONDS 20000
#define TEST_READS 1000

bool mosix_box_is_channel(const char *name)
{
    return name != NULL &&
           (strcmp(name, MOSIX_BOX_ORDERED) == 0 || strcmp(name, MOSIX_BOX_UNORDERED) == 0);
}

int mosix_box_open_own(const char *root, unsigned int flags)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof(path), "%s/mybox", root);

    if (length < 0 || (size_t) length >= sizeof(path)) {
        return -ENAMETOOLONG;
    }
    return mosix_open(path, O_CREAT, flags);
}

int mosix_box_open_peer(const char *root, const char *channel, uint32_t home, uint32_t pid)
{
    char path[PATH_MAX];
    char quad[MOSIX_QUAD_SIZE];
    int length = snprintf(path, sizeof(path), "%s/%s/%s/%lu", root, channel,
                          mosix_quad_format(home, quad), (unsigned long) pid);
    int box;

    if (length < 0 || (size_t) length >= sizeof(path)) {
        return -ENAMETOOLONG;
    }
    box = mosix_open(path, O_WRONLY, 0);
    if (box < 0) {
        return box;
    }
    if (fcntl(box, F_SETFL, O_NONBLOCK) < 0) {
        int error = errno;

        close(box);
        return -error;
    }
    return box;
}

int mosix_box_write(int box, const struct iovec *parts, int count)
{
    size_t size = 0;
    ssize_t written;

    if (count > MOSIX_BOX_PARTS_MAX) {
        return -EINVAL;
    }
    for (int i = 0; i < count; i++) {
        size += parts[i].iov_len;
    }
    if (size > MOSIX_BOX_MESSAGE_MAX) {
        return -EMSGSIZE;
    }
    do {
        written = writev(box, parts, count);
    } while (written < 0 && errno == EINTR);
    if (written < 0) {
        return errno == ENOSPC ? -EAGAIN : -errno;
    }
    return (size_t) written == size ? 0 : -EMSGSIZE;
}

int mosix_box_probe(int box)
{
    ssize_t found;
    /* A compiler that knew the size would warn of a buffer that cannot be that large. */
    volatile size_t everything = (size_t) -1;

    do {
        found = read(box, NULL, everything);
    } while (found < 0 && errno == EINTR);
    if (found >= 0) {
        return 1;
    }
    /* MOSIX 4 says EAGAIN when none waits [real]; of 2009 it is not known. */
    return errno == EBADF ? -EBADF : 0;
}

static volatile sig_atomic_t alarm_has_rung;

static void note_alarm(int number)
{
    (void) number;
    alarm_has_rung = 1;
}

/* Reads until the mailbox is empty or a read has to be interrupted. */
static int read_until_empty(int box)
{
    char message[64];

    for (int i = 0; i < TEST_READS; i++) {
        if (read(box, message, sizeof(message)) >= 0) {
            continue;
        }
        if (errno == EAGAIN) {
            return 1;
        }
        if (errno != EINTR) {
            return -errno;
        }
        if (alarm_has_rung) {
            return 0;
        }
    }
    return 0;
}

int mosix_box_test_nonblocking(int box)
{
    const struct itimerval limit = {{0, TEST_MICROSECONDS}, {0, TEST_MICROSECONDS}};
    const struct itimerval off = {{0, 0}, {0, 0}};
    const struct sigaction interrupt = {.sa_handler = note_alarm};
    const struct sigaction discard = {.sa_handler = SIG_IGN};
    struct sigaction former_action;
    struct itimerval former_timer = {{0, 0}, {0, 0}};
    int rc;

    alarm_has_rung = 0;
    if (sigaction(SIGALRM, &interrupt, &former_action) < 0) {
        return -errno;
    }
    /* The timer rings again and again, because the first ring could come just before the read. */
    if (setitimer(ITIMER_REAL, &limit, &former_timer) < 0) {
        rc = -errno;
    } else {
        rc = read_until_empty(box);
        (void) setitimer(ITIMER_REAL, &off, NULL);
        /* A ring that was not delivered yet must not start the program's own handler. */
        (void) sigaction(SIGALRM, &discard, NULL);
    }
    (void) sigaction(SIGALRM, &former_action, NULL);
    if (timerisset(&former_timer.it_value)) {
        (void) setitimer(ITIMER_REAL, &former_timer, NULL);
    }
    return rc;
}

ssize_t mosix_box_read(int box, const struct iovec *parts, int count)
{
    ssize_t size;

    if (count > MOSIX_BOX_PARTS_MAX) {
        return -EINVAL;
    }
    do {
        size = readv(box, parts, count);
    } while (size < 0 && errno == EINTR);
    return size < 0 ? -errno : size;
}

void mosix_box_close(int box)
{
    close(box);
}
