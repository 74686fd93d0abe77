/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Starting a process. Everything is allocated before fork(); after it only async-signal-safe
 * calls are made (except by the caller's hook), and a child that fails tells why in a record of
 * fixed size. Libc only, no globals, no printing.
 */
#ifndef CHILD_EXEC_H
#define CHILD_EXEC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Where a start failed. */
enum child_stage {
    CHILD_STAGE_NONE,
    CHILD_STAGE_PIPE,    /* in the caller: no descriptor for the error pipe */
    CHILD_STAGE_FORK,    /* in the caller: no further process */
    CHILD_STAGE_PREPARE, /* in the child: the hook failed */
    CHILD_STAGE_CHDIR,   /* in the child: no such working directory */
    CHILD_STAGE_EXEC     /* in the child: the program could not be executed */
};

/* What a failed start reports; also the record that the child writes. error is an errno. */
struct child_report {
    int32_t stage;
    int32_t error;
};

/*
 * What to start.
 * path, argv, envp   as for execve(); a relative path is resolved after the change of directory
 * directory          working directory, or NULL to stay
 * prepare            called in the child with argument, before descriptors are closed: to set up
 *                    standard input and output. Returns 0 or an errno. May be NULL
 */
struct child_spec {
    const char *path;
    char *const *argv;
    char *const *envp;
    const char *directory;
    int (*prepare)(void *argument);
    void *argument;
};

/*
 * Starts a process in a process group of its own, with no descriptor but 0, 1 and 2. No signal is
 * blocked, none is handled, and SIGTERM, SIGINT, SIGHUP, SIGPIPE and SIGCHLD are not ignored.
 * Blocks until the program runs or failed to.
 * Returns 0 and sets *pid when the program was executed; otherwise -errno and fills report. After
 * a failure in the child *pid is that child, which the caller still has to wait for; it is 0 when
 * there is none.
 */
int child_exec_start(const struct child_spec *spec, pid_t *pid, struct child_report *report);

/*
 * Finds out what execve() would say about a program that another program is going to execute:
 * 0, -ENOENT (also for a script whose interpreter does not exist), -EACCES (no permission, or not a
 * regular file) or another -errno. What is in the file is left to program_file.h. path is relative
 * to directory, if that is not NULL.
 */
int child_exec_check(const char *path, const char *directory);

#endif
