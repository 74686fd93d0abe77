/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Starting a process: every way it can fail, and what a child that runs has inherited.
 */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child_exec.h"

static int pipe_error;
static int fork_error;
static int duplicate_error;
static bool interrupt_read;
static bool no_close_range;

int __real_pipe2(int ends[2], int flags);
int __wrap_pipe2(int ends[2], int flags);
pid_t __real_fork(void);
pid_t __wrap_fork(void);
ssize_t __real_read(int fd, void *buffer, size_t size);
ssize_t __wrap_read(int fd, void *buffer, size_t size);
int __real_fcntl(int fd, int command, int argument);
int __wrap_fcntl(int fd, int command, int argument);
long __real_syscall(long number, long a, long b, long c);
long __wrap_syscall(long number, long a, long b, long c);

int __wrap_pipe2(int ends[2], int flags)
{
    if (pipe_error != 0) {
        errno = pipe_error;
        return -1;
    }
    return __real_pipe2(ends, flags);
}

pid_t __wrap_fork(void)
{
    if (fork_error != 0) {
        errno = fork_error;
        return -1;
    }
    return __real_fork();
}

ssize_t __wrap_read(int fd, void *buffer, size_t size)
{
    if (interrupt_read) {
        interrupt_read = false;
        errno = EINTR;
        return -1;
    }
    return __real_read(fd, buffer, size);
}

int __wrap_fcntl(int fd, int command, int argument)
{
    if (duplicate_error != 0) {
        errno = duplicate_error;
        return -1;
    }
    return __real_fcntl(fd, command, argument);
}

long __wrap_syscall(long number, long a, long b, long c)
{
    if (no_close_range) {
        errno = ENOSYS;
        return -1;
    }
    return __real_syscall(number, a, b, c);
}

static char root[64];

static char *path_of(const char *name)
{
    static char path[128];

    snprintf(path, sizeof(path), "%s/%s", root, name);
    return path;
}

static void put_file(const char *name, const char *text, mode_t mode)
{
    FILE *file = fopen(path_of(name), "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path_of(name), mode), 0);
}

static int set_up(void **state)
{
    (void) state;
    snprintf(root, sizeof(root), "/tmp/test_child_exec.XXXXXX");
    if (mkdtemp(root) == NULL) {
        return -1;
    }
    put_file("plain", "text\n", 0644);
    put_file("orphan", "#!/no/such/interpreter -x\n", 0755);
    put_file("script", "#! /bin/sh\nexit 7\n", 0755);
    return 0;
}

static int tear_down(void **state)
{
    static const char *const names[] = {"plain", "orphan", "script", "output"};

    (void) state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        (void) unlink(path_of(names[i]));
    }
    return rmdir(root);
}

