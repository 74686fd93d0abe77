/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: rows of coop_calls.def about random bytes, limits and processes. */
#include "probe.h"
#include "calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

uint32_t arc4random(void) __attribute__((weak));
void arc4random_buf(void *buffer, size_t size) __attribute__((weak));
uint32_t arc4random_uniform(uint32_t bound) __attribute__((weak));

/* Not all bytes of BUFFER are the same; it is emptied. */
static void check_random(unsigned char *buffer, size_t size)
{
    size_t different = 0;

    for (size_t i = 1; i < size; i++) {
        different += buffer[i] != buffer[0];
    }
    CHECK(different > 0);
    memset(buffer, 0, size);
}

static void check_getrandom(void)
{
    unsigned char buffer[4096] = {0};
    void *volatile nowhere = (void *) 1;

    CHECK_INT(getrandom(buffer, sizeof(buffer), 0), sizeof(buffer));
    check_random(buffer + sizeof(buffer) - 64, 64);
    CHECK_INT(getrandom(buffer, 64, GRND_NONBLOCK), 64);
    check_random(buffer, 64);
    CHECK_INT(syscall(SYS_getrandom, buffer, 64, 0), 64);
    check_random(buffer, 64);
    CHECK_INT(getrandom(buffer, 0, 0), 0);
    CHECK_ERROR(getrandom(buffer, 1, 0x40000000), EINVAL);
    if (probe_is_cooperative()) {
        /* Without, it may be code of the vDSO, which dies. */
        CHECK_ERROR(getrandom(nowhere, 64, 0), EFAULT);
    }
    CHECK_INT(getentropy(buffer, 256), 0);
    check_random(buffer, 256);
    CHECK_ERROR(getentropy(buffer, 257), EIO);
}

