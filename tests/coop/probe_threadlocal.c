/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: thread-local variables, those of libraries and the C library's as well. In the directory
 * where they run there are dynamic.so and initial.so: see library_threadlocal.c. */
#include "probe.h"

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 4, ROUNDS = 20 };

static __thread long mine = 17;
static __thread char *own_address;
static __thread long zero[100];

/* Each sees the initial values, then its own. */
static void *look(void *number)
{
    CHECK_INT(mine, 17);
    CHECK_INT(zero[99], 0);
    CHECK(own_address == NULL);
    own_address = (char *) &mine;
    for (long i = 0; i < ROUNDS; i++) {
        mine = (long) number + i;
        zero[99] = -mine;
        usleep(500);
        CHECK_INT(mine, (long) number + i);
        CHECK_INT(zero[99], -mine);
        CHECK(own_address == (char *) &mine);
    }
    return &mine;
}

static void all_look(void)
{
    pthread_t threads[THREADS];

    for (long i = 0; i < THREADS; i++) {
        threads[i] = probe_start(look, (void *) (1000 * (i + 1)));
    }
    for (int i = 0; i < THREADS; i++) {
        probe_join(threads[i]);
    }
}

static void values(void)
{
    mine = 5;
    all_look();
    CHECK_INT(mine, 5);
    mine = 17;
}

static void *set_others(void *address)
{
    *(long *) address = 99;
    CHECK(&mine != address);
    return NULL;
}

static void addresses(void)
{
    probe_join(probe_start(set_others, &mine));
    CHECK_INT(mine, 99);
    mine = 17;
}

static void *use_errno(void *number)
{
    int *address = &errno;

    for (int i = 0; i < ROUNDS; i++) {
        errno = (int) (intptr_t) number;
        usleep(500);
        CHECK_INT(errno, (intptr_t) number);
        CHECK(address == &errno);
        CHECK_INT(close(-1), -1);
        CHECK_INT(errno, EBADF);
        usleep(500);
        CHECK_INT(errno, EBADF);
    }
    return NULL;
}

static void error_numbers(void)
{
    pthread_t first = probe_start(use_errno, (void *) (intptr_t) EDOM);
    pthread_t second = probe_start(use_errno, (void *) (intptr_t) ERANGE);

    use_errno((void *) (intptr_t) EPIPE);
    probe_join(first);
    probe_join(second);
}

static void *use_locale(void *wanted)
{
    locale_t own;

    CHECK(uselocale((locale_t) 0) == LC_GLOBAL_LOCALE);
    if (wanted == NULL) {
        return NULL;
    }
    own = newlocale(LC_ALL_MASK, wanted, (locale_t) 0);
    CHECK(own != (locale_t) 0);
    uselocale(own);
    for (int i = 0; i < ROUNDS; i++) {
        usleep(500);
        CHECK(uselocale((locale_t) 0) == own);
        CHECK(strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
        CHECK(isalpha('x') != 0);
    }
    uselocale(LC_GLOBAL_LOCALE);
    freelocale(own);
    return NULL;
}

static void locales(void)
{
    pthread_t helper = probe_start(use_locale, "C.UTF-8");

    for (int i = 0; i < ROUNDS; i++) {
        usleep(500);
        CHECK(uselocale((locale_t) 0) == LC_GLOBAL_LOCALE);
        CHECK(strcmp(nl_langinfo(CODESET), "UTF-8") != 0);
        CHECK(isalpha('x') != 0 && isupper('x') == 0);
        probe_join(probe_start(use_locale, NULL));
    }
    probe_join(helper);
}

static void *use_memory(void *argument)
{
    void *blocks[64] = {NULL};

    for (int i = 0; i < 2000; i++) {
        void **block = &blocks[i * 7 % 64];

        free(*block);
        *block = malloc((size_t) (i * 37 % 3000) + 1);
        CHECK(*block != NULL);
        memset(*block, i, (size_t) (i * 37 % 3000) + 1);
        if (i % 100 == 0) {
            usleep(100);
            CHECK(strstr(strerror(12345), "12345") != NULL);
        }
    }
    for (int i = 0; i < 64; i++) {
        free(blocks[i]);
    }
    return argument;
}

/* Memory in use, in KiB. */
static long memory_in_use(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    CHECK(file != NULL && fscanf(file, "%*d %ld", &pages) == 1);
    fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void *use_little(void *argument)
{
    mine++;
    free(malloc(1000));
    return argument;
}

static void memory(void)
{
    pthread_t threads[THREADS];
    long before = 0;

    for (int i = 0; i < THREADS; i++) {
        threads[i] = probe_start(use_memory, NULL);
    }
    use_memory(NULL);
    for (int i = 0; i < THREADS; i++) {
        probe_join(threads[i]);
    }
    /* Nothing is left of threads that have ended: blocks are of 4 KiB or more. */
    for (int i = 0; i < 2000; i++) {
        probe_join(probe_start(use_little, NULL));
        if (i == 999) {
            before = memory_in_use();
        }
    }
    CHECK(memory_in_use() - before < 400);
}

/* A library's variable, see library_threadlocal.c. */
typedef long *find_variable(void);

static find_variable *load(const char *file)
{
    void *library = dlopen(file, RTLD_NOW);
    find_variable *find;

    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(EXIT_FAILURE);
    }
    find = (find_variable *) (uintptr_t) dlsym(library, "variable");
    CHECK(find != NULL);
    return find;
}

static find_variable *dynamic;
static find_variable *initial;

static void *use_library(void *number)
{
    for (int i = 0; i < 1000 && (dynamic == NULL || initial == NULL); i++) {
        usleep(1000);
    }
    /* Also those that lie in the block of this thread, which is older than the library. */
    CHECK_INT(*dynamic(), 4711);
    CHECK_INT(*initial(), 4711);
    for (int i = 0; i < ROUNDS; i++) {
        *dynamic() = (long) number + i;
        *initial() = (long) number - i;
        usleep(500);
        CHECK_INT(*dynamic(), (long) number + i);
        CHECK_INT(*initial(), (long) number - i);
    }
    return NULL;
}

static void libraries(void)
{
    pthread_t threads[THREADS];

    for (long i = 0; i < THREADS; i++) {
        threads[i] = probe_start(use_library, (void *) (100 * (i + 1)));
    }
    dynamic = load("./dynamic.so");
    initial = load("./initial.so");
    for (int i = 0; i < THREADS; i++) {
        probe_join(threads[i]);
    }
    probe_join(probe_start(use_library, (void *) 7));
    CHECK_INT(*dynamic(), 4711);
    CHECK_INT(*initial(), 4711);
    dlclose(dlopen("./dynamic.so", RTLD_NOW));
}

/* A child, LEVELS of which are to come, that has threads and starts the next one. */
static void *be_child(void *levels)
{
    long expected = mine;
    int status;
    pid_t child;

    all_look();
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        CHECK_INT(mine, expected);
        all_look();
        CHECK_INT(mine, expected);
        CHECK_INT(*load("./initial.so")(), 4711);
        if (levels != NULL) {
            mine = 17;
            probe_join(probe_start(be_child, (char *) levels - 1));
            be_child((char *) levels - 1);
        }
        exit(3);
    }
    all_look();
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    CHECK_INT(mine, expected);
    return NULL;
}