static int wait_for(pid_t pid)
{
    int status;

    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static int open_descriptors(void)
{
    int count = 0;

    for (int fd = 0; fd < 256; fd++) {
        count += __real_fcntl(fd, F_GETFD, 0) >= 0;
    }
    return count;
}

static int redirect(void *argument)
{
    int fd = open(argument, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    return fd < 0 || dup2(fd, STDOUT_FILENO) < 0 ? errno : 0;
}

/* Starts a shell command whose output goes to the file "output", and returns its status. */
static int run_shell(const char *command, const char *directory)
{
    struct child_spec spec = {
        .path = "/bin/sh",
        .argv = (char *[]){"sh", "-c", (char *) command, NULL},
        .envp = (char *[]){"PATH=/usr/bin:/bin", "A=b c", NULL},
        .directory = directory,
        .prepare = redirect,
        .argument = path_of("output"),
    };
    struct child_report report;
    pid_t pid;

    assert_int_equal(child_exec_start(&spec, &pid, &report), 0);
    assert_int_equal(report.stage, CHILD_STAGE_NONE);
    return wait_for(pid);
}

static void expect_output(const char *expected)
{
    char text[1024] = "";
    FILE *file = fopen(path_of("output"), "r");

    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    (void) fclose(file);
    assert_string_equal(text, expected);
}

static void expect_failure(const struct child_spec *spec, enum child_stage stage, int error,
                           bool has_child)
{
    int before = open_descriptors();
    struct child_report report;
    pid_t pid;

    assert_int_equal(child_exec_start(spec, &pid, &report), -error);
    assert_int_equal(report.stage, stage);
    assert_int_equal(report.error, error);
    assert_int_equal(pid > 0, has_child);
    if (has_child) {
        assert_true(WIFEXITED(wait_for(pid)));
    }
    assert_int_equal(open_descriptors(), before);
}

static const struct child_spec shell = {
    .path = "/bin/sh",
    .argv = (char *[]){"sh", "-c", "exit 3", NULL},
    .envp = (char *[]){NULL},
};

static void test_parent_fails(void **state)
{
    (void) state;
    pipe_error = EMFILE;
    expect_failure(&shell, CHILD_STAGE_PIPE, EMFILE, false);
    pipe_error = 0;
    duplicate_error = EMFILE;
    expect_failure(&shell, CHILD_STAGE_PIPE, EMFILE, false);
    duplicate_error = 0;
    fork_error = EAGAIN;
    expect_failure(&shell, CHILD_STAGE_FORK, EAGAIN, false);
    fork_error = 0;
}

static int refuse(void *argument)
{
    return *(int *) argument;
}

static void test_child_fails(void **state)
{
    struct child_spec spec = shell;
    int error = EIO;

    (void) state;
    spec.prepare = refuse;
    spec.argument = &error;
    expect_failure(&spec, CHILD_STAGE_PREPARE, EIO, true);
    spec = shell;
    spec.directory = "/no/such/directory";
    expect_failure(&spec, CHILD_STAGE_CHDIR, ENOENT, true);
    spec = shell;
    spec.path = "/no/such/program";
    expect_failure(&spec, CHILD_STAGE_EXEC, ENOENT, true);
    spec.path = path_of("plain");
    expect_failure(&spec, CHILD_STAGE_EXEC, EACCES, true);
    spec.path = path_of("orphan");
    expect_failure(&spec, CHILD_STAGE_EXEC, ENOENT, true);
    spec.path = "/";
    expect_failure(&spec, CHILD_STAGE_EXEC, EACCES, true);
}

static void test_runs(void **state)
{
    struct child_report report;
    pid_t pid;

    (void) state;
    interrupt_read = true;
    assert_int_equal(child_exec_start(&shell, &pid, &report), 0);
    assert_int_equal(WEXITSTATUS(wait_for(pid)), 3);
}

static void test_inherits_what_it_should(void **state)
{
    (void) state;
    assert_int_equal(run_shell("pwd; echo \"$A\"; echo \"$0\"", root), 0);
    {
        char expected[256];

        snprintf(expected, sizeof(expected), "%s\nb c\nsh\n", root);
        expect_output(expected);
    }
    assert_int_equal(run_shell("test $$ = $(ps -o pgid= -p $$)", NULL), 0);
}

static void check_descriptors(void)
{
    int extra = open("/dev/null", O_RDONLY);
    int high = __real_fcntl(extra, F_DUPFD, 200);

    assert_true(high >= 200);
    assert_int_equal(run_shell("ls /proc/$$/fd; true", NULL), 0);
    (void) close(extra);
    (void) close(high);
    expect_output("0\n1\n2\n");
}

static void test_no_descriptor_leaks(void **state)
{
    (void) state;
    check_descriptors();
    no_close_range = true;
    check_descriptors();
    no_close_range = false;
}

static void test_closed_standard_descriptors(void **state)
{
    int saved = dup(STDIN_FILENO);
    int status;

    (void) state;
    (void) close(STDIN_FILENO);
    status = run_shell("exit 4", NULL);
    assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
    (void) close(saved);
    assert_int_equal(WEXITSTATUS(status), 4);
}

static void on_signal(int number)
{
    (void) number;
}

/* What the child's status file says about signals 1 to 28: which are blocked, ignored, caught. */
static void test_signals(void **state)
{
    sigset_t set;
    sigset_t saved;

    (void) state;
    /* Whoever runs this test may ignore some itself. */
    for (int number = 1; number < SIGSYS; number++) {
        signal(number, SIG_DFL);
    }
    signal(SIGTERM, on_signal);
    signal(SIGUSR1, on_signal);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGUSR2, SIG_IGN);
    sigfillset(&set);
    sigprocmask(SIG_BLOCK, &set, &saved);
    assert_int_equal(
        run_shell("exec sed -n 's/^Sig\\(Blk\\|Ign\\|Cgt\\):\t[0-9a-f]\\{9\\}0*/\\1 /p' "
                  "/proc/self/status",
                  NULL),
        0);
    sigprocmask(SIG_SETMASK, &saved, NULL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGUSR1, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGUSR2, SIG_DFL);
    /* Only SIGUSR2 (12), which the user ignores, is left: bit 11. */
    expect_output("Blk \nIgn 800\nCgt \n");
}

static void test_parents_mask_comes_back(void **state)
{
    struct child_report report;
    sigset_t set;
    pid_t pid;

    (void) state;
    assert_int_equal(child_exec_start(&shell, &pid, &report), 0);
    sigprocmask(SIG_BLOCK, NULL, &set);
    assert_false(sigismember(&set, SIGTERM));
    (void) wait_for(pid);
}

static void test_check(void **state)
{
    (void) state;
    assert_int_equal(child_exec_check("/bin/sh", NULL), 0);
    assert_int_equal(child_exec_check(path_of("script"), NULL), 0);
    assert_int_equal(child_exec_check("script", root), 0);
    assert_int_equal(child_exec_check("script", "/no/such/directory"), -ENOENT);
    assert_int_equal(child_exec_check("none", root), -ENOENT);
    assert_int_equal(child_exec_check("plain", root), -EACCES);
    assert_int_equal(child_exec_check("plain/below", root), -ENOTDIR);
    assert_int_equal(child_exec_check("/", NULL), -EACCES);
    assert_int_equal(child_exec_check("orphan", root), -ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parent_fails),
        cmocka_unit_test(test_child_fails),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_inherits_what_it_should),
        cmocka_unit_test(test_no_descriptor_leaks),
        cmocka_unit_test(test_closed_standard_descriptors),
        cmocka_unit_test(test_signals),
        cmocka_unit_test(test_parents_mask_comes_back),
        cmocka_unit_test(test_check),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
