/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A process that does one thing for ever, to be moved: compute, sleep for 2 ms at a time (sleep) or
 * half a second (idle), look at the clock, or handle a signal every 2 ms. Argument: compute, sleep,
 * idle, clock or signals; heavy, to sleep as idle does with 40 MB of memory in use; thread, to
 * sleep so beside a thread that waits for ever; timeofday or the name of a clock, to ask for the
 * time between two such sleeps.
 *
 * Or two that exchange numbered messages of 3 KB and check the numbers. Argument: spin, if they
 * read again and again until there is a message; wait, if they sleep in ppoll() until SIGIO tells
 * of one; talk, if they read again and again, but do in between what a rank does.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FROM_ALL = 2, FROM_HOMES = 4, NO_WAIT = 8, SIGNAL = 16 }; /* flags of a mailbox */
enum { REST = 3000, SOCKETS = 3 };                               /* bytes; how many are polled */

#define MEMORY ((size_t) 40 << 20)

static volatile double sum;

static const struct {
    const char *name;
    clockid_t clock;
} clocks[] = {
    {"realtime", CLOCK_REALTIME},          {"monotonic", CLOCK_MONOTONIC},
    {"raw", CLOCK_MONOTONIC_RAW},          {"coarse", CLOCK_MONOTONIC_COARSE},
    {"cputime", CLOCK_PROCESS_CPUTIME_ID},
};

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

static void fill_memory(void)
{
    static char *volatile memory;

    memory = malloc(MEMORY);
    for (size_t i = 0; memory != NULL && i < MEMORY; i += 64) {
        memory[i] = (char) i;
    }
}

static void *wait_for_ever(void *argument)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

    pthread_mutex_lock(&mutex);
    for (;;) {
        pthread_cond_wait(&never, &mutex);
    }
    return argument;
}

static void start_thread(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, wait_for_ever, NULL) != 0) {
        fputs("movers: no thread\n", stderr);
        exit(EXIT_FAILURE);
    }
}

/* How two of them exchange messages. */
enum way { SPIN, WAIT, TALK };

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

/* What a rank does between two messages: it asks who sent the last one, and looks at sockets. */
static void look_around(void)
{
    static struct pollfd sockets[SOCKETS];
    const struct timespec limit = {.tv_nsec = 2000000};
    int pair[2];

    for (int i = 0; i < SOCKETS && sockets[i].events == 0; i++) {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) {
            end("socketpair");
        }
        sockets[i] = (struct pollfd){.fd = pair[0], .events = POLLIN};
    }
    syscall(SYS_open, "/proc/self/sender_home", O_RDONLY, 0);
    syscall(SYS_open, "/proc/self/sender_pid", O_RDONLY, 0);
    ppoll(sockets, SOCKETS, &limit, NULL);
}

/* The next message has to have NUMBER. */
static void receive(int box, long number, enum way way)
{
    static char rest[REST];
    long found;
    struct iovec parts[] = {{&found, sizeof(found)}, {rest, sizeof(rest)}};

    while (readv(box, parts, 2) < 0) {
        if (errno != EAGAIN && errno != EINTR) {
            end("read");
        }
        if (way == WAIT) {
            wait_for_signal();
        }
    }
    if (found != number) {
        fprintf(stderr, "message %ld instead of %ld\n", found, number);
        exit(EXIT_FAILURE);
    }
}

static void exchange(int box, pid_t peer, int first, enum way way)
{
    static char rest[REST];
    char path[64];
    int send;

    snprintf(path, sizeof(path), "/proc/mosix/mbox/0.0.0.0/%ld", (long) peer);
    send = (int) syscall(SYS_open, path, O_WRONLY, 0);
    for (long number = 0;; number++) {
        struct iovec parts[] = {{&number, sizeof(number)}, {rest, sizeof(rest)}};

        if (!first) {
            receive(box, number, way);
        }
        if (writev(send, parts, 2) < 0) {
            end("write");
        }
        if (first) {
            receive(box, number, way);
        }
        if (way == TALK) {
            look_around();
        }
    }
}

static void open_and_exchange(enum way way)
{
    int flags = FROM_ALL | FROM_HOMES | NO_WAIT | (way == WAIT ? SIGNAL : 0);
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
    exchange(box, second == 0 ? first : second, second != 0, way);
}

/* Asks for the time and sleeps, for ever, if NAME says how. */
static void ask_and_sleep(const char *name)
{
    const struct timespec half = {.tv_nsec = 500000000};
    struct timespec now;
    struct timeval day;

    while (strcmp(name, "timeofday") == 0) {
        gettimeofday(&day, NULL);
        ppoll(NULL, 0, &half, NULL);
    }
    for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
        while (strcmp(name, clocks[i].name) == 0) {
            clock_gettime(clocks[i].clock, &now);
            ppoll(NULL, 0, &half, NULL);
        }
    }
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "compute";
    struct timeval now;

    if (strcmp(what, "spin") == 0) {
        open_and_exchange(SPIN);
    } else if (strcmp(what, "wait") == 0) {
        open_and_exchange(WAIT);
    } else if (strcmp(what, "talk") == 0) {
        open_and_exchange(TALK);
    }
    if (strcmp(what, "signals") == 0) {
        start_signals();
    } else if (strcmp(what, "heavy") == 0) {
        fill_memory();
    } else if (strcmp(what, "thread") == 0) {
        start_thread();
    }
    ask_and_sleep(what);
    for (;;) {
        if (strcmp(what, "sleep") == 0) {
            poll(NULL, 0, 2);
        } else if (strcmp(what, "clock") == 0) {
            gettimeofday(&now, NULL);
        } else if (strcmp(what, "signals") == 0) {
            getppid();
        } else if (strcmp(what, "compute") == 0) {
            sum += 1;
        } else {
            poll(NULL, 0, 500);
        }
    }
}
