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
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OUTPUT_MAX (4l << 20)

/* How often to look whether the program has ended, while what it started keeps its output open. */
#define LOOK_MS 50

/* Room for an error in words. */
#define END_SIZE 128

/* How long a killed program may take to end. */
#define KILLED_MS 1000

extern char **environ;

/* Programs that run shall be killed, and none shall be started. */
static volatile sig_atomic_t is_cancelled;

/*
 * The program does not inherit the signals that a daemon blocks or ignores, and leads a process
 * group.
 */
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
    (void) posix_spawnattr_setpgroup(&attributes, 0);
    (void) posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                     POSIX_SPAWN_SETPGROUP);
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

/* A program under way. */
struct run {
    pid_t pid;
    bool ended;
    int status; /* after ECHILD 0: only the output tells how the program ended */
    int source; /* what it prints */
    FILE *out;  /* a copy of that */
    long total;
};

/* Notices that the program has ended. */
static void look(struct run *run)
{
    pid_t pid;

    if (run->ended) {
        return;
    }
    do {
        pid = waitpid(run->pid, &run->status, WNOHANG);
    } while (pid < 0 && errno == EINTR);
    run->ended = pid != 0;
}

/* Copies what is there. Returns whether there may be more. */
static bool copy(struct run *run)
{
    char buffer[4096];
    ssize_t length = read(run->source, buffer, sizeof(buffer));

    if (length > 0 && (run->total += length) <= OUTPUT_MAX) {
        fwrite(buffer, 1, (size_t) length, run->out);
    }
    return length > 0 || (length < 0 && errno == EINTR);
}

/* Copies until nobody can print any more, or the program has ended. Returns 0 or -ETIMEDOUT. */
static int collect(struct run *run, long deadline)
{
    for (;;) {
        struct pollfd wait = {.fd = run->source, .events = POLLIN};
        long left = deadline - now_ms();
        bool ended = run->ended;

        if (left <= 0 || is_cancelled) {
            return is_cancelled ? -ECANCELED : -ETIMEDOUT;
        }
        if (poll(&wait, 1, (int) (ended ? 0 : left < LOOK_MS ? left : LOOK_MS)) > 0) {
            if (!copy(run)) {
                return 0;
            }
        } else if (ended) {
            return 0;
        } else {
            look(run);
        }
    }
}

/* Waits for the end of a program that prints nothing more. Returns 0 or -ETIMEDOUT. */
static int await(struct run *run, long deadline)
{
    const struct timespec pause = {.tv_nsec = 1000000l};

    for (look(run); !run->ended; look(run)) {
        if (now_ms() >= deadline) {
            return -ETIMEDOUT;
        }
        nanosleep(&pause, NULL);
    }
    return 0;
}

static int finish(struct run *run, int result)
{
    if (result < 0) {
        (void) kill(-run->pid, SIGKILL);
        /* Bounded: a program with more rights cannot be killed. */
        (void) await(run, now_ms() + KILLED_MS);
        return result;
    }
    return WIFSIGNALED(run->status) ? PROGRAM_OUTPUT_SIGNAL + WTERMSIG(run->status)
                                    : WEXITSTATUS(run->status);
}

int program_output(const char *const argv[], long limit, char **output)
{
    struct run run = {.status = 0};
    long deadline = now_ms() + limit;
    size_t size;
    int ends[2];
    int rc;

    *output = NULL;
    if (is_cancelled) {
        return -ECANCELED;
    }
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return -errno;
    }
    rc = start(argv, ends, &run.pid);
    close(ends[1]);
    if (rc < 0) {
        close(ends[0]);
        return rc;
    }
    run.source = ends[0];
    run.out = open_memstream(output, &size);
    rc = run.out != NULL ? collect(&run, deadline) : -ENOMEM;
    rc = rc == 0 ? await(&run, deadline) : rc;
    rc = finish(&run, rc);
    close(ends[0]);
    if (run.out != NULL && fclose(run.out) != 0) {
        rc = -ENOMEM;
    }
    return rc;
}

void program_output_cancel(void)
{
    is_cancelled = 1;
}

void program_output_end(int result, char *text, size_t size)
{
    int number = result - PROGRAM_OUTPUT_SIGNAL;

    if (result == -ETIMEDOUT) {
        snprintf(text, size, "it took too long and was killed");
    } else if (result < 0) {
        snprintf(text, size, "it cannot be run: %s", strerror(-result));
    } else if (number > 0) {
        snprintf(text, size, "signal %d, %s", number, strsignal(number));
    } else {
        snprintf(text, size, "exit status %d", result);
    }
}

void program_output_says(const char *output, int result, char *text, size_t size)
{
    const char *line = output != NULL ? output + strspn(output, " \t\r\n") : "";

    if (*line == '\0') {
        char end[END_SIZE];

        program_output_end(result, end, sizeof(end));
        snprintf(text, size, result >= 0 ? "it printed nothing (%s)" : "%s", end);
        return;
    }
    snprintf(text, size, "\"%.*s", (int) strcspn(line, "\r\n"), line);
    if (strlen(text) >= size - 1) {
        text[size - 2] = '\0';
    }
    for (char *at = text; *at != '\0'; at++) {
        *at = (char) (iscntrl((unsigned char) *at) ? ' ' : *at);
    }
    strcat(text, "\"");
}
