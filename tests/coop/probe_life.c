/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: the life of a thread: creation, identity, values, cancellation, end. */
#include "probe.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <threads.h>
#include <unistd.h>

static void *identity(void *argument)
{
    pthread_t main_thread = *(pthread_t *) argument;

    CHECK(!pthread_equal(main_thread, pthread_self()));
    probe_check_tasks();
    return (void *) (uintptr_t) pthread_self();
}

static void create_and_join(void)
{
    pthread_t self = pthread_self();
    pthread_t thread = probe_start(identity, &self);
    void *value;

    CHECK_INT(pthread_join(self, NULL), EDEADLK);
    CHECK_INT(pthread_join(thread, &value), 0);
    CHECK((pthread_t) (uintptr_t) value == thread);
    CHECK(pthread_equal(self, pthread_self()));
}

static void *nap(void *argument)
{
    usleep((useconds_t) (uintptr_t) argument);
    return argument;
}

static void join_variants(void)
{
    pthread_t thread = probe_start(nap, (void *) (uintptr_t) 100000);
    struct timespec time = probe_after(CLOCK_REALTIME, 10);
    void *value;

    CHECK_INT(pthread_tryjoin_np(thread, NULL), EBUSY);
    CHECK_INT(pthread_timedjoin_np(thread, NULL, &time), ETIMEDOUT);
    CHECK_INT(pthread_join(thread, &value), 0);
    CHECK_INT((uintptr_t) value, 100000);
}

static void detached(void)
{
    pthread_attr_t attributes;
    pthread_t thread;

    CHECK_INT(pthread_attr_init(&attributes), 0);
    CHECK_INT(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED), 0);
    for (int i = 0; i < 100; i++) {
        CHECK_INT(pthread_create(&thread, &attributes, nap, NULL), 0);
    }
    thread = probe_start(nap, (void *) (uintptr_t) 1000);
    CHECK_INT(pthread_detach(thread), 0);
    usleep(20000);
    pthread_attr_destroy(&attributes);
}

static void *use_stack(void *argument)
{
    volatile char block[600 * 1024];

    memset((char *) block, 1, sizeof(block));
    return (void *) (uintptr_t) (block[17] + (argument != NULL));
}

static void stack_sizes(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    void *value;
    static char own[1024 * 1024] __attribute__((aligned(64)));

    CHECK_INT(pthread_attr_init(&attributes), 0);
    CHECK_INT(pthread_attr_setstacksize(&attributes, 1024 * 1024), 0);
    CHECK_INT(pthread_create(&thread, &attributes, use_stack, NULL), 0);
    CHECK_INT(pthread_join(thread, &value), 0);
    CHECK_INT((uintptr_t) value, 1);
    CHECK_INT(pthread_attr_setstack(&attributes, own, sizeof(own)), 0);
    CHECK_INT(pthread_create(&thread, &attributes, use_stack, own), 0);
    CHECK_INT(pthread_join(thread, &value), 0);
    CHECK_INT((uintptr_t) value, 2);
    CHECK_INT(own[17] | 1, 1);
    pthread_attr_destroy(&attributes);
}

static void *look_at_own_stack(void *argument)
{
    pthread_attr_t attributes;
    void *bottom;
    size_t size;

    (void) argument;
    CHECK_INT(pthread_getattr_np(pthread_self(), &attributes), 0);
    CHECK_INT(pthread_attr_getstack(&attributes, &bottom, &size), 0);
    CHECK((char *) &attributes > (char *) bottom && (char *) &attributes < (char *) bottom + size);
    pthread_attr_destroy(&attributes);
    return NULL;
}

static void handles(void)
{
    pthread_t thread = probe_start(nap, (void *) (uintptr_t) 20000);
    struct sched_param parameters;
    cpu_set_t set;
    char name[16];
    int policy;

    CHECK_INT(pthread_setname_np(thread, "a helper"), 0);
    CHECK_INT(pthread_getname_np(thread, name, sizeof(name)), 0);
    CHECK(strcmp(name, "a helper") == 0);
    CHECK_INT(pthread_setname_np(thread, "a name that is too long"), ERANGE);
    CHECK_INT(pthread_kill(thread, 0), 0);
    CHECK_INT(pthread_getschedparam(thread, &policy, &parameters), 0);
    CHECK_INT(pthread_getaffinity_np(thread, sizeof(set), &set), 0);
    CHECK(CPU_COUNT(&set) > 0);
    probe_join(thread);
    CHECK_INT(pthread_join(probe_start(look_at_own_stack, NULL), NULL), 0);
    CHECK_INT(pthread_setname_np(pthread_self(), "main"), 0);
}

static pthread_key_t key;
static int destroyed;

static void destroy(void *value)
{
    CHECK_INT((uintptr_t) value % 100, 7);
    __atomic_add_fetch(&destroyed, 1, __ATOMIC_RELAXED); /* kernel threads end at the same time */
    if ((uintptr_t) value < 300) {
        CHECK_INT(pthread_setspecific(key, (char *) value + 100), 0);
    }
}

static void *set_value(void *argument)
{
    CHECK(pthread_getspecific(key) == NULL);
    CHECK_INT(pthread_setspecific(key, argument), 0);
    usleep(2000);
    CHECK(pthread_getspecific(key) == argument);
    return NULL;
}

