/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: mutexes of all kinds, read-write locks, spin locks, semaphores, barriers. */
#include "probe.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <unistd.h>

static pthread_mutex_t mutex;
static int entered;
static int result;

static void mutex_of(int type)
{
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
    CHECK_INT(pthread_mutexattr_settype(&attributes, type), 0);
    CHECK_INT(pthread_mutex_init(&mutex, &attributes), 0);
    pthread_mutexattr_destroy(&attributes);
    entered = 0;
}

static void *enter(void *argument)
{
    (void) argument;
    CHECK_INT(pthread_mutex_lock(&mutex), 0);
    entered++;
    CHECK_INT(pthread_mutex_unlock(&mutex), 0);
    return NULL;
}

static void *try_to_enter(void *argument)
{
    (void) argument;
    result = pthread_mutex_trylock(&mutex);
    return NULL;
}

static void *unlock_foreign(void *argument)
{
    (void) argument;
    result = pthread_mutex_unlock(&mutex);
    return NULL;
}

static void exclusion(int type)
{
    pthread_t thread;

    mutex_of(type);
    CHECK_INT(pthread_mutex_lock(&mutex), 0);
    thread = probe_start(enter, NULL);
    usleep(20000);
    CHECK_INT(entered, 0);
    probe_join(probe_start(try_to_enter, NULL));
    CHECK_INT(result, EBUSY);
    CHECK_INT(pthread_mutex_unlock(&mutex), 0);
    probe_join(thread);
    CHECK_INT(entered, 1);
    CHECK_INT(pthread_mutex_destroy(&mutex), 0);
}

static void normal(void)
{
    exclusion(PTHREAD_MUTEX_NORMAL);
}

static void adaptive(void)
{
    exclusion(PTHREAD_MUTEX_ADAPTIVE_NP);
}

static void recursive(void)
{
    exclusion(PTHREAD_MUTEX_RECURSIVE);
    mutex_of(PTHREAD_MUTEX_RECURSIVE);
    CHECK_INT(pthread_mutex_lock(&mutex), 0);
    CHECK_INT(pthread_mutex_lock(&mutex), 0);
    CHECK_INT(pthread_mutex_trylock(&mutex), 0);
    CHECK_INT(pthread_mutex_unlock(&mutex), 0);
    CHECK_INT(pthread_mutex_unlock(&mutex), 0);
    probe_join(probe_start(try_to_enter, NULL));
    CHECK_INT(result, EBUSY);
    CHECK_INT(pthread_mutex_unlock(&mutex), 0);
    CHECK_INT(pthread_mutex_unlock(&mutex), EPERM);
    probe_join(probe_start(enter, NULL));
    CHECK_INT(entered, 1);
}

static void error_checking(void)
{
    exclusion(PTHREAD_MUTEX_ERRORCHECK);
    mutex_of(PTHREAD_MUTEX_ERRORCHECK);
    CHECK_INT(pthread_mutex_unlock(&mutex), EPERM);
    CHECK_INT(pthread_mutex_lock(&mutex), 0);
    CHECK_INT(pthread_mutex_lock(&mutex), EDEADLK);
    CHECK_INT(pthread_mutex_trylock(&mutex), EBUSY);
    probe_join(probe_start(unlock_foreign, NULL));
    CHECK_INT(result, EPERM);
    CHECK_INT(pthread_mutex_unlock(&mutex), 0);
}

static void *lock_with_limit(void *argument)
{
    struct timespec time = probe_after(CLOCK_REALTIME, 30);
    struct timespec bad = {.tv_nsec = 1000000000};
    double start = probe_milliseconds();

    (void) argument;
    CHECK_INT(pthread_mutex_timedlock(&mutex, &bad), EINVAL);
    CHECK_INT(pthread_mutex_timedlock(&mutex, &time), ETIMEDOUT);
    CHECK(probe_milliseconds() - start >= 29);
    time = probe_after(CLOCK_MONOTONIC, 30);
    CHECK_INT(pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, &time), ETIMEDOUT);
    time = probe_after(CLOCK_REALTIME, 60000);
    CHECK_INT(pthread_mutex_timedlock(&mutex, &time), 0);
    CHECK_INT(pthread_mutex_unlock(&mutex), 0);
    return NULL;
}

