/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Probes of what cooperative threads cannot do. Each is run alone: "refused" checks documented
 * errors, the others hang or die on purpose, and the test looks at what was said before.
 */
#include "probe.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

/* Named in messages, so neither static nor inlined. */
void *spin_until_flag(void *argument) __attribute__((noinline));
void *overflow_stack(void *argument);
void spin_in_main(void) __attribute__((noinline));

static volatile bool flag;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

void *spin_until_flag(void *argument)
{
    while (!flag) {
    }
    return argument;
}

/* A helper waits for a flag that only the main program could set. */
static void helper_spins(void)
{
    pthread_t thread;

    CHECK_INT(pthread_create(&thread, NULL, spin_until_flag, NULL), 0);
    flag = true;
    CHECK_INT(pthread_join(thread, NULL), 0);
}

static void *set_flag(void *argument)
{
    pthread_mutex_lock(&mutex);
    pthread_cond_wait(&condition, &mutex);
    pthread_mutex_unlock(&mutex);
    flag = true;
    return argument;
}

void spin_in_main(void)
{
    while (!flag) {
    }
}

/* The main program waits for a flag that only the helper could set, which it has just woken. */
static void main_spins(void)
{
    pthread_t thread;

    CHECK_INT(pthread_create(&thread, NULL, set_flag, NULL), 0);
    usleep(10000);
    pthread_mutex_lock(&mutex);
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&mutex);
    spin_in_main();
}

static void *sleep_and_set_flag(void *argument)
{
    usleep(100000);
    flag = true;
    return argument;
}

/* The main program waits for a flag that the helper would set when it wakes up. */
static void main_spins_for_sleeper(void)
{
    pthread_t thread;

    CHECK_INT(pthread_create(&thread, NULL, sleep_and_set_flag, NULL), 0);
    spin_in_main();
}

static int ends[2];

static void *read_and_set_flag(void *argument)
{
    char byte;

    CHECK_INT(read(ends[0], &byte, 1), 1);
    flag = true;
    return argument;
}

/* The same with a helper that could read. */
static void main_spins_for_reader(void)
{
    pthread_t thread;

    CHECK_INT(pipe(ends), 0);
    CHECK_INT(pthread_create(&thread, NULL, read_and_set_flag, NULL), 0);
    CHECK_INT(write(ends[1], "x", 1), 1);
    spin_in_main();
}

/* The same with a helper that reads from a connection which is closed after it began to. */
static void main_spins_for_closed(void)
{
    pthread_t thread;

    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    CHECK_INT(pthread_create(&thread, NULL, read_and_set_flag, NULL), 0);
    CHECK_INT(close(ends[1]), 0);
    spin_in_main();
}

static void *read_input(void *argument)
{
    char byte;

    CHECK_INT(read(STDIN_FILENO, &byte, 1), 1);
    return argument;
}

/* The main program waits in the kernel, while the helper reads from the standard input, where the
 * main program has said that it does. */
static void main_waits(void)
{
    pthread_t thread;
    char byte;

    CHECK_INT(pipe(ends), 0);
    CHECK_INT(pthread_create(&thread, NULL, read_input, NULL), 0);
    CHECK_INT(write(STDIN_FILENO, "x", 1), 1);
    for (;;) {
        (void) syscall(SYS_read, ends[0], &byte, 1);
    }
}

static void *read_nothing(void *argument)
{
    char byte;

    CHECK_INT(read(ends[0], &byte, 1), 1);
    return argument;
}

/* Computing for long is right while the helper has nothing to do. */
static void main_computes(void)
{
    clock_t end = clock() + 3 * CLOCKS_PER_SEC;
    pthread_t thread;

    CHECK_INT(pipe(ends), 0);
    CHECK_INT(pthread_create(&thread, NULL, read_nothing, NULL), 0);
    while (clock() < end) {
        for (volatile int i = 0; i < 1000000; i++) {
        }
    }
    CHECK_INT(write(ends[1], "x", 1), 1);
    CHECK_INT(pthread_join(thread, NULL), 0);
}

