/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Running a program for its output; see program_output.h.
 */
#include "program_output.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OUTPUT_MAX (4l << 20)

extern char **environ;

/* The program does not inherit the signals that a daemon blocks or ignores. */
static int spawn_clean(const char *const argv[], const posix_spawn_file_actions_t *actions,
                       pid_t *pid)
{
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    int rc = posix_spawnattr_init(&attributes);

    if (rc != 0) {
        return rc;
    }
    sigemptyset(&none);
    sigfillset(&all);
    (void) posix_spawnattr_setsigmask(&attributes, &none);
    (void) posix_spawnattr_setsigdefault(&attributes, &all);
    (void) posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    rc = posix_spawn(pid, argv[0], actions, &attributes, (char *const *) argv, environ);
    posix_spawnattr_destroy(&attributes);
    return rc;
}

static int start(const char *const argv[], const int ends[2], pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    int rc = posix_spawn_file_actions_init(&actions);

    if (rc != 0) {
        return -rc;
    }
    rc = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (rc == 0) {
        rc = posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    }
    if (rc == 0) {
        rc = posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    }
    if (rc == 0) {
        rc = spawn_clean(argv, &actions, pid);
    }
    posix_spawn_file_actions_destroy(&actions);
    return -rc;
}

static long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000l + now.tv_nsec / 1000000l;
}

/* Copies until the program closes its end. Returns 0 or -ETIMEDOUT. */
static int collect(int source, long limit, FILE *out)
{
    long deadline = now_ms() + limit;
    long total = 0;

    for (;;) {
        struct pollfd wait = {.fd = source, .events = POLLIN};
        long left = deadline - now_ms();
        char buffer[4096];
        ssize_t length;

        if (left <= 0) {
            return -ETIMEDOUT;
        }
        if (poll(&wait, 1, (int) left) <= 0) {
            continue;
        }
        length = read(source, buffer, sizeof(buffer));
        if (length == 0 || (length < 0 && errno != EINTR)) {
            return 0;
        }
        if (length > 0 && (total += length) <= OUTPUT_MAX) {
            fwrite(buffer, 1, (size_t) length, out);
        }
    }
}

static int finish(pid_t pid, int collected)
{
    int status = 0;

    if (collected < 0) {
        kill(pid, SIGKILL);
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        continue;
    }
    /* After ECHILD status is still 0: only the output tells how the program ended. */
    if (collected < 0) {
        return collected;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -EINTR;
}

int program_output(const char *const argv[], long limit, char **output)
{
    size_t size;
    int ends[2];
    pid_t pid;
    FILE *out;
    int rc;

    *output = NULL;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return -errno;
    }
    rc = start(argv, ends, &pid);
    close(ends[1]);
    if (rc < 0) {
        close(ends[0]);
        return rc;
    }
    out = open_memstream(output, &size);
    rc = finish(pid, out != NULL ? collect(ends[0], limit, out) : -ENOMEM);
    close(ends[0]);
    if (out != NULL && fclose(out) != 0) {
        rc = -ENOMEM;
    }
    return rc;
}

void program_output_line(const char *output, char *line, size_t size)
{
    size_t length;

    line[0] = '\0';
    if (output == NULL) {
        return;
    }
    output += strspn(output, " \t\r\n");
    length = strcspn(output, "\n");
    length = length < size ? length : size - 1;
    for (size_t i = 0; i < length; i++) {
        line[i] = iscntrl((unsigned char) output[i]) ? ' ' : output[i];
    }
    line[length] = '\0';
}
