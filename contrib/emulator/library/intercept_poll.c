/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers of poll() and ppoll(), also those of _FORTIFY_SOURCE. To them, nothing ever happens on a
 * box [real]; the kernel would call its descriptor invalid.
 */
#include "intercept.h"

#include <poll.h>
#include <string.h>

WRAPPER int __poll_chk(struct pollfd *set, nfds_t count, int timeout, size_t room);
WRAPPER int __ppoll_chk(struct pollfd *set, nfds_t count, const struct timespec *timeout,
                        const sigset_t *mask, size_t room);

/* Most descriptors of a process under mosrun [doc]. */
#define SET_MAX 1024

/* Whether a box is in SET: then COPY is SET without boxes. */
static bool hide_boxes(struct pollfd *set, nfds_t count, struct pollfd copy[SET_MAX])
{
    bool found = false;
    int index;

    for (nfds_t i = 0; i < count && count <= SET_MAX; i++) {
        if (__builtin_expect(intercept_box(set[i].fd, &index) == BOX_NONE, 1)) {
            continue;
        }
        if (!found) {
            memcpy(copy, set, count * sizeof(*set));
            found = true;
        }
        /* The kernel passes over negative descriptors. */
        copy[i].fd = -1;
    }
    return found;
}

/* Tells the caller what was found about COPY. Returns STATUS. */
static int hand_back(struct pollfd *set, nfds_t count, const struct pollfd copy[SET_MAX],
                     int status)
{
    for (nfds_t i = 0; i < count && status >= 0; i++) {
        set[i].revents = copy[i].revents;
    }
    return status;
}

WRAPPER int poll(struct pollfd *set, nfds_t count, int timeout)
{
    struct pollfd copy[SET_MAX];

    if (!hide_boxes(set, count, copy)) {
        return REAL(poll)(set, count, timeout);
    }
    return hand_back(set, count, copy, REAL(poll)(copy, count, timeout));
}

WRAPPER int __poll_chk(struct pollfd *set, nfds_t count, int timeout, size_t room)
{
    struct pollfd copy[SET_MAX];

    if (!hide_boxes(set, count, copy)) {
        return REAL(__poll_chk)(set, count, timeout, room);
    }
    return hand_back(set, count, copy, REAL(poll)(copy, count, timeout));
}

WRAPPER int ppoll(struct pollfd *set, nfds_t count, const struct timespec *timeout,
                  const sigset_t *mask)
{
    struct pollfd copy[SET_MAX];

    if (!hide_boxes(set, count, copy)) {
        return REAL(ppoll)(set, count, timeout, mask);
    }
    return hand_back(set, count, copy, REAL(ppoll)(copy, count, timeout, mask));
}

WRAPPER int __ppoll_chk(struct pollfd *set, nfds_t count, const struct timespec *timeout,
                        const sigset_t *mask, size_t room)
{
    struct pollfd copy[SET_MAX];

    if (!hide_boxes(set, count, copy)) {
        return REAL(__ppoll_chk)(set, count, timeout, mask, room);
    }
    return hand_back(set, count, copy, REAL(ppoll)(copy, count, timeout, mask));
}
