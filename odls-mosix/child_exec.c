/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Starting a process; see child_exec.h for the contract.
 */
#include "child_exec.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "program_file.h"

/* Exit status of a child that failed; nobody sees it, because the record comes first. */
#define CHILD_FAILED 1

/* Where closing one by one ends, when the limit of descriptors is higher than that or none. */
#define CLOSE_MAX 65536

static void write_record(int fd, enum child_stage stage, int error)
{
    struct child_report record = {.stage = (int32_t) stage, .error = error};
    ssize_t written;

    do {
        written = write(fd, &record, sizeof(record));
    } while (written < 0 && errno == EINTR);
}

static _Noreturn void fail(int fd, enum child_stage stage, int error)
{
    write_record(fd, stage, error);
    _exit(CHILD_FAILED);
}

/* Closes first … last, which may be far beyond the highest descriptor. */
static void close_span(unsigned int first, unsigned int last, unsigned int limit)
{
    if (first > last) {
        return;
    }
#ifdef SYS_close_range
    if (syscall(SYS_close_range, first, last, 0) == 0) {
        return;
    }
#endif
    for (unsigned int fd = first; fd <= last && fd < limit; fd++) {
        (void) close((int) fd);
    }
}

static unsigned int descriptor_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > CLOSE_MAX) {
        return CLOSE_MAX;
    }
    return (unsigned int) limit.rlim_cur;
}

static bool must_be_default(int number)
{
    return number == SIGTERM || number == SIGINT || number == SIGHUP || number == SIGPIPE ||
           number == SIGCHLD;
}

/*
 * Handlers go back to the default, because until exec() they would run the parent's code; what
 * the user ignores stays ignored, except for the signals that end a job.
 */
static void reset_signals(void)
{
    sigset_t none;

    for (int number = 1; number < NSIG; number++) {
        struct sigaction action;

        if (sigaction(number, NULL, &action) != 0 ||
            (action.sa_handler == SIG_IGN && !must_be_default(number)) ||
            action.sa_handler == SIG_DFL) {
            continue;
        }
        memset(&action, 0, sizeof(action));
        action.sa_handler = SIG_DFL;
        (void) sigaction(number, &action, NULL);
    }
    sigemptyset(&none);
    (void) sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void run_child(const struct child_spec *spec, int fd, unsigned int limit)
{
    int error;

    (void) setpgid(0, 0);
    if (spec->prepare != NULL) {
        error = spec->prepare(spec->argument);
        if (error != 0) {
            fail(fd, CHILD_STAGE_PREPARE, error);
        }
    }
    close_span(STDERR_FILENO + 1, (unsigned int) fd - 1, limit);
    close_span((unsigned int) fd + 1, UINT_MAX, limit);
    reset_signals();
    if (spec->directory != NULL && chdir(spec->directory) != 0) {
        fail(fd, CHILD_STAGE_CHDIR, errno);
    }
    execve(spec->path, spec->argv, spec->envp);
    fail(fd, CHILD_STAGE_EXEC, errno);
}

/*
 * An error pipe whose ends are beyond the standard descriptors, so that setting those up cannot
 * close it. Both ends vanish at exec().
 */
static int open_error_pipe(int ends[2])
{
    int low[2];
    int error = 0;

    if (pipe2(low, O_CLOEXEC) != 0) {
        return -errno;
    }
    for (int i = 0; i < 2; i++) {
        ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        if (ends[i] < 0 && error == 0) {
            error = errno;
        }
        (void) close(low[i]);
    }
    if (error == 0) {
        return 0;
    }
    for (int i = 0; i < 2; i++) {
        if (ends[i] >= 0) {
            (void) close(ends[i]);
        }
    }
    return -error;
}

/* Waits for the end of the pipe or for a record. Returns 0, or -errno as the record says. */
static int read_record(int fd, struct child_report *report)
{
    struct child_report record;
    ssize_t size;

    do {
        size = read(fd, &record, sizeof(record));
    } while (size < 0 && errno == EINTR);
    if (size != (ssize_t) sizeof(record)) {
        return 0;
    }
    *report = record;
    return record.error > 0 ? -record.error : -ECANCELED;
}

static int fail_here(struct child_report *report, enum child_stage stage, int error)
{
    report->stage = (int32_t) stage;
    report->error = error;
    return -error;
}

int child_exec_start(const struct child_spec *spec, pid_t *pid, struct child_report *report)
{
    unsigned int limit = descriptor_limit();
    sigset_t all;
    sigset_t saved;
    int ends[2];
    int error;
    int result;

    *pid = 0;
    memset(report, 0, sizeof(*report));
    result = open_error_pipe(ends);
    if (result < 0) {
        return fail_here(report, CHILD_STAGE_PIPE, -result);
    }
    /* The child must not run the parent's handlers before it has reset them. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &saved);
    *pid = fork();
    error = errno;
    if (*pid == 0) {
        run_child(spec, ends[1], limit);
    }
    pthread_sigmask(SIG_SETMASK, &saved, NULL);
    (void) close(ends[1]);
    if (*pid < 0) {
        *pid = 0;
        (void) close(ends[0]);
        return fail_here(report, CHILD_STAGE_FORK, error);
    }
    result = read_record(ends[0], report);
    (void) close(ends[0]);
    return result;
}

/* Whether path starts with #! and names an interpreter that does not exist. */
static bool misses_interpreter(int directory, const char *path)
{
    char interpreter[PATH_MAX];
    int result = program_file_interpreter(directory, path, interpreter);

    return result == 0 && faccessat(directory, interpreter, F_OK, 0) != 0;
}

int child_exec_check(const char *path, const char *directory)
{
    struct stat status;
    int at = AT_FDCWD;
    int result = 0;

    if (directory != NULL) {
        at = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (at < 0) {
            return -errno;
        }
    }
    if (fstatat(at, path, &status, 0) != 0 || faccessat(at, path, X_OK, 0) != 0) {
        result = -errno;
    } else if (!S_ISREG(status.st_mode)) {
        result = -EACCES;
    } else if (misses_interpreter(at, path)) {
        result = -ENOENT;
    }
    if (at >= 0) {
        (void) close(at);
    }
    return result;
}
