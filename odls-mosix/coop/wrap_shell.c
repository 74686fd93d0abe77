/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: system(), popen(), pclose() and fclose(). Other coroutines run while these wait for the
 * shell. */
#include "coop_wrap.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "coop_actions.h"
#include "coop_libc.h"
#include "coop_spawn.h"
#include "coop_state.h"

#define SHELL "/bin/sh"

static int start_shell(pid_t *pid, const char *line, const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *attributes)
{
    char *const argv[] = {"sh", "-c", (char *) line, NULL};
    const struct coop_spawn spawn = {.program = SHELL,
                                     .actions = actions,
                                     .attributes = attributes,
                                     .argv = argv,
                                     .envp = environ};

    return coop_spawn_start(pid, &spawn);
}

/* The status of PID when it has ended, or -1 as waitpid() says. */
static int wait_for(pid_t pid)
{
    int status;
    pid_t ended;

    do {
        ended = waitpid(pid, &status, 0);
    } while (ended < 0 && errno == EINTR);
    return ended < 0 ? -1 : status;
}

/* SIGINT and SIGQUIT are ignored while any coroutine is in system(). */
static struct {
    unsigned users;
    struct sigaction interrupt;
    struct sigaction quit;
} keyboard;

static void ignore_keyboard(void)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};

    if (keyboard.users++ == 0) {
        sigaction(SIGINT, &ignore, &keyboard.interrupt);
        sigaction(SIGQUIT, &ignore, &keyboard.quit);
    }
}

static void restore_keyboard(void)
{
    if (--keyboard.users == 0) {
        sigaction(SIGINT, &keyboard.interrupt, NULL);
        sigaction(SIGQUIT, &keyboard.quit, NULL);
    }
}

/* What system() has changed. */
struct command {
    pid_t shell; /* 0: it has ended, or never started */
    sigset_t mask;
};

static void prepare(struct command *command)
{
    sigset_t children;

    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    ignore_keyboard();
    coop.commands++;
    pthread_sigmask(SIG_BLOCK, &children, &command->mask);
}

static void clean_up(void *argument)
{
    struct command *command = argument;

    if (command->shell > 0) {
        /* Cancelled. */
        kill(command->shell, SIGKILL);
        wait_for(command->shell);
    }
    restore_keyboard();
    coop.commands--;
    pthread_sigmask(SIG_SETMASK, &command->mask, NULL);
}

/* The shell gets the caller's mask, and its keys back unless they were ignored before. */
static int start_command(struct command *command, const char *line)
{
    posix_spawnattr_t attributes;
    sigset_t to_default;
    int rc;

    sigemptyset(&to_default);
    if (keyboard.interrupt.sa_handler != SIG_IGN) {
        sigaddset(&to_default, SIGINT);
    }
    if (keyboard.quit.sa_handler != SIG_IGN) {
        sigaddset(&to_default, SIGQUIT);
    }
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &command->mask);
    posix_spawnattr_setsigdefault(&attributes, &to_default);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    rc = start_shell(&command->shell, line, NULL, &attributes);
    posix_spawnattr_destroy(&attributes);
    return rc;
}

/* A cancellation point. */
static int wait_for_command(struct command *command)
{
    int status;

    pthread_cleanup_push(clean_up, command);
    status = wait_for(command->shell);
    pthread_cleanup_pop(0);
    return status;
}

static int run(const char *line)
{
    struct command command = {0};
    int saved = errno;
    int status;
    int rc;

    prepare(&command);
    rc = start_command(&command, line);
    if (rc < 0) {
        /* POSIX: a shell that cannot be run is one that has ended with 127. */
        status = W_EXITCODE(127, 0);
        saved = -rc;
    } else {
        status = wait_for_command(&command);
        saved = status < 0 ? errno : saved;
    }
    command.shell = 0;
    clean_up(&command);
    errno = saved;
    return status;
}

COOP_WRAPPER int system(const char *line)
{
    if (line == NULL) {
        return run("exit 0") == 0;
    }
    return run(line);
}

