/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: select and pselect. As with poll, the kernel writes the results: the sets stay as they
 * are until they are given to the last select(), which does not wait.
 */
#include "coop_wrap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

#include "coop_descriptors.h"
#include "coop_fdset.h"
#include "coop_poll.h"
#include "coop_runtime.h"
#include "coop_select.h"

/* Descriptors that need no allocation: most calls have one or two. */
#define FEW 16

struct sets {
    int limit;
    fd_set *set[3]; /* readable, writable, exceptional; NULL: none */
};

/* The bytes of each set that the kernel touches: whole words. */
static size_t set_size(int limit)
{
    return ((size_t) limit + NFDBITS - 1) / NFDBITS * sizeof(__fd_mask);
}

/* select() without waiting. It clears sets although nothing was found, so with KEEP they are put
 * back then. */
static int look_once(const struct sets *sets, bool keep, __fd_mask *backup)
{
    size_t words = set_size(sets->limit) / sizeof(__fd_mask);
    struct timespec none = {0};
    int found;

    for (int i = 0; i < 3 && keep; i++) {
        if (sets->set[i] != NULL) {
            memcpy(backup + (size_t) i * words, sets->set[i], words * sizeof(__fd_mask));
        }
    }
    found = coop_answer(coop_select_alone(sets->limit, sets->set, &none, NULL));
    for (int i = 0; i < 3 && keep && found == 0; i++) {
        if (sets->set[i] != NULL) {
            memcpy(sets->set[i], backup + (size_t) i * words, words * sizeof(__fd_mask));
        }
    }
    return found;
}

static int wait_and_look(const struct sets *sets, struct pollfd *descriptors, size_t count,
                         __fd_mask *backup, int64_t deadline, const sigset_t *mask)
{
    struct timespec none = {0};
    int rc;
    int found;

    do {
        rc = coop_poll_wait(descriptors, count, deadline, mask);
        found = rc == -EINTR ? coop_answer(rc) : look_once(sets, rc == 0, backup);
        if (found == 0 && rc == 0) {
            /* poll() reports hang-ups that select() does not count as exceptions. */
            if (coop_now() >= deadline) {
                return coop_answer(coop_select_alone(sets->limit, sets->set, &none, NULL));
            }
            coop_block_busy();
        }
    } while (found == 0 && rc == 0);
    return found;
}

/*
 * As the kernel does: what is above its table of descriptors is not looked at, and need not even be
 * memory. An fd_set is always memory.
 */
static struct sets within_table(const struct sets *sets)
{
    struct sets cut = *sets;

    if (cut.limit > FD_SETSIZE) {
        int room = coop_descriptors_room();

        cut.limit = cut.limit < room ? cut.limit : room;
    }
    return cut;
}

static int select_until(const struct sets *sets, int64_t deadline, const sigset_t *mask)
{
    size_t count = coop_fdset_count(sets->limit, sets->set[0], sets->set[1], sets->set[2]);
    size_t words = set_size(sets->limit) / sizeof(__fd_mask);
    struct pollfd few[FEW];
    __fd_mask small[3 * FEW];
    struct pollfd *descriptors = few;
    __fd_mask *backup = small;
    int found = -1;

    if (count > FEW) {
        descriptors = calloc(count, sizeof(*descriptors));
    }
    if (words > FEW) {
        backup = calloc(3 * words, sizeof(*backup));
    }
    if (descriptors == NULL || backup == NULL) {
        errno = ENOMEM;
    } else {
        coop_fdset_store(sets->limit, sets->set[0], sets->set[1], sets->set[2], descriptors);
        found = wait_and_look(sets, descriptors, count, backup, deadline, mask);
    }
    if (descriptors != few) {
        free(descriptors);
    }
    if (backup != small) {
        free(backup);
    }
    return found;
}

/* Wait until *TIMEOUT (NULL: no limit), which becomes what is left, with or without other
 * coroutines. */
static int select_somehow(const struct sets *sets, struct timespec *timeout, const sigset_t *mask)
{
    int64_t duration = COOP_NEVER;
    struct sets cut;
    int64_t deadline;
    int found;

    /* With a mask, MOSIX's pselect6 goes on waiting after a signal handler, or answers 0 [real]; so
     * it is left to ppoll. */
    if ((coop_alone() && mask == NULL) || sets->limit < 0) {
        return coop_answer(coop_select_alone(sets->limit, sets->set, timeout, mask));
    }
    if (timeout != NULL && coop_time_from_duration(timeout, &duration) < 0) {
        return coop_answer(-EINVAL);
    }
    if (duration == 0) {
        coop_relax();
        return coop_answer(coop_select_alone(sets->limit, sets->set, timeout, mask));
    }
    deadline = coop_time_after(coop_now(), duration);
    cut = within_table(sets);
    found = select_until(&cut, deadline, mask);
    if (timeout != NULL) {
        *timeout = coop_time_to_timespec(deadline - coop_now());
    }
    return found;
}

/* Linux tells select() how much of the time was left. */
COOP_WRAPPER int select(int limit, fd_set *readable, fd_set *writable, fd_set *exceptional,
                        struct timeval *timeout)
{
    struct sets sets = {.limit = limit, .set = {readable, writable, exceptional}};
    struct timespec rest;
    int found;

    if (timeout == NULL) {
        return select_somehow(&sets, NULL, NULL);
    }
    if (timeout->tv_sec < 0 || timeout->tv_usec < 0) {
        return coop_answer(-EINVAL);
    }
    rest = (struct timespec){.tv_sec = timeout->tv_sec + timeout->tv_usec / 1000000,
                             .tv_nsec = timeout->tv_usec % 1000000 * 1000};
    found = select_somehow(&sets, &rest, NULL);
    *timeout = (struct timeval){.tv_sec = rest.tv_sec, .tv_usec = rest.tv_nsec / 1000};
    return found;
}

COOP_WRAPPER int pselect(int limit, fd_set *readable, fd_set *writable, fd_set *exceptional,
                         const struct timespec *timeout, const sigset_t *mask)
{
    struct sets sets = {.limit = limit, .set = {readable, writable, exceptional}};
    struct timespec rest;

    if (timeout == NULL) {
        return select_somehow(&sets, NULL, mask);
    }
    rest = *timeout;
    return select_somehow(&sets, &rest, mask);
}
