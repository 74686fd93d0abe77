/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The C library: threads, other programs, memory, files.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern char **environ;

/* Whether the C library gave something. */
static void found(const char *name, const void *thing)
{
    row(name, "%s", thing != NULL ? "ok" : error_name(errno));
}

static void *thread_work(void *unused)
{
    return unused;
}

static void libc_thread(void)
{
    pthread_t thread;
    int rc = pthread_create(&thread, NULL, thread_work, NULL);

    row("libc.pthread_create", "%s", rc == 0 ? "ok" : error_name(rc));
    if (rc == 0) {
        pthread_join(thread, NULL);
    }
}

static void libc_spawn(void)
{
    pid_t pid;
    char *words[] = {"true", NULL};
    int rc = posix_spawn(&pid, "/bin/true", NULL, NULL, words, environ);

    row("libc.posix_spawn", "%s", rc == 0 ? "ok" : error_name(rc));
}

ONE_ROW(libc_system, result, "libc.system", system("exit 3"));

static void libc_popen(void)
{
    FILE *pipe_in = popen("echo hi", "r");

    row("libc.popen", "%s",
        pipe_in != NULL && fgets(big, 10, pipe_in) != NULL ? "ok" : error_name(errno));
}

ONE_ROW(libc_malloc, found, "libc.malloc", malloc(100));
ONE_ROW(libc_malloc_big, found, "libc.malloc 100 MB", malloc(100000000));
ONE_ROW(libc_fopen, found, "libc.fopen", fopen("/etc/passwd", "r"));

static void libc_nprocs(void)
{
    row("libc.sysconf processors", "%s",
        sysconf(_SC_NPROCESSORS_ONLN) > 0 ? "ok" : error_name(errno));
}

static void libc_tmp(void)
{
    char name[] = "/tmp/probeXXXXXX";

    done("libc.mkstemp", mkstemp(name));
    unlink(name);
}

static void libc_affinity(void)
{
    cpu_set_t set;

    done("libc.sched_getaffinity", sched_getaffinity(0, sizeof(set), &set));
}

static void libc_abort(void)
{
    abort();
}

static void libc_shm(void)
{
    done("libc.open /dev/shm", open("/dev/shm/probe", O_RDWR | O_CREAT, 0600));
    unlink("/dev/shm/probe");
}

const struct probe_test libc_tests[] = {
    TEST(libc, libc_thread, 5),
    TEST(libc, libc_spawn, 5),
    TEST(libc, libc_system, 10),
    TEST(libc, libc_popen, 10),
    TEST(libc, libc_malloc, 5),
    TEST(libc, libc_malloc_big, 5),
    TEST(libc, libc_fopen, 5),
    TEST(libc, libc_nprocs, 5),
    TEST(libc, libc_tmp, 5),
    TEST(libc, libc_affinity, 5),
    TEST(libc, libc_abort, 5),
    TEST(libc, libc_shm, 5),
    TESTS_END,
};
