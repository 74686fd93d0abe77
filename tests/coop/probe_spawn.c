/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: starting programs by posix_spawn(), system() and popen(). */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Not in every glibc. */
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first)
    __attribute__((weak));

static posix_spawn_file_actions_t actions;
static posix_spawnattr_t attributes;

static void begin(void)
{
    CHECK_INT(posix_spawn_file_actions_init(&actions), 0);
    CHECK_INT(posix_spawnattr_init(&attributes), 0);
}

static void end(void)
{
    CHECK_INT(posix_spawn_file_actions_destroy(&actions), 0);
    CHECK_INT(posix_spawnattr_destroy(&attributes), 0);
}

static int status_of(pid_t child)
{
    int status;

    CHECK_INT(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* The exit status of LINE, run by a shell with actions and attributes. */
static int shell(const char *line)
{
    char *argv[] = {"sh", "-c", (char *) line, NULL};
    pid_t child = 0;

    CHECK_INT(posix_spawn(&child, "/bin/sh", &actions, &attributes, argv, environ), 0);
    CHECK(child > 0);
    return status_of(child);
}

static void plain(void)
{
    char *argv[] = {"sh", "-c", "exit $STATUS", NULL};
    /* What mosix_calls has in the environment must stay there. */
    char *envp[] = {"STATUS=9", probe_variable("LD_PRELOAD"), probe_variable("GLIBC_TUNABLES"),
                    NULL};
    pid_t child;

    CHECK_INT(posix_spawn(&child, "/bin/sh", NULL, NULL, argv, envp), 0);
    CHECK_INT(status_of(child), 9);
    CHECK_INT(posix_spawnp(&child, "sh", NULL, NULL, argv, envp), 0);
    CHECK_INT(status_of(child), 9);
}

/* Exec's error is the function's, and there is no child. */
static void errors(void)
{
    char *argv[] = {"x", NULL};
    pid_t child;

    CHECK_INT(posix_spawn(&child, "/no/such/program", NULL, NULL, argv, environ), ENOENT);
    CHECK_INT(posix_spawnp(&child, "no-such-program", NULL, NULL, argv, environ), ENOENT);
    CHECK_INT(posix_spawn(&child, "/etc/passwd", NULL, NULL, argv, environ), EACCES);
    CHECK_INT(waitpid(-1, NULL, 0), -1);
    CHECK_INT(errno, ECHILD);
    begin();
    CHECK_INT(posix_spawn_file_actions_addclose(&actions, -1), EBADF);
    CHECK_INT(posix_spawn_file_actions_addopen(&actions, 5, "/no/such/file", O_RDONLY, 0), 0);
    CHECK_INT(posix_spawn(&child, "/bin/sh", &actions, NULL, argv, environ), ENOENT);
    end();
    begin();
    CHECK_INT(posix_spawn_file_actions_adddup2(&actions, 77, 5), 0);
    CHECK_INT(posix_spawn(&child, "/bin/sh", &actions, NULL, argv, environ), EBADF);
    end();
}

/* The child of vfork() and of fork(): what is not there, cannot be, or has no first line. */
static void exec_answers(void)
{
    char *argv[] = {"x", "-c", "exit 3", NULL};
    pid_t child = fork();

    if (child == 0) {
        CHECK_INT(execv("/no/such/program", argv), -1);
        CHECK_INT(errno, ENOENT);
        CHECK_INT(execvp("no-such-program", argv), -1);
        CHECK_INT(errno, ENOENT);
        CHECK_INT(execve("/etc/passwd", argv, environ), -1);
        CHECK_INT(errno, EACCES);
        CHECK_INT(execl("/etc", "x", NULL), -1);
        CHECK_INT(errno, EACCES);
        execvp("sh", argv);
        _exit(1);
    }
    CHECK_INT(status_of(child), 3);
}

/* A script without a first line is the shell's for execvp(), and nobody's for execve(). */
static void exec_of_text(void)
{
    char path[] = "/tmp/probe-text-XXXXXX";
    int fd = mkstemp(path);
    char *argv[] = {"x", "4", NULL};
    pid_t child;

    CHECK(fd >= 0);
    CHECK_INT(write(fd, "exit $1\n", 8), 8);
    CHECK_INT(fchmod(fd, 0755), 0);
    close(fd);
    child = fork();
    if (child == 0) {
        CHECK_INT(execv(path, argv), -1);
        CHECK_INT(errno, ENOEXEC);
        execvp(path, argv);
        _exit(1);
    }
    CHECK_INT(status_of(child), 4);
    CHECK_INT(unlink(path), 0);
}

/* Each is found by wait, however soon it ends. */
static void short_lives(void)
{
    for (int i = 0; i < 100; i++) {
        pid_t child = fork();

        if (child == 0) {
            _exit(i);
        }
        CHECK_INT(status_of(child), i);
    }
    CHECK_INT(waitpid(-1, NULL, 0), -1);
    CHECK_INT(errno, ECHILD);
}

static char directory[] = "/tmp/probe-spawn-XXXXXX";

/* open, dup2, close, chdir and fchdir, in their order. The pipe by which errors come back takes
 * one of the lowest free numbers; the actions use all of these. */
static void file_actions(void)
{
    int low = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int root = fcntl(low, F_DUPFD_CLOEXEC, 60);

    CHECK(root >= 60);
    close(low);
    CHECK(mkdtemp(directory) != NULL);
    begin();
    CHECK_INT(posix_spawn_file_actions_addchdir_np(&actions, directory), 0);
    for (int fd = 3; fd < 10; fd++) {
        CHECK_INT(posix_spawn_file_actions_addopen(&actions, fd, "file",
                                                   O_WRONLY | O_CREAT | O_APPEND, 0640),
                  0);
    }
    CHECK_INT(posix_spawn_file_actions_adddup2(&actions, 3, 20), 0);
    CHECK_INT(posix_spawn_file_actions_adddup2(&actions, 20, 4), 0);
    CHECK_INT(posix_spawn_file_actions_addclose(&actions, 3), 0);
    CHECK_INT(posix_spawn_file_actions_addclose(&actions, 33), 0);
    CHECK_INT(posix_spawn_file_actions_addfchdir_np(&actions, root), 0);
    CHECK_INT(shell("[ \"$(pwd)\" = / ] && echo one >&4 && echo two >&9 && ! (: >&3) 2>&-"), 0);
    end();
    begin();
    CHECK_INT(posix_spawn_file_actions_addchdir_np(&actions, directory), 0);
    CHECK_INT(shell("[ \"$(cat file)\" = \"$(printf 'one\\ntwo')\" ] && rm file"), 0);
    end();
    CHECK_INT(rmdir(directory), 0);
    close(root);
}

/* A copy onto itself survives exec; closefrom leaves nothing but what is below. */
static void inheritance(void)
{
    int fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 7);
    char line[64];

    CHECK(fd >= 7 && fd < 10);
    begin();
    snprintf(line, sizeof(line), "[ -e /proc/self/fd/%d ]", fd);
    CHECK_INT(shell(line), 1);
    CHECK_INT(posix_spawn_file_actions_adddup2(&actions, fd, fd), 0);
    CHECK_INT(shell(line), 0);
    if (posix_spawn_file_actions_addclosefrom_np != NULL) {
        CHECK_INT(posix_spawn_file_actions_addclosefrom_np(&actions, 3), 0);
        CHECK_INT(shell(line), 1);
        CHECK_INT(shell("exit 4"), 4);
    }
    end();
    close(fd);
}

/* This program, which answers questions about itself by its exit status: see answer(). Not the
 * shell by /proc, which shows what mosrun does to a process, not what the program sees. */
static const char *own_name;

static int ask(const char *question, int number)
{
    char argument[16];
    char *argv[] = {(char *) own_name, "--ask", (char *) question, argument, NULL};
    pid_t child = 0;

    snprintf(argument, sizeof(argument), "%d", number);
    CHECK_INT(posix_spawn(&child, own_name, &actions, &attributes, argv, environ), 0);
    return status_of(child);
}

static int answer(const char *question, int number)
{
    struct sigaction action;
    sigset_t mask;

    sigprocmask(SIG_BLOCK, NULL, &mask);
    sigaction(number, NULL, &action);
    if (strcmp(question, "blocked") == 0) {
        return sigismember(&mask, number);
    } else if (strcmp(question, "ignored") == 0) {
        return action.sa_handler == SIG_IGN;
    } else if (strcmp(question, "caught") == 0) {
        return action.sa_handler != SIG_IGN && action.sa_handler != SIG_DFL;
    } else if (strcmp(question, "own-group") == 0) {
        return getpgrp() == getpid();
    } else if (strcmp(question, "own-session") == 0) {
        return getsid(0) == getpid();
    }
    return 99;
}

static void ignore_it(int number)
{
    (void) number;
}

/* MOSIX 4.4.3 unblocks all signals at exec [real]: there, this one cannot be right. */
static void mask(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    CHECK_INT(sigprocmask(SIG_BLOCK, &set, NULL), 0);
    begin();
    CHECK_INT(ask("blocked", SIGUSR2), 1);
    CHECK_INT(ask("blocked", SIGUSR1), 0);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    posix_spawnattr_setsigmask(&attributes, &set);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    CHECK_INT(ask("blocked", SIGUSR2), 0);
    CHECK_INT(ask("blocked", SIGUSR1), 1);
    end();
    sigaddset(&set, SIGUSR2);
    CHECK_INT(sigprocmask(SIG_UNBLOCK, &set, NULL), 0);
}

static void signals(void)
{
    sigset_t set;

    signal(SIGUSR1, SIG_IGN);
    signal(SIGHUP, ignore_it);
    begin();
    CHECK_INT(ask("ignored", SIGUSR1), 1);
    CHECK_INT(ask("ignored", SIGHUP), 0);
    CHECK_INT(ask("caught", SIGHUP), 0);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    posix_spawnattr_setsigdefault(&attributes, &set);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    CHECK_INT(ask("ignored", SIGUSR1), 0);
    end();
    signal(SIGUSR1, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
}

static void groups(void)
{
    begin();
    CHECK_INT(ask("own-group", 0), 0);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    CHECK_INT(ask("own-group", 0), 1);
    CHECK_INT(ask("own-session", 0), 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    CHECK_INT(ask("own-session", 0), 1);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_RESETIDS);
    CHECK_INT(shell("exit 3"), 3);
    end();
}

static volatile int counted;
static volatile bool stop;

static void *count_until_stop(void *argument)
{
    while (!stop) {
        usleep(1000);
        counted++;
    }
    return argument;
}

static void system_status(void)
{
    struct sigaction action;
    pthread_t thread;

    CHECK(system(NULL) != 0);
    CHECK_INT(WEXITSTATUS(system("exit 3")), 3);
    CHECK_INT(WTERMSIG(system("kill -TERM $$")), SIGTERM);
    CHECK_INT(WEXITSTATUS(system("no-such-command 2>/dev/null")), 127);
    CHECK_INT(WTERMSIG(system("kill -INT $$")), SIGINT);
    CHECK_INT(sigaction(SIGINT, NULL, &action), 0);
    CHECK(action.sa_handler == SIG_DFL);
    stop = false;
    counted = 0;
    thread = probe_start(count_until_stop, NULL);
    CHECK_INT(system("sleep 0.1"), 0);
    CHECK(counted > 0);
    stop = true;
    probe_join(thread);
}

static void *run_for_ever(void *argument)
{
    system("exec sleep 600");
    return argument;
}

/* A thread that is cancelled in system() takes its shell along. */
static void system_cancelled(void)
{
    pthread_t thread = probe_start(run_for_ever, NULL);
    struct sigaction action;
    void *result;

    usleep(50000);
    CHECK_INT(pthread_cancel(thread), 0);
    CHECK_INT(pthread_join(thread, &result), 0);
    CHECK(result == PTHREAD_CANCELED);
    CHECK_INT(waitpid(-1, NULL, 0), -1);
    CHECK_INT(errno, ECHILD);
    CHECK_INT(sigaction(SIGINT, NULL, &action), 0);
    CHECK(action.sa_handler == SIG_DFL);
}

static void streams_read(void)
{
    /* The compiler knows that pclose() is the right function. */
    int (*volatile close_stream)(FILE *) = fclose;
    char line[32] = "";
    FILE *file = popen("echo hello; exit 5", "r");

    CHECK(file != NULL);
    CHECK_INT(fcntl(fileno(file), F_GETFD), 0);
    CHECK(fgets(line, sizeof(line), file) != NULL);
    CHECK(strcmp(line, "hello\n") == 0);
    CHECK_INT(WEXITSTATUS(pclose(file)), 5);
    file = popen("exit 6", "re");
    CHECK(file != NULL);
    CHECK_INT(fcntl(fileno(file), F_GETFD), FD_CLOEXEC);
    CHECK_INT(WEXITSTATUS(close_stream(file)), 6);
    CHECK(popen("true", "x") == NULL);
    CHECK_INT(errno, EINVAL);
    CHECK(popen("true", "") == NULL);
    CHECK_INT(errno, EINVAL);
}

/* The second shell must not hold the first one's input open, or that would never end. */
static void streams_written(void)
{
    FILE *first = popen("[ \"$(cat)\" = word ]", "w");
    FILE *second = popen("cat", "w");

    CHECK(first != NULL && second != NULL);
    CHECK(fputs("word\n", first) >= 0);
    CHECK_INT(pclose(first), 0);
    CHECK_INT(pclose(second), 0);
}

int main(int argc, char **argv)
{
    static const struct probe probes[] = {
        {"plain", plain},
        {"errors", errors},
        {"exec-answers", exec_answers},
        {"exec-of-text", exec_of_text},
        {"short-lives", short_lives},
        {"file-actions", file_actions},
        {"inheritance", inheritance},
        {"mask", mask},
        {"signals", signals},
        {"groups", groups},
        {"system", system_status},
        {"system-cancelled", system_cancelled},
        {"popen-read", streams_read},
        {"popen-write", streams_written},
    };

    own_name = argv[0];
    if (argc == 4 && strcmp(argv[1], "--ask") == 0) {
        return answer(argv[2], atoi(argv[3]));
    }
    free(malloc(1));
    return probe_main(argc, argv, probes, sizeof(probes) / sizeof(probes[0]));
}
