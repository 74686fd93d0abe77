/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: condition variables, descriptors and time. */
#include "probe.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int turn;
static int pipe_fds[2];

static void *alternate(void *argument)
{
    int own = (int) (uintptr_t) argument;

    for (int i = 0; i < 1000; i++) {
        pthread_mutex_lock(&mutex);
        while (turn % 2 != own) {
            pthread_cond_wait(&condition, &mutex);
        }
        turn++;
        pthread_cond_broadcast(&condition);
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static void conditions(void)
{
    pthread_t thread = probe_start(alternate, (void *) (uintptr_t) 1);

    alternate(NULL);
    probe_join(thread);
    CHECK_INT(turn, 2000);
}

static void timed_on(pthread_cond_t *timed, clockid_t clock)
{
    struct timespec time = probe_after(clock, 30);
    double start = probe_milliseconds();

    CHECK_INT(pthread_mutex_lock(&mutex), 0);
    CHECK_INT(pthread_cond_timedwait(timed, &mutex, &time), ETIMEDOUT);
    CHECK(probe_milliseconds() - start >= 29 && probe_milliseconds() - start < 10000);
    CHECK_INT(pthread_mutex_unlock(&mutex), 0);
}

static void timed_conditions(void)
{
    pthread_condattr_t attributes;
    pthread_cond_t monotonic;
    struct timespec bad = {.tv_nsec = -1};

    timed_on(&condition, CLOCK_REALTIME);
    CHECK_INT(pthread_condattr_init(&attributes), 0);
    CHECK_INT(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC), 0);
    CHECK_INT(pthread_cond_init(&monotonic, &attributes), 0);
    timed_on(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_lock(&mutex);
    CHECK_INT(pthread_cond_timedwait(&condition, &mutex, &bad), EINVAL);
    pthread_mutex_unlock(&mutex);
    CHECK_INT(pthread_cond_destroy(&monotonic), 0);
}

/* A helper that writes one byte after a while. */
static void *write_later(void *argument)
{
    usleep(30000);
    CHECK_INT(write(pipe_fds[1], "x", 1), 1);
    return argument;
}

static void empty_pipe(void)
{
    char byte;

    CHECK_INT(read(pipe_fds[0], &byte, 1), 1);
}

static void polling(void)
{
    struct pollfd fd = {.events = POLLIN};
    struct timespec limit = {.tv_nsec = 20000000};
    pthread_t thread;

    CHECK_INT(pipe(pipe_fds), 0);
    fd.fd = pipe_fds[0];
    thread = probe_start(write_later, NULL);
    CHECK_INT(poll(&fd, 1, 0), 0);
    CHECK_INT(poll(&fd, 1, 5), 0);
    CHECK_INT(poll(&fd, 1, 60000), 1);
    CHECK_INT(fd.revents, POLLIN);
    probe_join(thread);
    empty_pipe();
    thread = probe_start(write_later, NULL);
    CHECK_INT(ppoll(&fd, 1, &limit, NULL), 0);
    CHECK_INT(ppoll(&fd, 1, NULL, NULL), 1);
    probe_join(thread);
    empty_pipe();
}

/* SIZE bytes of a set at the very end of a page that nobody may pass. */
static fd_set *set_at_end_of_page(size_t size)
{
    size_t page = (size_t) sysconf(_SC_PAGESIZE);
    char *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    CHECK(memory != MAP_FAILED);
    CHECK_INT(mprotect(memory + page, page, PROT_NONE), 0);
    return (fd_set *) (void *) (memory + page - size);
}

static void selecting(void)
{
    fd_set *set = set_at_end_of_page(sizeof(fd_mask));
    struct timeval limit = {.tv_usec = 10000};
    pthread_t thread = probe_start(write_later, NULL);
    unsigned long *word = (unsigned long *) (void *) set;
    int fd = pipe_fds[0];

    *word = 1UL << fd;
    CHECK_INT(select(fd + 1, set, NULL, NULL, &limit), 0);
    CHECK_INT(*word, 0);
    CHECK_INT(limit.tv_sec * 1000000 + limit.tv_usec, 0);
    limit = (struct timeval){.tv_sec = 60};
    *word = 1UL << fd;
    CHECK_INT(select(fd + 1, set, NULL, NULL, &limit), 1);
    CHECK_INT(*word, 1UL << fd);
    CHECK(limit.tv_sec < 60);
    probe_join(thread);
    empty_pipe();
    limit = (struct timeval){.tv_sec = -1};
    CHECK_INT(select(0, NULL, NULL, NULL, &limit), -1);
    CHECK_INT(errno, EINVAL);
}

static void selecting_closed(void)
{
    pthread_t thread = probe_start(write_later, NULL);
    struct timeval limit = {.tv_sec = 60};
    fd_set set;
    int fds[2];

    CHECK_INT(pipe(fds), 0);
    FD_ZERO(&set);
    FD_SET(fds[0], &set);
    close(fds[0]);
    close(fds[1]);
    CHECK_INT(select(fds[0] + 1, &set, NULL, NULL, &limit), -1);
    CHECK_INT(errno, EBADF);
    probe_join(thread);
    empty_pipe();
}

/* The kernel looks at no more bits than it has descriptors. */
static void selecting_above_the_table(void)
{
    static const int limits[] = {FD_SETSIZE + 76, 70000, INT_MAX};
    fd_set *set = set_at_end_of_page(sizeof(fd_set));
    pthread_t thread = probe_start(write_later, NULL);
    int fds[2];

    CHECK_INT(pipe(fds), 0);
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        struct timeval time = {.tv_usec = 1000};

        FD_ZERO(set);
        FD_SET(fds[0], set);
        CHECK_INT(select(limits[i], set, NULL, NULL, &time), 0);
        time = (struct timeval){.tv_sec = 60};
        FD_SET(fds[1], set);
        CHECK_INT(select(limits[i], NULL, set, NULL, &time), 1);
        CHECK(FD_ISSET(fds[1], set));
    }
    close(fds[0]);
    close(fds[1]);
    probe_join(thread);
    empty_pipe();
}

static void epolling(void)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = 42};
    int set = epoll_create1(EPOLL_CLOEXEC);
    pthread_t thread;

    CHECK(set >= 0);
    CHECK_INT(epoll_ctl(set, EPOLL_CTL_ADD, pipe_fds[0], &event), 0);
    thread = probe_start(write_later, NULL);
    CHECK_INT(epoll_wait(set, &event, 1, 0), 0);
    CHECK_INT(epoll_wait(set, &event, 1, 5), 0);
    event.data.u32 = 0;
    CHECK_INT(epoll_wait(set, &event, 1, -1), 1);
    CHECK_INT(event.data.u32, 42);
    CHECK_INT(epoll_wait(set, &event, 0, -1), -1);
    CHECK_INT(errno, EINVAL);
    probe_join(thread);
    empty_pipe();
    close(set);
}

