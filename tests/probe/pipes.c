/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Features: pipes, poll and select, exec.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void pipes_1(void)
{
    int ends[2], pair[2];
    struct pollfd polled;
    struct timeval no_time = {0, 0};
    struct timespec no_spec = {0, 0};
    fd_set set;

    done("pipe.pipe", pipe(ends));
    result("pipe.write", write(ends[1], "abc", 3));
    polled = (struct pollfd){ends[0], POLLIN, 0};
    result("pipe.poll", poll(&polled, 1, 1000));
    result("pipe.ppoll", ppoll(&polled, 1, &no_spec, NULL));
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    result("pipe.select", select(ends[0] + 1, &set, NULL, NULL, &no_time));
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    result("pipe.pselect", pselect(ends[0] + 1, &set, NULL, NULL, &no_spec, NULL));
    result("pipe.read", read(ends[0], big, 10));
    done("pipe.O_NONBLOCK", fcntl(ends[0], F_SETFL, O_NONBLOCK));
    result("pipe.read empty", read(ends[0], big, 10));
    result("pipe.FIONREAD", ioctl(ends[0], FIONREAD, big));
    done("pipe.pipe2", pipe2(pair, O_NONBLOCK | O_CLOEXEC));
    result("pipe.pipe2 read empty", read(pair[0], big, 10));
    done("pipe.socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    result("pipe.socketpair send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    result("pipe.socketpair recv", recv(pair[1], big, 10, MSG_DONTWAIT));
    result("pipe.socketpair recv empty", recv(pair[1], big, 10, MSG_DONTWAIT));
}

static long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void poll_time(void)
{
    long start = now_ms();

    result("pipe.poll nothing 200 ms", poll(NULL, 0, 200));
    row("pipe.poll nothing took", "%s", now_ms() - start >= 190 ? "its time" : "less");
    start = now_ms();
    result("pipe.select nothing 200 ms", select(0, NULL, NULL, NULL, &(struct timeval){0, 200000}));
    row("pipe.select nothing took", "%s", now_ms() - start >= 190 ? "its time" : "less");
}

static void select_time(void)
{
    fd_set none;
    int ends[2];
    struct timespec spec = {0, 1000000};
    sigset_t mask;

    FD_ZERO(&none);
    result("select.0 and a set, 1 ms", select(0, &none, NULL, NULL, &(struct timeval){0, 1000}));
    result("select.1 no sets, 1 ms", select(1, NULL, NULL, NULL, &(struct timeval){0, 1000}));
    if (pipe(ends) == 0) {
        FD_SET(ends[0], &none);
        result("select.pipe, 1 ms",
               select(ends[0] + 1, &none, NULL, NULL, &(struct timeval){0, 1000}));
        FD_SET(ends[0], &none);
        result("select.pselect pipe no mask", pselect(ends[0] + 1, &none, NULL, NULL, &spec, NULL));
        sigemptyset(&mask);
        FD_SET(ends[0], &none);
        result("select.pselect pipe mask", pselect(ends[0] + 1, &none, NULL, NULL, &spec, &mask));
        result("select.ppoll mask", ppoll(&(struct pollfd){ends[0], POLLIN, 0}, 1, &spec, &mask));
    }
}

static void exec_true(void)
{
    execl("/bin/true", "true", (char *) NULL);
    row("exec./bin/true", "%s", error_name(errno));
    _exit(1);
}

static void exec_missing(void)
{
    execl("/bin/nowhere", "x", (char *) NULL);
    row("exec.missing", "%s", error_name(errno));
}

static void exec_fd(void)
{
    char *words[] = {"true", NULL};

    fexecve(open("/bin/true", O_RDONLY), words, words + 1);
    row("exec.fexecve", "%s", error_name(errno));
}

static void exec_wait(void)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", "exit 7", (char *) NULL);
        _exit(1);
    }
    waitpid(pid, &status, 0);
    row("exec.sh exit 7", "%d", WEXITSTATUS(status));
}

const struct probe_test pipes_tests[] = {
    TEST(feature, pipes_1, 10),     TEST(feature, poll_time, 10),
    TEST(feature, select_time, 10), TEST(feature, exec_true, 5),
    TEST(feature, exec_missing, 5), TEST(feature, exec_fd, 5),
    TEST(feature, exec_wait, 10),   TESTS_END,
};
