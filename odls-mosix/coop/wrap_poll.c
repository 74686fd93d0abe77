/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: poll, ppoll, epoll_wait and their relatives. A wait registers descriptors with the
 * scheduler and then asks the kernel again without waiting, so that every result that the user sees
 * was written by the kernel.
 */
#include "coop_wrap.h"

#include <poll.h>
#include <sys/epoll.h>

#include "coop_idle.h"
#include "coop_libc.h"
#include "coop_poll.h"
#include "coop_ppoll.h"
#include "coop_runtime.h"

/* The deadline of a time limit in milliseconds, as poll() understands it. */
static int64_t after_milliseconds(int timeout)
{
    return timeout < 0 ? COOP_NEVER : coop_time_after(coop_now(), timeout * (COOP_SECOND / 1000));
}

static int poll_until(struct pollfd *descriptors, nfds_t count, int64_t deadline,
                      const sigset_t *mask)
{
    int rc;
    int found;

    do {
        rc = coop_poll_wait(descriptors, count, deadline, mask);
        found = rc == -EINTR ? coop_answer(rc) : coop_real()->poll(descriptors, count, 0);
    } while (found == 0 && rc == 0);
    return found;
}

/* A traced process that is interrupted in poll(), if only by a signal that it ignores, goes on by
 * restart_syscall, which MOSIX refuses [real]; ppoll() is called again. */
static int poll_alone(struct pollfd *descriptors, nfds_t count, int timeout)
{
    struct timespec limit = {.tv_sec = timeout / 1000, .tv_nsec = timeout % 1000 * 1000000L};

    return timeout == 0 ? coop_real()->poll(descriptors, count, 0)
                        : coop_ppoll_exactly(descriptors, count, timeout < 0 ? NULL : &limit, NULL);
}

static int poll_at_once(struct pollfd *descriptors, nfds_t count)
{
    int found;

    coop_relax();
    found = coop_real()->poll(descriptors, count, 0);
    if (found == 0) {
        coop_idle_looked(descriptors, descriptors, count);
    }
    return found;
}

COOP_WRAPPER int poll(struct pollfd *descriptors, nfds_t count, int timeout)
{
    if (coop_alone()) {
        return poll_alone(descriptors, count, timeout);
    }
    if (timeout == 0) {
        return poll_at_once(descriptors, count);
    }
    return poll_until(descriptors, count, after_milliseconds(timeout), NULL);
}

COOP_WRAPPER int ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
                       const sigset_t *mask)
{
    int64_t duration = COOP_NEVER;

    if (coop_alone()) {
        return coop_ppoll_exactly(descriptors, count, timeout, mask);
    }
    if (timeout != NULL && coop_time_from_timespec(timeout, &duration) < 0) {
        return coop_answer(-EINVAL);
    }
    if (duration == 0) {
        coop_relax();
        return coop_ppoll(descriptors, count, timeout, mask);
    }
    return poll_until(descriptors, count, coop_time_after(coop_now(), duration), mask);
}

/* The descriptor of an epoll set is readable when an event waits in it. */
static int epoll_until(int set, struct epoll_event *events, int room, int64_t deadline,
                       const sigset_t *mask)
{
    struct pollfd descriptor = {.fd = set, .events = POLLIN};
    int rc;
    int found;

    if (room <= 0) {
        return coop_answer(-EINVAL);
    }
    do {
        rc = coop_poll_wait(&descriptor, 1, deadline, mask);
        found = rc == -EINTR ? coop_answer(rc) : coop_real()->epoll_wait(set, events, room, 0);
    } while (found == 0 && rc == 0);
    return found;
}

static int epoll_at_once(int set, struct epoll_event *events, int room)
{
    const struct pollfd descriptor = {.fd = set, .events = POLLIN};
    int found;

    coop_relax();
    found = coop_real()->epoll_wait(set, events, room, 0);
    if (found == 0) {
        coop_idle_looked(events, &descriptor, 1);
    }
    return found;
}

COOP_WRAPPER int epoll_wait(int set, struct epoll_event *events, int room, int timeout)
{
    if (coop_alone()) {
        return coop_real()->epoll_wait(set, events, room, timeout);
    }
    if (timeout == 0) {
        return epoll_at_once(set, events, room);
    }
    return epoll_until(set, events, room, after_milliseconds(timeout), NULL);
}

COOP_WRAPPER int epoll_pwait(int set, struct epoll_event *events, int room, int timeout,
                             const sigset_t *mask)
{
    if (coop_alone()) {
        return coop_real()->epoll_pwait(set, events, room, timeout, mask);
    }
    if (timeout == 0) {
        coop_relax();
        return coop_real()->epoll_pwait(set, events, room, timeout, mask);
    }
    return epoll_until(set, events, room, after_milliseconds(timeout), mask);
}

/* glibc before 2.35 does not declare it. */
int epoll_pwait2(int set, struct epoll_event *events, int room, const struct timespec *timeout,
                 const sigset_t *mask);

COOP_WRAPPER int epoll_pwait2(int set, struct epoll_event *events, int room,
                              const struct timespec *timeout, const sigset_t *mask)
{
    int64_t duration = COOP_NEVER;

    if (timeout != NULL && coop_time_from_timespec(timeout, &duration) < 0) {
        return coop_answer(-EINVAL);
    }
    if (duration == 0) {
        return epoll_pwait(set, events, room, 0, mask);
    }
    return epoll_until(set, events, room, coop_time_after(coop_now(), duration), mask);
}

/* What the compiler makes of poll() and ppoll() where it knows the size of the array. */
int __poll_chk(struct pollfd *descriptors, nfds_t count, int timeout, size_t size);
int __ppoll_chk(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
                const sigset_t *mask, size_t size);
void __chk_fail(void) __attribute__((noreturn));

COOP_WRAPPER int __poll_chk(struct pollfd *descriptors, nfds_t count, int timeout, size_t size)
{
    if (size / sizeof(*descriptors) < count) {
        __chk_fail();
    }
    return poll(descriptors, count, timeout);
}

COOP_WRAPPER int __ppoll_chk(struct pollfd *descriptors, nfds_t count,
                             const struct timespec *timeout, const sigset_t *mask, size_t size)
{
    if (size / sizeof(*descriptors) < count) {
        __chk_fail();
    }
    return ppoll(descriptors, count, timeout, mask);
}