static void *read_byte(void *argument)
{
    CHECK_INT(read(pipe_fds[0], argument, 1), 1);
    return NULL;
}

/* A helper may wait in read() for what the main program writes later. */
static void reading(void)
{
    char byte = 0;
    pthread_t thread = probe_start(read_byte, &byte);

    usleep(10000);
    CHECK_INT(byte, 0);
    CHECK_INT(write(pipe_fds[1], "y", 1), 1);
    probe_join(thread);
    CHECK_INT(byte, 'y');
}

static volatile int counted;

static void *count_for_ever(void *argument)
{
    const volatile bool *stop = argument;

    while (!*stop) {
        usleep(1000);
        counted++;
    }
    return NULL;
}

/* The main program only looks, and never waits: helpers must get on all the same. */
static void main_only_looks(void)
{
    volatile bool stop = false;
    pthread_t thread = probe_start(count_for_ever, (void *) &stop);
    struct pollfd fd = {.fd = pipe_fds[0], .events = POLLIN};
    double start = probe_milliseconds();

    counted = 0;
    while (counted < 20) {
        CHECK_INT(poll(&fd, 1, 0), 0);
        CHECK(probe_milliseconds() - start < 20000);
    }
    stop = true;
    probe_join(thread);
}

static volatile sig_atomic_t handled;

static void handle(int number)
{
    handled = number;
}

static void *signal_later(void *argument)
{
    usleep(20000);
    CHECK_INT(kill(getpid(), SIGUSR1), 0);
    usleep(1000);
    return argument;
}

/* Waits of the main thread end when a handler ran; helpers' do not matter. */
static void interrupted(void)
{
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
    struct timespec long_time = {.tv_sec = 60};
    struct timespec rest = {0};
    pthread_t thread;

    CHECK_INT(sigaction(SIGUSR1, &action, NULL), 0);
    thread = probe_start(signal_later, NULL);
    CHECK_INT(nanosleep(&long_time, &rest), -1);
    CHECK_INT(errno, EINTR);
    CHECK(rest.tv_sec == 59);
    CHECK_INT(handled, SIGUSR1);
    probe_join(thread);
    thread = probe_start(signal_later, NULL);
    CHECK_INT(poll(NULL, 0, 60000), -1);
    CHECK_INT(errno, EINTR);
    probe_join(thread);
    thread = probe_start(signal_later, NULL);
    CHECK(sleep(60) >= 59);
    probe_join(thread);
    thread = probe_start(signal_later, NULL);
    CHECK_INT(pause(), -1);
    probe_join(thread);
}

static void sleeping(void)
{
    volatile bool stop = false;
    pthread_t thread = probe_start(count_for_ever, (void *) &stop);
    struct timespec time = probe_after(CLOCK_MONOTONIC, 30);
    double start = probe_milliseconds();

    CHECK_INT(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL), 0);
    CHECK(probe_milliseconds() - start >= 29);
    CHECK_INT(usleep(10000), 0);
    CHECK(probe_milliseconds() - start >= 39);
    time = (struct timespec){.tv_nsec = 1000000000};
    CHECK_INT(nanosleep(&time, NULL), -1);
    CHECK_INT(errno, EINVAL);
    stop = true;
    probe_join(thread);
}

int main(int argc, char **argv)
{
    static const struct probe probes[] = {
        {"conditions", conditions},
        {"timed-conditions", timed_conditions},
        {"poll", polling},
        {"select", selecting},
        {"select-closed", selecting_closed},
        {"select-above", selecting_above_the_table},
        {"epoll", epolling},
        {"read", reading},
        {"main-only-looks", main_only_looks},
        {"interrupted", interrupted},
        {"sleep", sleeping},
    };

    return probe_main(argc, argv, probes, sizeof(probes) / sizeof(probes[0]));
}