/* Nobody will ever unlock. */
static void stuck(void)
{
    pthread_t thread;

    CHECK_INT(pthread_create(&thread, NULL, set_flag, NULL), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
}

void *overflow_stack(void *argument)
{
    volatile char block[4096];

    block[0] = 1;
    return argument == NULL ? NULL : (char *) overflow_stack((char *) argument - 1) + block[0];
}

static void overflow(void)
{
    pthread_t thread;

    CHECK_INT(pthread_create(&thread, NULL, overflow_stack, (void *) 1000000), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
}

static void *nap(void *argument)
{
    usleep(20000);
    return argument;
}

static void refused_attributes(void)
{
    struct sched_param parameters = {.sched_priority = 1};
    pthread_attr_t attributes;
    pthread_t thread;

    CHECK_INT(pthread_attr_init(&attributes), 0);
    CHECK_INT(pthread_attr_setstacksize(&attributes, SIZE_MAX / 2), 0);
    CHECK_INT(pthread_create(&thread, &attributes, nap, NULL), EAGAIN);
    pthread_attr_destroy(&attributes);
    CHECK_INT(pthread_attr_init(&attributes), 0);
    CHECK_INT(pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED), 0);
    CHECK_INT(pthread_attr_setschedpolicy(&attributes, SCHED_FIFO), 0);
    CHECK_INT(pthread_attr_setschedparam(&attributes, &parameters), 0);
    CHECK_INT(pthread_create(&thread, &attributes, nap, NULL), EPERM);
    pthread_attr_destroy(&attributes);
}

static void refused_objects(void)
{
    pthread_condattr_t condition_attributes;
    pthread_mutexattr_t mutex_attributes;
    pthread_cond_t shared_condition;
    pthread_mutex_t shared_mutex;

    pthread_condattr_init(&condition_attributes);
    pthread_condattr_setpshared(&condition_attributes, PTHREAD_PROCESS_SHARED);
    CHECK_INT(pthread_cond_init(&shared_condition, &condition_attributes), EINVAL);
    pthread_mutexattr_init(&mutex_attributes);
    pthread_mutexattr_setpshared(&mutex_attributes, PTHREAD_PROCESS_SHARED);
    CHECK_INT(pthread_mutex_init(&shared_mutex, &mutex_attributes), 0);
    CHECK_INT(pthread_mutex_lock(&shared_mutex), 0);
    CHECK_INT(pthread_mutex_trylock(&shared_mutex), EBUSY);
    CHECK_INT(pthread_mutex_unlock(&shared_mutex), 0);
    pthread_mutexattr_settype(&mutex_attributes, PTHREAD_MUTEX_RECURSIVE);
    CHECK_INT(pthread_mutex_init(&shared_mutex, &mutex_attributes), EINVAL);
}

/* What cannot be honoured gets the error that its manual page names. */
static void refused(void)
{
    struct sched_param parameters = {0};
    pthread_t thread;
    clockid_t clock;
    cpu_set_t set;

    refused_attributes();
    refused_objects();
    CHECK_INT(pthread_create(&thread, NULL, nap, NULL), 0);
    CPU_ZERO(&set);
    CPU_SET(0, &set);
    CHECK_INT(pthread_setaffinity_np(thread, sizeof(set), &set), EINVAL);
    CHECK_INT(pthread_setschedparam(thread, SCHED_OTHER, &parameters), EPERM);
    CHECK_INT(pthread_setschedprio(thread, 0), EPERM);
    CHECK_INT(pthread_getcpuclockid(thread, &clock), ENOENT);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK_INT(pthread_join(thread, NULL), ESRCH);
    CHECK_INT(pthread_kill(thread, SIGTERM), ESRCH);
    CHECK_INT(pthread_cancel(thread), ESRCH);
    CHECK_INT(pthread_detach(thread), ESRCH);
}

/* The timer of the watchdog must not follow into another program, which it would kill. */
static void exec_with_timer(void)
{
    char *arguments[] = {"sh", "-c", "i=0; while [ $i -lt 1500000 ]; do i=$((i+1)); done", NULL};
    pthread_t thread;

    CHECK_INT(pthread_create(&thread, NULL, nap, NULL), 0);
    execvp(arguments[0], arguments);
}

/* A program that uses the timer itself keeps it. */
static volatile sig_atomic_t ticks;

static void tick(int number)
{
    (void) number;
    ticks++;
}

static void own_timer(void)
{
    struct itimerval timer = {.it_value = {.tv_usec = 20000}};
    pthread_t thread;

    signal(SIGVTALRM, tick);
    CHECK_INT(setitimer(ITIMER_VIRTUAL, &timer, NULL), 0);
    CHECK_INT(pthread_create(&thread, NULL, nap, NULL), 0);
    while (ticks == 0) {
    }
    CHECK_INT(pthread_join(thread, NULL), 0);
}

/* Threads that no library can run as coroutines. */
#define THREAD_FLAGS                                                                               \
    (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

static int exit_at_once(void *argument)
{
    return argument != NULL;
}

static void raw_threads(void)
{
    static char stack[65536];

    CHECK_INT(clone(exit_at_once, stack + sizeof(stack), THREAD_FLAGS, NULL), -1);
    CHECK_INT(errno, EAGAIN);
#ifdef __x86_64__
    CHECK_INT(syscall(SYS_clone, THREAD_FLAGS, stack + sizeof(stack), 0, 0, 0), -1);
    CHECK_INT(errno, EAGAIN);
#endif
}

int main(int argc, char **argv)
{
    static const struct probe probes[] = {
        {"refused", refused},
        {"helper-spins", helper_spins},
        {"main-spins", main_spins},
        {"stuck", stuck},
        {"overflow", overflow},
        {"exec", exec_with_timer},
        {"own-timer", own_timer},
        {"main-spins-for-sleeper", main_spins_for_sleeper},
        {"main-spins-for-reader", main_spins_for_reader},
        {"main-spins-for-closed", main_spins_for_closed},
        {"main-waits", main_waits},
        {"main-computes", main_computes},
        {"raw-threads", raw_threads},
    };

    if (argc != 2) {
        fprintf(stderr, "usage: probe_hostile PROBE\n");
        return EXIT_FAILURE;
    }
    return probe_main(argc, argv, probes, sizeof(probes) / sizeof(probes[0]));
}
