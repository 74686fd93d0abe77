/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: exec*(), which must not pass the watchdog's timer on to another program, nor load it
 * away from home where that fails; and setitimer(), which may take the timer away. */
#include "coop_wrap.h"

#include <alloca.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "coop_exec.h"
#include "coop_files.h"
#include "coop_home.h"
#include "coop_libc.h"
#include "coop_signals.h"
#include "coop_watchdog.h"

#define SHELL "/bin/sh"

static void before_exec(void)
{
    coop_watchdog_before_exec();
    coop_home_before_exec();
    coop_signals_before_exec();
}

/* What exec returned, and it only ever returns when it failed. */
static int failed(int rc)
{
    coop_home_exec_failed();
    coop_signals_exec_failed();
    coop_watchdog_exec_failed();
    return rc;
}

/* Every form of exec ends here, when what is to be executed has been looked at; see coop_exec.h. */
static int execute(const char *path, char *const argv[], char *const envp[])
{
    before_exec();
    return failed(coop_real()->execve(path, argv, envp));
}

COOP_WRAPPER int execve(const char *path, char *const argv[], char *const envp[])
{
    int rc = coop_exec_look(path);

    return rc < 0 ? coop_answer(rc) : execute(path, argv, envp);
}

COOP_WRAPPER int execv(const char *path, char *const argv[])
{
    return execve(path, argv, environ);
}

/* A script without a first line that names its interpreter is the shell's, as execvp() has it. */
static int execute_by_shell(const char *script, char *const argv[], char *const envp[])
{
    size_t count = 0;
    char **line;

    while (argv[count] != NULL) {
        count++;
    }
    line = alloca((count + 3) * sizeof(*line));
    line[0] = SHELL;
    line[1] = (char *) script;
    line[2] = NULL;
    for (size_t i = 1; i <= count; i++) {
        line[i + 1] = argv[i];
    }
    return execve(SHELL, line, envp);
}

COOP_WRAPPER int execvpe(const char *file, char *const argv[], char *const envp[])
{
    char found[PATH_MAX];
    int rc = coop_exec_find(file, getenv("PATH"), found);

    if (rc == -ENOEXEC) {
        return execute_by_shell(found, argv, envp);
    }
    return rc < 0 ? coop_answer(rc) : execute(found, argv, envp);
}

COOP_WRAPPER int execvp(const char *file, char *const argv[])
{
    return execvpe(file, argv, environ);
}

/* Not in every glibc. */
int execveat(int directory, const char *path, char *const argv[], char *const envp[], int flags);

/* The system call execveat is unknown to MOSIX, and /proc/self/fd/N gets EACCES from its execve
 * [real]. So the file is executed by its name; one without a name has only that way. */
COOP_WRAPPER int fexecve(int fd, char *const argv[], char *const envp[])
{
    char path[PATH_MAX];

    if (fd < 0) {
        return coop_answer(-EINVAL);
    }
    if (fcntl(fd, F_GETFD) < 0) {
        return -1;
    }
    if (coop_files_name_surely(fd, path) < 0) {
        snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    }
    return execve(path, argv, envp);
}

static bool is_link(int directory, const char *path)
{
    struct stat status;

    return fstatat(directory, path, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

/* Put into WHOLE the name of PATH in DIRECTORY: 0 or -errno. On MOSIX nothing is found below
 * /proc/self/fd/N: ENOTDIR [real]. But it tells what the directory is called. */
static int path_below(int directory, const char *path, char whole[PATH_MAX])
{
    struct stat status;
    ssize_t size;

    if (fstat(directory, &status) != 0) {
        return -errno;
    }
    if (!S_ISDIR(status.st_mode)) {
        return -ENOTDIR;
    }
    size = coop_files_name(directory, whole);
    if (size < 0) {
        return (int) size;
    }
    if (size + 1 + strlen(path) >= PATH_MAX) {
        return -ENAMETOOLONG;
    }
    whole[size] = '/';
    strcpy(whole + size + 1, path);
    return 0;
}

COOP_WRAPPER int execveat(int directory, const char *path, char *const argv[], char *const envp[],
                          int flags)
{
    char whole[PATH_MAX];
    int rc;

    if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) != 0) {
        return coop_answer(-EINVAL);
    }
    if (path[0] == '\0') {
        return (flags & AT_EMPTY_PATH) != 0 ? fexecve(directory, argv, envp) : coop_answer(-ENOENT);
    }
    if ((flags & AT_SYMLINK_NOFOLLOW) != 0 && is_link(directory, path)) {
        return coop_answer(-ELOOP);
    }
    if (directory == AT_FDCWD || path[0] == '/') {
        return execve(path, argv, envp);
    }
    rc = path_below(directory, path, whole);
    return rc < 0 ? coop_answer(rc) : execve(whole, argv, envp);
}

/* How many arguments LIST has, with the first one and the NULL at the end. */
static size_t count_arguments(va_list list)
{
    size_t count = 2;

    while (va_arg(list, const char *) != NULL) {
        count++;
    }
    return count;
}

/* Declare ARGV with FIRST and the arguments after it; REST then stands after their NULL. The memory
 * is on the stack because the child of vfork() may come here. */
#define COLLECT_ARGUMENTS(first, argv, rest)                                                       \
    size_t count;                                                                                  \
    char **argv;                                                                                   \
    va_start(rest, first);                                                                         \
    count = count_arguments(rest);                                                                 \
    va_end(rest);                                                                                  \
    argv = alloca(count * sizeof(*argv));                                                          \
    argv[0] = (char *) first;                                                                      \
    va_start(rest, first);                                                                         \
    for (size_t i = 1; i < count; i++) {                                                           \
        argv[i] = va_arg(rest, char *);                                                            \
    }

COOP_WRAPPER int execl(const char *path, const char *first, ...)
{
    va_list rest;

    COLLECT_ARGUMENTS(first, argv, rest)
    va_end(rest);
    return execv(path, argv);
}

COOP_WRAPPER int execlp(const char *file, const char *first, ...)
{
    va_list rest;

    COLLECT_ARGUMENTS(first, argv, rest)
    va_end(rest);
    return execvp(file, argv);
}

COOP_WRAPPER int execle(const char *path, const char *first, ...)
{
    char *const *envp;
    va_list rest;

    COLLECT_ARGUMENTS(first, argv, rest)
    envp = va_arg(rest, char *const *);
    va_end(rest);
    return execve(path, argv, envp);
}

COOP_WRAPPER int setitimer(__itimer_which_t which, const struct itimerval *timer,
                           struct itimerval *old)
{
    if (which == ITIMER_VIRTUAL) {
        coop_watchdog_give_up();
    }
    return coop_real()->setitimer(which, timer, old);
}