/* The kernel needs no descriptor for them. */
static void check_without_descriptors(void)
{
    unsigned char buffer[64] = {0};
    struct rlimit limit;
    int opened[4096];
    size_t count = 0;

    CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
    /* MOSIX 4.4.3 ignores it and says -1 [real]; a program may have 1024 there. */
    if (setrlimit(RLIMIT_NOFILE, &(struct rlimit){256, limit.rlim_max}) != 0 &&
        limit.rlim_cur > 4096) {
        return;
    }
    while (count < 4096 && (opened[count] = dup(0)) >= 0) {
        count++;
    }
    CHECK(count > 0 && errno == EMFILE);
    CHECK_INT(getrandom(buffer, sizeof(buffer), 0), sizeof(buffer));
    check_random(buffer, sizeof(buffer));
    while (count > 0) {
        close(opened[--count]);
    }
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* A child draws other numbers than its parent. */
static void check_child(void)
{
    uint32_t numbers[2];
    int fds[2];
    pid_t child;

    CHECK_INT(pipe(fds), 0);
    child = fork();
    if (child == 0) {
        arc4random_buf(&numbers[0], sizeof(numbers[0]));
        _exit(write(fds[1], &numbers[0], sizeof(numbers[0])) != sizeof(numbers[0]));
    }
    arc4random_buf(&numbers[1], sizeof(numbers[1]));
    CHECK_INT(read(fds[0], &numbers[0], sizeof(numbers[0])), sizeof(numbers[0]));
    CHECK_INT(waitpid(child, NULL, 0), child);
    CHECK(numbers[0] != numbers[1]);
    close(fds[0]);
    close(fds[1]);
}

static void check_arc4random(void)
{
    unsigned char buffer[2000] = {0};
    bool seen[10] = {false};
    uint32_t numbers[4] = {arc4random(), arc4random(), arc4random(), arc4random()};

    check_random((unsigned char *) numbers, sizeof(numbers));
    arc4random_buf(buffer, sizeof(buffer));
    check_random(buffer + sizeof(buffer) - 64, 64);
    CHECK_INT(arc4random_uniform(0), 0);
    CHECK_INT(arc4random_uniform(1), 0);
    for (int i = 0; i < 1000; i++) {
        seen[arc4random_uniform(10)] = true;
    }
    for (int i = 0; i < 10; i++) {
        CHECK(seen[i]);
    }
    check_child();
}

/* Names are different each time, and the file or directory is ours alone. */
static void check_files(void)
{
    char names[4][32] = {"/tmp/probe-XXXXXX", "/tmp/probe-XXXXXX", "/tmp/probe-XXXXXX.c",
                         "/tmp/probe-XXXXXX"};
    char wrong[] = "/tmp/probe-XXXXX";
    struct stat status;
    int fds[3] = {mkstemp(names[0]), mkostemp(names[1], O_CLOEXEC), mkstemps(names[2], 2)};
    FILE *file = tmpfile();

    CHECK(strcmp(names[0], names[1]) != 0);
    for (int i = 0; i < 3; i++) {
        CHECK(fds[i] >= 0);
        CHECK_INT(fstat(fds[i], &status), 0);
        CHECK_INT(status.st_mode & 07777, 0600);
        CHECK_INT(unlink(names[i]), 0);
        close(fds[i]);
    }
    CHECK(strcmp(names[2] + strlen(names[2]) - 2, ".c") == 0);
    CHECK(mkdtemp(names[3]) == names[3]);
    CHECK_INT(rmdir(names[3]), 0);
    CHECK(file != NULL && fputs("text", file) >= 0);
    rewind(file);
    CHECK(fgets(names[0], sizeof(names[0]), file) != NULL && strcmp(names[0], "text") == 0);
    fclose(file);
    CHECK_ERROR(mkstemp(wrong), EINVAL);
}

/* By their names alone, as the linker warns of programs that use them. */
static void check_names(void)
{
    char *(*make_name)(char *) = (char *(*) (char *) ) dlsym(RTLD_DEFAULT, "mktemp");
    char *(*temporary)(char *) = (char *(*) (char *) ) dlsym(RTLD_DEFAULT, "tmpnam");
    char *(*in_directory)(const char *, const char *) =
        (char *(*) (const char *, const char *) ) dlsym(RTLD_DEFAULT, "tempnam");
    char name[] = "/tmp/probe-XXXXXX";
    char own[L_tmpnam];
    char *made = in_directory("/tmp", "probename");

    CHECK(make_name(name) == name && name[0] == '/' && strstr(name, "XXXXXX") == NULL);
    CHECK(access(name, F_OK) < 0);
    CHECK(made != NULL && strstr(made, "/probe") != NULL && strstr(made, "probename") == NULL);
    free(made);
    CHECK(temporary(own) == own && own[0] == '/');
}

void call_getrandom(void)
{
    check_getrandom();
    check_without_descriptors();
    if (arc4random != NULL) {
        check_arc4random();
    }
    for (int i = 0; i < 50; i++) {
        check_files();
    }
    check_names();
}

void call_prlimit64(void)
{
    struct rlimit before;
    struct rlimit now;
    struct rlimit lower;

    CHECK_INT(getrlimit(RLIMIT_CORE, &before), 0);
    lower = (struct rlimit){.rlim_cur = 0, .rlim_max = before.rlim_max};
    CHECK_INT(setrlimit(RLIMIT_CORE, &lower), 0);
    CHECK_INT(prlimit(0, RLIMIT_CORE, &before, &now), 0);
    CHECK_INT(now.rlim_cur, 0);
    CHECK_INT(prlimit(getpid(), RLIMIT_CORE, NULL, &now), 0);
    CHECK_INT(now.rlim_cur, before.rlim_cur);
    CHECK_INT(syscall(SYS_prlimit64, 0, RLIMIT_CORE, NULL, &now), 0);
    CHECK_INT(now.rlim_max, before.rlim_max);
    CHECK_ERROR(getrlimit((__rlimit_resource_t) 999, &now), EINVAL);
}

void call_sched_getaffinity(void)
{
    unsigned long mask[1024 / sizeof(unsigned long)] = {0};
    unsigned long bits = 0;
    long size = syscall(SYS_sched_getaffinity, 0, sizeof(mask), mask);

    CHECK(size > 0);
    CHECK_INT(size % (long) sizeof(mask[0]), 0);
    for (size_t i = 0; i < (size_t) size / sizeof(mask[0]); i++) {
        bits |= mask[i];
    }
    CHECK(bits != 0);
    CHECK_ERROR(syscall(SYS_sched_getaffinity, 0, 0, mask), EINVAL);
}

/* As fork() does it; threads are tried by probe_hostile. */
void call_clone(void)
{
    pid_t child = (pid_t) syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    int status;

    if (child == 0) {
        _exit(7);
    }
    CHECK(child > 0);
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status));
    CHECK_INT(WEXITSTATUS(status), 7);
}
