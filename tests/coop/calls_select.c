/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: rows of coop_calls.def on select and pselect. */
#include "probe.h"
#include "calls.h"
#include "calls_clock.h"

#include <errno.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

/* FD is never readable. */
static void select_time(int fd)
{
    struct timeval time = {.tv_usec = TWENTY_MS / 1000};
    fd_set none;
    fd_set some;

    FD_ZERO(&none);
    FD_ZERO(&some);
    FD_SET(fd, &some);
    start_clock();
    CHECK_INT(select(0, NULL, NULL, NULL, &time), 0);
    check_clock();
    CHECK_INT(time.tv_sec + time.tv_usec, 0);
    time.tv_usec = TWENTY_MS / 1000;
    start_clock();
    CHECK_INT(select(0, &none, NULL, NULL, &time), 0);
    check_clock();
    time.tv_usec = TWENTY_MS / 1000;
    start_clock();
    CHECK_INT(select(5, NULL, NULL, NULL, &time), 0);
    check_clock();
    time.tv_sec = 60;
    set_alarm();
    CHECK_ERROR(select(0, NULL, NULL, NULL, &time), EINTR);
    check_clock();
    CHECK(time.tv_sec == 59);
    time = (struct timeval){.tv_sec = 60};
    set_alarm();
    CHECK_ERROR(select(fd + 1, &some, NULL, NULL, &time), EINTR);
    CHECK(time.tv_sec == 59);
}

void call_select(void)
{
    struct timeval time = {0};
    fd_set set;
    int fds[2];

    CHECK_INT(pipe(fds), 0);
    select_time(fds[0]);
    FD_ZERO(&set);
    FD_SET(fds[0], &set);
    CHECK_INT(select(fds[0] + 1, &set, NULL, NULL, &time), 0);
    CHECK(!FD_ISSET(fds[0], &set));
    CHECK_INT(write(fds[1], "x", 1), 1);
    FD_SET(fds[0], &set);
    CHECK_INT(select(fds[0] + 1, &set, NULL, NULL, NULL), 1);
    CHECK(FD_ISSET(fds[0], &set));
#ifdef SYS_select
    CHECK_INT(syscall(SYS_select, fds[0] + 1, &set, NULL, NULL, &time), 1);
#endif
    close(fds[0]);
    close(fds[1]);
    CHECK_ERROR(select(fds[0] + 1, &set, NULL, NULL, &time), EBADF);
    CHECK_ERROR(select(-1, NULL, NULL, NULL, &time), EINVAL);
    time.tv_usec = -1;
    CHECK_ERROR(select(0, NULL, NULL, NULL, &time), EINVAL);
}

/* A signal that is blocked but while pselect() waits. */
static void select_with_mask(void)
{
    const struct timespec time = {.tv_sec = 60};
    const sigset_t alarm_only = alarm_alone();
    sigset_t before;

    CHECK_INT(sigprocmask(SIG_BLOCK, &alarm_only, &before), 0);
    set_alarm();
    usleep(2 * TWENTY_MS / 1000);
    CHECK_INT(handled, 0);
    CHECK_ERROR(pselect(0, NULL, NULL, NULL, &time, &before), EINTR);
    CHECK_INT(handled, SIGALRM);
    CHECK_INT(sigprocmask(SIG_SETMASK, &before, NULL), 0);
}

static int wait_by_pselect(const sigset_t *mask)
{
    const struct timespec time = {.tv_sec = 60};

    return pselect(0, NULL, NULL, NULL, &time, mask);
}

static int wait_by_pselect_for_pipe(const sigset_t *mask)
{
    const struct timespec time = {.tv_sec = 60};
    fd_set set;
    int fds[2];
    int result;

    CHECK_INT(pipe(fds), 0);
    FD_ZERO(&set);
    FD_SET(fds[0], &set);
    result = pselect(fds[0] + 1, &set, NULL, NULL, &time, mask);
    close(fds[0]);
    close(fds[1]);
    return result;
}

void call_pselect6(void)
{
    struct timespec time = {.tv_nsec = TWENTY_MS};
    sigset_t mask;
    fd_set set;
    int fds[2];

    start_clock();
    CHECK_INT(pselect(0, NULL, NULL, NULL, &time, NULL), 0);
    check_clock();
    CHECK_INT(time.tv_nsec, TWENTY_MS);
    CHECK_INT(pipe(fds), 0);
    FD_ZERO(&set);
    FD_SET(fds[0], &set);
    start_clock();
    CHECK_INT(pselect(fds[0] + 1, &set, NULL, NULL, &time, NULL), 0);
    check_clock();
    CHECK_INT(write(fds[1], "x", 1), 1);
    sigemptyset(&mask);
    FD_SET(fds[0], &set);
    CHECK_INT(pselect(fds[0] + 1, &set, NULL, NULL, &time, &mask), 1);
    CHECK_INT(syscall(SYS_pselect6, fds[0] + 1, &set, NULL, NULL, &time, NULL), 1);
    select_with_mask();
    let_through(wait_by_pselect);
    let_through(wait_by_pselect_for_pipe);
    close(fds[0]);
    close(fds[1]);
    time.tv_nsec = -1;
    CHECK_ERROR(pselect(0, NULL, NULL, NULL, &time, NULL), EINVAL);
}