static void values(void)
{
    pthread_t threads[3];

    destroyed = 0;
    CHECK_INT(pthread_key_create(&key, destroy), 0);
    CHECK_INT(pthread_setspecific(key, (void *) 7), 0);
    for (uintptr_t i = 0; i < 3; i++) {
        threads[i] = probe_start(set_value, (void *) (i * 100 + 107));
    }
    for (int i = 0; i < 3; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    }
    CHECK_INT(destroyed, 3 + 2 + 1);
    CHECK_INT((uintptr_t) pthread_getspecific(key), 7);
    CHECK_INT(pthread_key_delete(key), 0);
    CHECK_INT(pthread_key_delete(key), EINVAL);
    CHECK_INT(pthread_setspecific(key, NULL), EINVAL);
}

static void *set_errno(void *argument)
{
    for (int i = 0; i < 20; i++) {
        errno = (int) (uintptr_t) argument;
        sched_yield();
        pthread_testcancel();
        CHECK_INT(errno, (uintptr_t) argument);
        usleep(100);
        CHECK_INT(errno, (uintptr_t) argument);
    }
    return NULL;
}

static void errno_of_each(void)
{
    pthread_t first = probe_start(set_errno, (void *) (uintptr_t) 1111);
    pthread_t second = probe_start(set_errno, (void *) (uintptr_t) 2222);

    errno = 3333;
    probe_join(first);
    probe_join(second);
    CHECK_INT(errno, 3333);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int initialised;

static void slow_initialisation(void)
{
    usleep(10000);
    initialised++;
}

static void *initialise(void *argument)
{
    CHECK_INT(pthread_once(&once, slow_initialisation), 0);
    CHECK_INT(initialised, 1);
    return argument;
}

static void only_once(void)
{
    pthread_t first = probe_start(initialise, NULL);
    pthread_t second = probe_start(initialise, NULL);

    initialise(NULL);
    probe_join(first);
    probe_join(second);
}

static char trace[16];

static void note(void *argument)
{
    strcat(trace, argument);
}

static void deeper(void)
{
    pthread_cleanup_push(note, "b");
    pthread_exit((void *) 42);
    pthread_cleanup_pop(0);
}

static void *leave_early(void *argument)
{
    (void) argument;
    pthread_cleanup_push(note, "a");
    pthread_cleanup_push(note, "x");
    pthread_cleanup_pop(0);
    deeper();
    pthread_cleanup_pop(0);
    return NULL;
}

static void exit_with_cleanup(void)
{
    void *value;

    trace[0] = '\0';
    CHECK_INT(pthread_join(probe_start(leave_early, NULL), &value), 0);
    CHECK_INT((uintptr_t) value, 42);
    CHECK(strcmp(trace, "ba") == 0);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

static void unlock(void *argument)
{
    CHECK_INT(pthread_mutex_unlock(argument), 0);
    strcat(trace, "u");
}

static void *wait_for_ever(void *argument)
{
    (void) argument;
    CHECK_INT(pthread_mutex_lock(&mutex), 0);
    pthread_cleanup_push(unlock, &mutex);
    for (;;) {
        pthread_cond_wait(&condition, &mutex);
    }
    pthread_cleanup_pop(0);
    return NULL;
}

static void *poll_for_ever(void *argument)
{
    (void) argument;
    for (;;) {
        poll(NULL, 0, -1);
    }
    return NULL;
}

static void cancelled(void)
{
    void *(*const bodies[])(void *) = {wait_for_ever, poll_for_ever};

    trace[0] = '\0';
    for (int i = 0; i < 2; i++) {
        pthread_t thread = probe_start(bodies[i], NULL);
        void *value;

        usleep(10000);
        CHECK_INT(pthread_cancel(thread), 0);
        CHECK_INT(pthread_join(thread, &value), 0);
        CHECK(value == PTHREAD_CANCELED);
    }
    CHECK(strcmp(trace, "u") == 0);
    CHECK_INT(pthread_mutex_trylock(&mutex), 0);
    CHECK_INT(pthread_mutex_unlock(&mutex), 0);
}

static void *protected_from_cancel(void *argument)
{
    int old;

    (void) argument;
    CHECK_INT(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old), 0);
    CHECK_INT(old, PTHREAD_CANCEL_ENABLE);
    usleep(30000);
    strcat(trace, "p");
    CHECK_INT(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL), 0);
    pthread_testcancel();
    strcat(trace, "wrong");
    return NULL;
}

static void cancel_disabled(void)
{
    pthread_t thread = probe_start(protected_from_cancel, NULL);
    void *value;

    trace[0] = '\0';
    usleep(5000);
    CHECK_INT(pthread_cancel(thread), 0);
    CHECK_INT(pthread_join(thread, &value), 0);
    CHECK(value == PTHREAD_CANCELED);
    CHECK(strcmp(trace, "p") == 0);
}

static int c11_body(void *argument)
{
    struct timespec moment = {.tv_nsec = 1000000};

    thrd_sleep(&moment, NULL);
    return *(int *) argument;
}

static void c11(void)
{
    thrd_t thread;
    int argument = 17;
    int value;

    CHECK_INT(thrd_create(&thread, c11_body, &argument), thrd_success);
    CHECK(!thrd_equal(thread, thrd_current()));
    CHECK_INT(thrd_join(thread, &value), thrd_success);
    CHECK_INT(value, 17);
}

int main(int argc, char **argv)
{
    static const struct probe probes[] = {
        {"create-and-join", create_and_join},
        {"join-variants", join_variants},
        {"detached", detached},
        {"stack-sizes", stack_sizes},
        {"handles", handles},
        {"values", values},
        {"errno", errno_of_each},
        {"once", only_once},
        {"exit-with-cleanup", exit_with_cleanup},
        {"cancelled", cancelled},
        {"cancel-disabled", cancel_disabled},
        {"c11", c11},
    };

    return probe_main(argc, argv, probes, sizeof(probes) / sizeof(probes[0]));
}
