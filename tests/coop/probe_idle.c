/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: what ends the sleep that libmosix-coop.so offers to btl mosix, and what becomes of the
 * signal. Only for coroutines. A helper that blocks nothing lives all the time. */
#include "probe.h"

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mosix_idle.h"

#define MILLISECOND INT64_C(1000000)
#define LONG (10000 * MILLISECOND)
#define ROUNDS 3000

static const struct mosix_idle *idle;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t stop = PTHREAD_COND_INITIALIZER;

static void *live(void *argument)
{
    pthread_mutex_lock(&lock);
    pthread_cond_wait(&stop, &lock);
    pthread_mutex_unlock(&lock);
    return argument;
}

/* Sends SIGIO to its parent for each byte, sooner or later after it. */
static void answer(int asked)
{
    unsigned int random = 1;
    char byte;

    while (read(asked, &byte, 1) == 1) {
        random = random * 1103515245 + 12345;
        for (volatile unsigned int i = 0; i < random >> 16; i++) {
        }
        kill(getppid(), SIGIO);
    }
    _exit(EXIT_SUCCESS);
}

/* A signal comes before, while or after the process begins to sleep; it is never missed. */
static void signals_end_it(void)
{
    double start = probe_milliseconds();
    int asked[2];
    pid_t child;
    int status;

    CHECK_INT(pipe(asked), 0);
    CHECK_INT(idle->claim(SIGIO), 0);
    child = fork();
    if (child == 0) {
        close(asked[1]);
        answer(asked[0]);
    }
    close(asked[0]);
    for (int i = 0; i < ROUNDS; i++) {
        CHECK_INT(write(asked[1], "x", 1), 1);
        CHECK_INT(idle->sleep(LONG), 1);
    }
    close(asked[1]);
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK(probe_milliseconds() - start < (double) LONG / MILLISECOND);
    CHECK_INT(idle->check(), 0);
    idle->release();
}

static void time_ends_it(void)
{
    double start = probe_milliseconds();

    for (int claimed = 0; claimed < 2; claimed++) {
        if (claimed) {
            CHECK_INT(idle->claim(SIGIO), 0);
        }
        CHECK_INT(idle->sleep(20 * MILLISECOND), 0);
    }
    CHECK(probe_milliseconds() - start >= 39);
    idle->release();
}

static void *nap(void *argument)
{
    usleep(20000);
    return argument;
}

static void another_thread_ends_it(void)
{
    pthread_t thread = probe_start(nap, NULL);

    CHECK_INT(idle->sleep(LONG), 1);
    probe_join(thread);
}

