/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A process that does one thing for ever, to be moved: compute, sleep, look at the clock, or handle
 * a signal every 2 ms. Argument: compute, sleep, clock or signals.
 *
 * Or two that exchange numbered messages and check the numbers. They wait for a message by reading
 * again and again, or in ppoll() until SIGIO tells of one. Argument: spin or wait.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

enum { FROM_HOME = 2, FROM_ALL = 4, NO_WAIT = 8, SIGNAL = 16 }; /* flags of a mailbox */

static volatile double sum;

static void handle(int number)
{
    (void) number;
}

static void start_signals(void)
{
    const struct itimerval every = {.it_interval = {.tv_usec = 2000},
                                    .it_value = {.tv_usec = 2000}};

    signal(SIGALRM, handle);
    setitimer(ITIMER_REAL, &every, NULL);
}

/* Sleeps until a message arrives, a second at most. */
static void wait_for_signal(void)
{
    const struct timespec second = {.tv_sec = 1};
    sigset_t none;

    sigemptyset(&none);
    ppoll(NULL, 0, &second, &none);
}

static void end(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* The next message has to be NUMBER. */
static void receive(int box, long number, int waits)
{
    long message;

    while (read(box, &message, sizeof(message)) < 0) {
        if (errno != EAGAIN && errno != EINTR) {
            end("read");
        }
        if (waits) {
            wait_for_signal();
        }
    }
    if (message != number) {
        fprintf(stderr, "message %ld instead of %ld\n", message, number);
        exit(EXIT_FAILURE);
    }
}

static void exchange(int box, pid_t peer, int first, int waits)
{
    char path[64];
    int send;

    snprintf(path, sizeof(path), "/proc/mosix/mbox/0.0.0.0/%ld", (long) peer);
    send = (int) syscall(SYS_open, path, O_WRONLY, 0);
    for (long number = 0;; number++) {
        if (!first) {
            receive(box, number, waits);
        }
        if (write(send, &number, sizeof(number)) < 0) {
            end("write");
        }
        if (first) {
            receive(box, number, waits);
        }
    }
}

static void open_and_exchange(int waits)
{
    int flags = FROM_HOME | FROM_ALL | NO_WAIT | (waits ? SIGNAL : 0);
    pid_t first = getpid();
    int box, ready[2];
    pid_t second;
    sigset_t io;

    sigemptyset(&io);
    sigaddset(&io, SIGIO);
    sigprocmask(SIG_BLOCK, &io, NULL);
    signal(SIGIO, handle);
    if (pipe(ready) < 0) {
        end("pipe");
    }
    second = fork();
    box = (int) syscall(SYS_open, "/proc/mosix/mybox", O_CREAT, flags);
    if (box < 0 || second < 0) {
        end("mybox");
    }
    if (second == 0 ? write(ready[1], "", 1) < 0 : read(ready[0], &flags, 1) < 0) {
        end("pipe");
    }
    exchange(box, second == 0 ? first : second, second != 0, waits);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "compute";
    struct timeval now;

    if (strcmp(what, "spin") == 0 || strcmp(what, "wait") == 0) {
        open_and_exchange(strcmp(what, "wait") == 0);
    }
    if (strcmp(what, "signals") == 0) {
        start_signals();
    }
    for (;;) {
        if (strcmp(what, "sleep") == 0) {
            poll(NULL, 0, 2);
        } else if (strcmp(what, "clock") == 0) {
            gettimeofday(&now, NULL);
        } else if (strcmp(what, "signals") == 0) {
            getppid();
        } else {
            sum += 1;
        }
    }
}
