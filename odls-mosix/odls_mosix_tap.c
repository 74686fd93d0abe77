/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Listening; see odls_mosix_tap.h. Open MPI reads the pipe of a rank's standard error in an event
 * of the daemon's loop. Ours is an event of its own on a copy of the same descriptor, with a higher
 * priority, so it runs first. It copies what is in the pipe by tee(2), which takes nothing out, and
 * is set again by a third event, which waits in the same queue as Open MPI's, behind it. So a rank
 * that says nothing costs nothing, and one that does some system calls more for each piece. What
 * arrives in the microseconds between may be missed: then nobody explains it.
 */
#include "odls_mosix_tap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "mosrun_options.h"
#include "mosrun_tail.h"
#include "odls_mosix_report_rank.h"

/* As much as Open MPI reads at once, so that nothing is seen twice. */
#define PIECE ORTE_IOF_BASE_MSG_MAX

/* After so many pieces in a row that nobody took, Open MPI does not read the pipe any more. */
#define IDLE_MAX 10000

struct tap {
    orte_process_name_t name;
    char *program;
    bool deadly; /* mosrun -u: unsupported calls end the rank, too */
    int fd;
    int seen;
    int idle;
    opal_event_t *look;
    opal_event_t *again;
    struct mosrun_tail tail;
};

/* Where the copies go; made once for a daemon. Its main thread only. */
static int copies[2] = {-1, -1};

static void release(struct tap *tap)
{
    if (tap->look != NULL) {
        opal_event_free(tap->look);
    }
    if (tap->again != NULL) {
        opal_event_free(tap->again);
    }
    if (tap->fd >= 0) {
        (void) close(tap->fd);
    }
    free(tap->program);
    free(tap);
}

/* Copies what is in the pipe. Returns its length, 0 at the end, or -errno. */
static ssize_t copy(int fd, char piece[PIECE])
{
    ssize_t size;

    if (copies[0] < 0 && pipe2(copies, O_CLOEXEC | O_NONBLOCK) != 0) {
        return -errno;
    }
    size = tee(fd, copies[1], PIECE, SPLICE_F_NONBLOCK);
    if (size > 0) {
        size = read(copies[0], piece, (size_t) size);
    }
    return size < 0 ? -errno : size;
}

/* Whether a process of the rank has ended because of what is in a piece. The reason has been given
 * then. */
static bool tell(struct tap *tap, const char *piece, size_t size)
{
    while (size > 0) {
        size_t taken = mosrun_tail_feed(&tap->tail, piece, size);

        if (mosrun_tail_is_final(&tap->tail, tap->deadly)) {
            odls_mosix_report_ended(&tap->name, tap->program, &tap->tail);
            return true;
        }
        piece += taken;
        size -= taken;
    }
    return false;
}

static void look(int fd, short flags, void *argument)
{
    struct tap *tap = argument;
    char piece[PIECE];
    ssize_t size = copy(tap->fd, piece);

    (void) fd;
    (void) flags;
    if (size == 0 || (size < 0 && size != -EAGAIN && size != -EINTR) ||
        (size > 0 && tell(tap, piece, (size_t) size))) {
        release(tap);
        return;
    }
    tap->seen = size > 0 ? (int) size : 0;
    opal_event_active(tap->again, OPAL_EV_WRITE, 1);
}

static void look_again(int fd, short flags, void *argument)
{
    struct tap *tap = argument;
    int waiting = 0;

    (void) fd;
    (void) flags;
    tap->idle = ioctl(tap->fd, FIONREAD, &waiting) == 0 && waiting > 0 && waiting >= tap->seen
                    ? tap->idle + 1
                    : 0;
    if (tap->idle > IDLE_MAX || opal_event_add(tap->look, NULL) != 0) {
        release(tap);
    }
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

/* A copy of a descriptor; -1 when descriptors become scarce, which Open MPI needs more. */
static int copy_descriptor(int fd)
{
    struct rlimit limit;
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);

    if (own >= 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0 && (rlim_t) own > limit.rlim_cur / 2) {
        (void) close(own);
        return -1;
    }
    return own;
}

static struct tap *make(const orte_odls_spawn_caddy_t *cd)
{
    struct tap *tap = calloc(1, sizeof(*tap));

    if (tap == NULL) {
        return NULL;
    }
    tap->name = cd->child->name;
    tap->program = path_of(cd);
    tap->look = opal_event_alloc();
    tap->again = opal_event_alloc();
    tap->fd = copy_descriptor(cd->opts.p_stderr[0]);
    if (tap->program == NULL || tap->look == NULL || tap->again == NULL || tap->fd < 0) {
        /* An event that was not set cannot be freed as one. */
        free(tap->look);
        free(tap->again);
        tap->look = NULL;
        tap->again = NULL;
        release(tap);
        return NULL;
    }
    return tap;
}

void odls_mosix_tap(const orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings)
{
    struct tap *tap;

    if (!ORTE_FLAG_TEST(cd->jdata, ORTE_JOB_FLAG_FORWARD_OUTPUT) ||
        orte_iof_base.redirect_app_stderr_to_stdout) {
        return;
    }
    tap = make(cd);
    if (tap == NULL) {
        return;
    }
    tap->deadly = strcmp(settings->value[MOSRUN_UNSUPPORTED_SYSCALLS], "0") == 0;
    opal_event_set(orte_event_base, tap->look, tap->fd, OPAL_EV_READ, look, tap);
    opal_event_set_priority(tap->look, ORTE_ERROR_PRI);
    opal_event_set(orte_event_base, tap->again, -1, OPAL_EV_WRITE, look_again, tap);
    opal_event_set_priority(tap->again, ORTE_MSG_PRI);
    if (opal_event_add(tap->look, NULL) != 0) {
        release(tap);
    }
}