/* A look is remembered until it has ended a sleep. */
static void descriptors_end_it(void)
{
    struct pollfd descriptor = {.events = POLLIN};
    int fds[2];
    char byte;

    CHECK_INT(pipe(fds), 0);
    descriptor.fd = fds[0];
    CHECK_INT(poll(&descriptor, 1, 0), 0);
    if (fork() == 0) {
        poll(NULL, 0, 20);
        _exit(write(fds[1], "x", 1) == 1 ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    CHECK_INT(idle->sleep(LONG), 1);
    CHECK_INT(idle->sleep(5 * MILLISECOND), 0);
    CHECK_INT(poll(&descriptor, 1, 0), 1);
    CHECK_INT(read(fds[0], &byte, 1), 1);
    CHECK_INT(poll(&descriptor, 1, 0), 0);
    CHECK_INT(idle->sleep(5 * MILLISECOND), 0);
    CHECK(wait(NULL) > 0);
    close(fds[0]);
    close(fds[1]);
    /* It is closed, which is the last that happens to it. */
    CHECK_INT(idle->sleep(5 * MILLISECOND), 1);
    CHECK_INT(idle->sleep(5 * MILLISECOND), 0);
}

static volatile sig_atomic_t count;

static void handle(int number)
{
    (void) number;
    count++;
}

static void another_handler_ends_it(void)
{
    pid_t parent = getpid();

    count = 0;
    signal(SIGUSR1, handle);
    if (fork() == 0) {
        poll(NULL, 0, 20);
        _exit(kill(parent, SIGUSR1));
    }
    CHECK_INT(idle->sleep(LONG), 1);
    CHECK_INT(count, 1);
    signal(SIGUSR1, SIG_DFL);
    CHECK(wait(NULL) > 0);
}

/* Also what the starter does ends a sleep. */
static void *be_idle(void *argument)
{
    double end = probe_milliseconds() + 40;

    while (probe_milliseconds() < end) {
        (void) idle->sleep(50 * MILLISECOND);
    }
    return argument;
}

/* The program does not notice the signal that ends the sleep of another thread. */
static void other_waits_go_on(void)
{
    const struct timespec time = {.tv_nsec = 60000000};
    pid_t parent = getpid();
    pthread_t thread;

    CHECK_INT(idle->claim(SIGIO), 0);
    thread = probe_start(be_idle, NULL);
    if (fork() == 0) {
        poll(NULL, 0, 20);
        _exit(kill(parent, SIGIO));
    }
    CHECK_INT(nanosleep(&time, NULL), 0);
    probe_join(thread);
    CHECK(wait(NULL) > 0);
    idle->release();
}

/* A program that uses the signal keeps it. */
static void signals_of_the_program(void)
{
    sigset_t set;

    signal(SIGIO, handle);
    CHECK_INT(idle->claim(SIGIO), -EBUSY);
    signal(SIGIO, SIG_IGN);
    CHECK_INT(idle->claim(SIGIO), -EBUSY);
    signal(SIGIO, SIG_DFL);

    CHECK_INT(idle->claim(SIGIO), 0);
    CHECK_INT(idle->check(), 0);
    signal(SIGIO, handle);
    CHECK_INT(idle->check(), -EBUSY);
    idle->release();
    CHECK(signal(SIGIO, SIG_DFL) == handle);
    CHECK_INT(idle->check(), -EBUSY);

    /* What the program sees of its mask does not change. */
    CHECK_INT(idle->claim(SIGIO), 0);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, NULL, &set), 0);
    CHECK_INT(sigismember(&set, SIGIO), 0);
    idle->release();
}

/* One that has come and was not waited for does nothing, also not in a child. */
static void a_signal_that_is_left(void)
{
    int status;

    CHECK_INT(idle->claim(SIGIO), 0);
    CHECK_INT(kill(getpid(), SIGIO), 0);
    if (fork() == 0) {
        signal(SIGIO, handle);
        count = 0;
        kill(getpid(), SIGIO);
        _exit(count == 1 ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    CHECK(wait(&status) > 0);
    CHECK_INT(status, 0);
    idle->release();
    CHECK(signal(SIGIO, SIG_DFL) == SIG_DFL);
}

int main(int argc, char **argv)
{
    static const struct probe probes[] = {
        {"signals-end-it", signals_end_it},
        {"time-ends-it", time_ends_it},
        {"another-thread-ends-it", another_thread_ends_it},
        {"descriptors-end-it", descriptors_end_it},
        {"another-handler-ends-it", another_handler_ends_it},
        {"other-waits-go-on", other_waits_go_on},
        {"signals-of-the-program", signals_of_the_program},
        {"a-signal-that-is-left", a_signal_that_is_left},
    };
    pthread_t helper;
    int rc;

    idle = dlsym(RTLD_DEFAULT, MOSIX_IDLE_SYMBOL);
    CHECK(idle != NULL);
    CHECK_INT(idle->claim(SIGIO), -ENOTSUP); /* no other thread yet */
    helper = probe_start(live, NULL);
    rc = probe_main(argc, argv, probes, sizeof(probes) / sizeof(probes[0]));
    pthread_cond_signal(&stop);
    probe_join(helper);
    return rc;
}