/* What popen() has opened. */
struct stream {
    struct stream *next;
    FILE *file;
    pid_t shell;
};

static struct stream *streams;

/* The shell's end of the pipe becomes its standard input or output. It does not get the streams
 * that were opened before. */
static int prepare_actions(posix_spawn_file_actions_t *actions, int end, int target)
{
    int rc = coop_actions_add(
        actions, &(struct coop_action){.kind = COOP_ACTION_DUP, .fd = end, .target = target});

    for (const struct stream *stream = streams; stream != NULL && rc == 0; stream = stream->next) {
        int fd = fileno(stream->file);

        if (fd != target) {
            rc = coop_actions_add(actions,
                                  &(struct coop_action){.kind = COOP_ACTION_CLOSE, .fd = fd});
        }
    }
    return rc;
}

static int start_at_pipe(pid_t *pid, const char *line, int end, int target)
{
    posix_spawn_file_actions_t actions;
    int rc;

    coop_actions_init(&actions);
    rc = prepare_actions(&actions, end, target);
    if (rc == 0) {
        rc = start_shell(pid, line, &actions, NULL);
    }
    coop_actions_destroy(&actions);
    return rc;
}

/* 'r' or 'w' of popen()'s second argument, and whether there is an 'e'; 0: it is malformed. */
static char parse_mode(const char *mode, bool *on_exec)
{
    char direction = 0;

    *on_exec = false;
    for (; *mode != '\0'; mode++) {
        if ((*mode == 'r' || *mode == 'w') && direction == 0) {
            direction = *mode;
        } else if (*mode == 'e') {
            *on_exec = true;
        } else {
            return 0;
        }
    }
    return direction;
}

/* 0 or -errno; on success the parent's end of ENDS belongs to STREAM. */
static int open_stream(struct stream *stream, const char *line, char direction, const int ends[2])
{
    int own = direction == 'r' ? 0 : 1;
    int rc;

    stream->file = fdopen(ends[own], direction == 'r' ? "r" : "w");
    if (stream->file == NULL) {
        close(ends[own]);
        return -errno;
    }
    rc = start_at_pipe(&stream->shell, line, ends[1 - own],
                       direction == 'r' ? STDOUT_FILENO : STDIN_FILENO);
    if (rc < 0) {
        fclose(stream->file);
    }
    return rc;
}

COOP_WRAPPER FILE *popen(const char *line, const char *mode)
{
    bool on_exec;
    char direction = parse_mode(mode, &on_exec);
    struct stream *stream = NULL;
    int ends[2];
    int rc = direction == 0 ? -EINVAL : 0;

    if (rc == 0) {
        stream = calloc(1, sizeof(*stream));
        rc = stream == NULL || pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0;
    }
    if (rc == 0) {
        rc = open_stream(stream, line, direction, ends);
        close(ends[direction == 'r' ? 1 : 0]);
    }
    if (rc < 0) {
        free(stream);
        errno = -rc;
        return NULL;
    }
    if (!on_exec) {
        fcntl(fileno(stream->file), F_SETFD, 0);
    }
    stream->next = streams;
    streams = stream;
    return stream->file;
}

/* Close FILE and wait for its shell, if popen() opened it: whether it did. */
static bool close_stream(FILE *file, int *status)
{
    struct stream **link = &streams;
    struct stream *stream;
    pid_t shell;

    while (*link != NULL && (*link)->file != file) {
        link = &(*link)->next;
    }
    stream = *link;
    if (stream == NULL) {
        return false;
    }
    *link = stream->next;
    shell = stream->shell;
    free(stream);
    coop_real()->fclose(file);
    *status = wait_for(shell);
    return true;
}

COOP_WRAPPER int pclose(FILE *file)
{
    int status;

    return close_stream(file, &status) ? status : coop_real()->pclose(file);
}

/* In the C library it does what pclose() does. */
COOP_WRAPPER int fclose(FILE *file)
{
    int status;

    return streams != NULL && close_stream(file, &status) ? status : coop_real()->fclose(file);
}
