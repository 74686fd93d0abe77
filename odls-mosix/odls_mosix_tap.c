/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Listening; see odls_mosix_tap.h. Open MPI already reads the pipe that it made for the standard
 * error of a rank. So the rank writes into a pipe of ours, and what comes out of that is looked at
 * and goes on into Open MPI's. Both are events of the daemon's loop: a rank that says nothing costs
 * nothing. Nothing is lost or read twice, and the end of the rank's pipe is passed on as well.
 */
#include "odls_mosix_tap.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "mosrun_options.h"
#include "mosrun_tail.h"
#include "odls_mosix_report_rank.h"

/* As much as Open MPI reads at once. */
#define PIECE ORTE_IOF_BASE_MSG_MAX

struct tap {
    orte_process_name_t name;
    char *program;
    bool deadly; /* mosrun -u: unsupported calls end the rank, too */
    bool has_told;
    int from;
    int to;
    opal_event_t *readable;
    opal_event_t *writable;
    char piece[PIECE];
    size_t size;
    size_t passed;
    struct mosrun_tail tail;
};

static void release(struct tap *tap)
{
    if (tap->readable != NULL) {
        opal_event_free(tap->readable);
    }
    if (tap->writable != NULL) {
        opal_event_free(tap->writable);
    }
    (void) close(tap->from);
    (void) close(tap->to);
    free(tap->program);
    free(tap);
}

/* Tells the reason if a process of the rank has ended because of what is in the piece. */
static void listen_to(struct tap *tap)
{
    const char *at = tap->piece;
    size_t left = tap->size;

    while (left > 0 && !tap->has_told) {
        size_t taken = mosrun_tail_feed(&tap->tail, at, left);

        if (mosrun_tail_is_final(&tap->tail, tap->deadly)) {
            tap->has_told = true;
            odls_mosix_report_ended(&tap->name, tap->program, &tap->tail);
        }
        at += taken;
        left -= taken;
    }
}

/* Writes where somebody still reads: Open MPI ends its daemons after some SIGPIPE. Returns as
 * write(2). */
static ssize_t write_some(const struct tap *tap)
{
    struct pollfd pipe = {.fd = tap->to, .events = POLLOUT};

    if (poll(&pipe, 1, 0) > 0 && (pipe.revents & POLLERR) != 0) {
        errno = EPIPE;
        return -1;
    }
    return write(tap->to, tap->piece + tap->passed, tap->size - tap->passed);
}

static void pass_on(int fd, short flags, void *argument)
{
    struct tap *tap = argument;
    opal_event_t *next = tap->readable;

    (void) fd;
    (void) flags;
    while (tap->passed < tap->size) {
        ssize_t written = write_some(tap);

        if (written >= 0) {
            tap->passed += (size_t) written;
        } else if (errno == EAGAIN) {
            next = tap->writable;
            break;
        } else if (errno != EINTR) {
            release(tap);
            return;
        }
    }
    if (opal_event_add(next, NULL) != 0) {
        release(tap);
    }
}

static void receive(int fd, short flags, void *argument)
{
    struct tap *tap = argument;
    ssize_t size = read(tap->from, tap->piece, sizeof(tap->piece));

    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) {
        release(tap);
        return;
    }
    tap->size = size > 0 ? (size_t) size : 0;
    tap->passed = 0;
    listen_to(tap);
    pass_on(fd, flags, tap);
}

/* The path of the program, also where it is relative. */
static char *path_of(const orte_odls_spawn_caddy_t *cd)
{
    char *path = NULL;

    if (cd->cmd[0] == '/' || cd->wdir == NULL) {
        return strdup(cd->cmd);
    }
    return asprintf(&path, "%s/%s", cd->wdir, cd->cmd) >= 0 ? path : NULL;
}

/* Whether descriptors become scarce, which Open MPI needs more. */
static bool is_high(int fd)
{
    struct rlimit limit;

    return getrlimit(RLIMIT_NOFILE, &limit) == 0 && (rlim_t) fd > limit.rlim_cur / 2;
}

/* A pipe of which reading does not block. Returns whether there is one. */
static bool make_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return false;
    }
    if (is_high(ends[0]) || is_high(ends[1]) || fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
        (void) close(ends[0]);
        (void) close(ends[1]);
        return false;
    }
    return true;
}

/* Between the two descriptors, which stay the caller's if this returns NULL. */
static struct tap *make(const orte_odls_spawn_caddy_t *cd, int from, int to)
{
    struct tap *tap = calloc(1, sizeof(*tap));

    if (tap == NULL) {
        return NULL;
    }
    tap->name = cd->child->name;
    tap->program = path_of(cd);
    tap->readable = opal_event_alloc();
    tap->writable = opal_event_alloc();
    tap->from = from;
    tap->to = to;
    if (tap->program == NULL || tap->readable == NULL || tap->writable == NULL) {
        /* Events that were not set cannot be freed as such. */
        free(tap->readable);
        free(tap->writable);
        free(tap->program);
        free(tap);
        return NULL;
    }
    opal_event_set(orte_event_base, tap->readable, from, OPAL_EV_READ, receive, tap);
    opal_event_set_priority(tap->readable, ORTE_MSG_PRI);
    opal_event_set(orte_event_base, tap->writable, to, OPAL_EV_WRITE, pass_on, tap);
    opal_event_set_priority(tap->writable, ORTE_MSG_PRI);
    return tap;
}

void odls_mosix_tap(orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings)
{
    struct tap *tap;
    int ends[2];

    if (!ORTE_FLAG_TEST(cd->jdata, ORTE_JOB_FLAG_FORWARD_OUTPUT) ||
        orte_iof_base.redirect_app_stderr_to_stdout || !make_pipe(ends)) {
        return;
    }
    tap = make(cd, ends[0], cd->opts.p_stderr[1]);
    if (tap == NULL) {
        (void) close(ends[0]);
        (void) close(ends[1]);
        return;
    }
    tap->deadly = strcmp(settings->value[MOSRUN_UNSUPPORTED_SYSCALLS], "0") == 0;
    (void) fcntl(tap->to, F_SETFL, O_WRONLY | O_NONBLOCK);
    cd->opts.p_stderr[1] = ends[1];
    if (opal_event_add(tap->readable, NULL) != 0) {
        release(tap);
    }
}