static void limited(void)
{
    pthread_t thread;

    mutex_of(PTHREAD_MUTEX_NORMAL);
    CHECK_INT(pthread_mutex_lock(&mutex), 0);
    thread = probe_start(lock_with_limit, NULL);
    usleep(150000);
    CHECK_INT(pthread_mutex_unlock(&mutex), 0);
    probe_join(thread);
}

static void static_initialisers(void)
{
    static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;
    static pthread_mutex_t again = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

    CHECK_INT(pthread_mutex_lock(&once), 0);
    CHECK_INT(pthread_mutex_trylock(&once), EBUSY);
    CHECK_INT(pthread_mutex_unlock(&once), 0);
    CHECK_INT(pthread_mutex_lock(&again), 0);
    CHECK_INT(pthread_mutex_lock(&again), 0);
    CHECK_INT(pthread_mutex_destroy(&again), EBUSY);
    CHECK_INT(pthread_mutex_unlock(&again), 0);
    CHECK_INT(pthread_mutex_unlock(&again), 0);
    CHECK_INT(pthread_mutex_destroy(&again), 0);
}

/* A helper that takes the mutex again at once must not keep others out for ever. */
static void *hog(void *argument)
{
    volatile bool *stop = argument;

    while (!*stop) {
        pthread_mutex_lock(&mutex);
        usleep(100);
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static void fair(void)
{
    volatile bool stop = false;
    pthread_t thread;

    mutex_of(PTHREAD_MUTEX_NORMAL);
    thread = probe_start(hog, (void *) &stop);
    for (int i = 0; i < 20; i++) {
        CHECK_INT(pthread_mutex_lock(&mutex), 0);
        CHECK_INT(pthread_mutex_unlock(&mutex), 0);
    }
    stop = true;
    probe_join(thread);
}

static void *try_in_a_loop(void *argument)
{
    (void) argument;
    while (pthread_mutex_trylock(&mutex) != 0) {
    }
    entered++;
    pthread_mutex_unlock(&mutex);
    return NULL;
}

static void try_loop(void)
{
    pthread_t thread;

    mutex_of(PTHREAD_MUTEX_NORMAL);
    pthread_mutex_lock(&mutex);
    thread = probe_start(try_in_a_loop, NULL);
    pthread_mutex_unlock(&mutex);
    probe_join(thread);
    CHECK_INT(entered, 1);
}

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;

static void *read_and_write(void *argument)
{
    struct timespec time = probe_after(CLOCK_REALTIME, 20);

    (void) argument;
    CHECK_INT(pthread_rwlock_tryrdlock(&rwlock), 0);
    CHECK_INT(pthread_rwlock_unlock(&rwlock), 0);
    CHECK_INT(pthread_rwlock_trywrlock(&rwlock), EBUSY);
    CHECK_INT(pthread_rwlock_timedwrlock(&rwlock, &time), ETIMEDOUT);
    CHECK_INT(pthread_rwlock_wrlock(&rwlock), 0);
    entered = 1;
    usleep(20000);
    CHECK_INT(entered, 1);
    CHECK_INT(pthread_rwlock_unlock(&rwlock), 0);
    return NULL;
}

static void read_write_locks(void)
{
    pthread_t thread;

    entered = 0;
    CHECK_INT(pthread_rwlock_rdlock(&rwlock), 0);
    thread = probe_start(read_and_write, NULL);
    usleep(60000);
    CHECK_INT(entered, 0);
    CHECK_INT(pthread_rwlock_unlock(&rwlock), 0);
    usleep(5000);
    CHECK_INT(pthread_rwlock_rdlock(&rwlock), 0);
    CHECK_INT(entered, 1);
    entered = 2;
    CHECK_INT(pthread_rwlock_unlock(&rwlock), 0);
    probe_join(thread);
}

static pthread_spinlock_t spin;

static void *take_spin(void *argument)
{
    (void) argument;
    CHECK_INT(pthread_spin_trylock(&spin), EBUSY);
    CHECK_INT(pthread_spin_lock(&spin), 0);
    entered++;
    CHECK_INT(pthread_spin_unlock(&spin), 0);
    return NULL;
}

static void spin_locks(void)
{
    pthread_t thread;

    entered = 0;
    CHECK_INT(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE), 0);
    CHECK_INT(pthread_spin_lock(&spin), 0);
    thread = probe_start(take_spin, NULL);
    usleep(20000);
    CHECK_INT(entered, 0);
    CHECK_INT(pthread_spin_unlock(&spin), 0);
    probe_join(thread);
    CHECK_INT(entered, 1);
    CHECK_INT(pthread_spin_destroy(&spin), 0);
}

static sem_t semaphore;

static void *consume(void *argument)
{
    struct timespec time = probe_after(CLOCK_REALTIME, 20);

    (void) argument;
    CHECK_INT(sem_trywait(&semaphore), -1);
    CHECK_INT(errno, EAGAIN);
    CHECK_INT(sem_timedwait(&semaphore, &time), -1);
    CHECK_INT(errno, ETIMEDOUT);
    for (int i = 0; i < 3; i++) {
        CHECK_INT(sem_wait(&semaphore), 0);
        entered++;
    }
    return NULL;
}

static void semaphores(void)
{
    pthread_t thread;
    int value;

    entered = 0;
    CHECK_INT(sem_init(&semaphore, 0, 0), 0);
    thread = probe_start(consume, NULL);
    usleep(40000);
    for (int i = 0; i < 3; i++) {
        CHECK_INT(sem_post(&semaphore), 0);
    }
    probe_join(thread);
    CHECK_INT(entered, 3);
    CHECK_INT(sem_getvalue(&semaphore, &value), 0);
    CHECK_INT(value, 0);
    CHECK_INT(sem_destroy(&semaphore), 0);
}

enum { PARTIES = 4, MEETINGS = 10 };
static pthread_barrier_t barrier;
static int serial;
static int arrived[MEETINGS];

static void *meet(void *argument)
{
    (void) argument;
    for (int i = 0; i < MEETINGS; i++) {
        __atomic_add_fetch(&arrived[i], 1, __ATOMIC_SEQ_CST);
        int rc = pthread_barrier_wait(&barrier);

        CHECK(rc == 0 || rc == PTHREAD_BARRIER_SERIAL_THREAD);
        CHECK_INT(arrived[i], PARTIES);
        if (rc != 0) {
            __atomic_add_fetch(&serial, 1, __ATOMIC_SEQ_CST);
        }
    }
    return NULL;
}

static void barriers(void)
{
    pthread_t threads[PARTIES];

    CHECK_INT(pthread_barrier_init(&barrier, NULL, 0), EINVAL);
    CHECK_INT(pthread_barrier_init(&barrier, NULL, PARTIES), 0);
    for (int i = 0; i < PARTIES; i++) {
        threads[i] = probe_start(meet, NULL);
    }
    for (int i = 0; i < PARTIES; i++) {
        probe_join(threads[i]);
    }
    CHECK_INT(serial, MEETINGS);
    CHECK_INT(pthread_barrier_destroy(&barrier), 0);
}

int main(int argc, char **argv)
{
    static const struct probe probes[] = {
        {"normal", normal},
        {"adaptive", adaptive},
        {"recursive", recursive},
        {"error-checking", error_checking},
        {"time-limit", limited},
        {"static-initialisers", static_initialisers},
        {"fair", fair},
        {"try-loop", try_loop},
        {"read-write-locks", read_write_locks},
        {"spin-locks", spin_locks},
        {"semaphores", semaphores},
        {"barriers", barriers},
    };

    return probe_main(argc, argv, probes, sizeof(probes) / sizeof(probes[0]));
}