static void children(void)
{
    pthread_t other = probe_start(look, (void *) 1);

    be_child((void *) 2);
    probe_join(probe_start(be_child, (void *) 2));
    probe_join(other);
}

static volatile sig_atomic_t seen;

static void on_signal(int number)
{
    /* It runs in one of the threads, whose variable is one of these. */
    seen += number == SIGALRM && (mine == 17 || mine == 1 || mine == 2);
    errno = ENOTTY;
    errno = 0;
}

static void *sleep_often(void *number)
{
    mine = (long) number;
    for (int i = 0; i < 200; i++) {
        usleep(300);
        CHECK_INT(mine, (long) number);
    }
    return NULL;
}

static void signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct itimerval often = {{0, 300}, {0, 300}};
    struct itimerval never = {{0, 0}, {0, 0}};
    pthread_t first;
    pthread_t second;

    CHECK_INT(sigaction(SIGALRM, &action, NULL), 0);
    CHECK_INT(setitimer(ITIMER_REAL, &often, NULL), 0);
    first = probe_start(sleep_often, (void *) 1);
    second = probe_start(sleep_often, (void *) 2);
    probe_join(first);
    probe_join(second);
    CHECK_INT(setitimer(ITIMER_REAL, &never, NULL), 0);
    CHECK(seen > 10);
}

static pthread_mutex_t robust;

static void *use_robust(void *argument)
{
    for (int i = 0; i < ROUNDS; i++) {
        CHECK_INT(pthread_mutex_lock(&robust), 0);
        usleep(300);
        CHECK_INT(pthread_mutex_unlock(&robust), 0);
        sched_yield();
    }
    return argument;
}

static void robust_mutexes(void)
{
    pthread_mutexattr_t attributes;
    pthread_t threads[THREADS];

    CHECK_INT(pthread_mutexattr_init(&attributes), 0);
    CHECK_INT(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST), 0);
    CHECK_INT(pthread_mutex_init(&robust, &attributes), 0);
    for (int i = 0; i < THREADS; i++) {
        threads[i] = probe_start(use_robust, NULL);
    }
    use_robust(NULL);
    for (int i = 0; i < THREADS; i++) {
        probe_join(threads[i]);
    }
    CHECK_INT(pthread_mutex_destroy(&robust), 0);
}

static bool locked;

static void *lock_stream(void *stream)
{
    CHECK(ftrylockfile(stream) != 0);
    CHECK(fprintf(stderr, "a stream that nobody has locked\n") > 0);
    flockfile(stream);
    CHECK(!locked);
    CHECK_INT(ftrylockfile(stream), 0);
    funlockfile(stream);
    funlockfile(stream);
    return NULL;
}

static void streams(void)
{
    FILE *stream = fopen("/dev/null", "w");
    pthread_t other;

    CHECK(stream != NULL);
    flockfile(stream);
    locked = true;
    other = probe_start(lock_stream, stream);
    usleep(2000);
    CHECK(fprintf(stream, "mine\n") > 0);
    locked = false;
    funlockfile(stream);
    probe_join(other);
    fclose(stream);
}

int main(int argc, char **argv)
{
    static const struct probe probes[] = {
        {"values", values},     {"addresses", addresses}, {"error-numbers", error_numbers},
        {"locales", locales},   {"memory", memory},       {"libraries", libraries},
        {"children", children}, {"signals", signals},     {"robust-mutexes", robust_mutexes},
        {"streams", streams},
    };

    return probe_main(argc, argv, probes, sizeof(probes) / sizeof(probes[0]));
}
