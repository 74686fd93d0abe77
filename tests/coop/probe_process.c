/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: what threads have to do with the process: fork, signals, children, the end. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile bool stop;
static volatile int counted;
static char trace[1];

static void *count_until_stop(void *argument)
{
    while (!stop) {
        usleep(1000);
        counted++;
    }
    return argument;
}

static pthread_t started(void *(*body)(void *), void *argument)
{
    stop = false;
    counted = 0;
    return probe_start(body, argument);
}

static void stopped(pthread_t thread)
{
    stop = true;
    probe_join(thread);
}

/* The status of a child that must have exited. */
static int status_of(pid_t child)
{
    int status;

    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void *return_argument(void *argument)
{
    return argument;
}

/* In the child only the caller exists, and it can have new threads. */
static int child_life(int counted_before)
{
    pthread_t thread;
    void *value;

    usleep(20000);
    if (counted != counted_before) {
        return 1;
    }
    if (pthread_create(&thread, NULL, return_argument, trace) != 0 ||
        pthread_join(thread, &value) != 0 || value != trace) {
        return 2;
    }
    return 42;
}

static void forked(void)
{
    pthread_t thread = started(count_until_stop, NULL);
    pid_t child;

    usleep(5000);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        _exit(child_life(counted));
    }
    CHECK_INT(status_of(child), 42);
    CHECK(counted > 0);
    stopped(thread);
}

static void *fork_in_helper(void *argument)
{
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        /* The end of the only thread is the end of the process. */
        return child_life(counted) == 42 ? argument : (_exit(1), argument);
    }
    CHECK_INT(status_of(child), 0);
    return argument;
}

static void forked_by_helper(void)
{
    pthread_t thread = started(fork_in_helper, NULL);

    usleep(1000);
    stopped(thread);
}

/* The status of a child that becomes a program by EXEC. */
static int executed(void (*exec)(void))
{
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        exec();
        _exit(1);
    }
    return status_of(child);
}

static void by_execl(void)
{
    execl("/bin/sh", "sh", "-c", "exit $2", "sh", "1", "21", NULL);
}

static void by_execlp(void)
{
    execlp("sh", "sh", "-c", "exit $2", "sh", "1", "22", NULL);
}

static void by_execle(void)
{
    char *environment[] = {"STATUS=23", NULL};

    execle("/bin/sh", "sh", "-c", "exit $STATUS", NULL, environment);
}

static int descriptor;

static void by_fexecve(void)
{
    fexecve(descriptor, (char *[]){"sh", "-c", "exit 24", NULL}, environ);
}

/* A copy of the shell that has lost its name. */
static int nameless_shell(void)
{
    char path[] = "/tmp/probe-process-XXXXXX";
    char buffer[4096];
    int from = open("/bin/sh", O_RDONLY | O_CLOEXEC);
    int to = mkstemp(path);
    int fd;
    ssize_t size;

    CHECK(from >= 0 && to >= 0);
    while ((size = read(from, buffer, sizeof(buffer))) > 0) {
        CHECK_INT(write(to, buffer, (size_t) size), size);
    }
    CHECK_INT(fchmod(to, 0700), 0);
    close(from);
    close(to);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0);
    CHECK_INT(unlink(path), 0);
    return fd;
}

static void programs_of_descriptors_executed(void)
{
    descriptor = open("/bin/sh", O_RDONLY | O_CLOEXEC);
    CHECK_INT(executed(by_fexecve), 24);
    close(descriptor);
    descriptor = nameless_shell();
    CHECK_INT(executed(by_fexecve), 24);
    close(descriptor);
}

static void programs_executed(void)
{
    pthread_t thread = started(count_until_stop, NULL);

    CHECK_INT(executed(by_execl), 21);
    CHECK_INT(executed(by_execlp), 22);
    CHECK_INT(executed(by_execle), 23);
    stopped(thread);
}

static void programs_started(void)
{
    pthread_t thread = started(count_until_stop, NULL);
    char *arguments[] = {"sh", "-c", "exit 7", NULL};
    FILE *output;
    char line[16] = "";
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        execvp(arguments[0], arguments);
        _exit(1);
    }
    CHECK_INT(status_of(child), 7);
    CHECK_INT(WEXITSTATUS(system("exit 3")), 3);
    output = popen("echo hello", "r");
    CHECK(output != NULL);
    CHECK(fgets(line, sizeof(line), output) != NULL);
    CHECK(strcmp(line, "hello\n") == 0);
    CHECK_INT(pclose(output), 0);
    stopped(thread);
}

static void helpers_run_while_waiting(void)
{
    pthread_t thread = started(count_until_stop, NULL);
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        usleep(100000);
        _exit(5);
    }
    CHECK_INT(status_of(child), 5);
    CHECK(counted > 0);
    CHECK_INT(waitpid(child, NULL, 0), -1);
    CHECK_INT(errno, ECHILD);
    stopped(thread);
}

static volatile sig_atomic_t handled;

static void handle(int number)
{
    handled = number;
}

static void *block_all(void *argument)
{
    sigset_t all;
    sigset_t now;

    sigfillset(&all);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, &all, NULL), 0);
    usleep(1000);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, NULL, &now), 0);
    CHECK_INT(sigismember(&now, SIGUSR2), 1);
    return count_until_stop(argument);
}

/* A helper that blocks signals does not keep them from the main thread. */
static void masks(void)
{
    pthread_t thread;
    sigset_t now;
    sigset_t usr2;

    signal(SIGUSR2, handle);
    thread = started(block_all, NULL);
    usleep(5000);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, NULL, &now), 0);
    CHECK_INT(sigismember(&now, SIGUSR2), 0);
    CHECK_INT(kill(getpid(), SIGUSR2), 0);
    usleep(1000);
    CHECK_INT(handled, SIGUSR2);
    sigemptyset(&usr2);
    sigaddset(&usr2, SIGUSR2);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, &usr2, NULL), 0);
    handled = 0;
    CHECK_INT(kill(getpid(), SIGUSR2), 0);
    usleep(5000);
    CHECK_INT(handled, 0);
    CHECK_INT(pthread_sigmask(SIG_UNBLOCK, &usr2, NULL), 0);
    CHECK_INT(handled, SIGUSR2);
    CHECK_INT(pthread_sigmask(99, &usr2, NULL), EINVAL);
    stopped(thread);
}

static void *wait_for_signal(void *argument)
{
    sigset_t set;
    int number;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    CHECK_INT(sigwait(&set, &number), 0);
    CHECK_INT(number, SIGTERM);
    return argument;
}

/* The usual way to handle signals with threads: all block them, one waits. */
static void signal_thread(void)
{
    sigset_t set;
    pthread_t thread;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, &set, NULL), 0);
    thread = started(wait_for_signal, NULL);
    usleep(5000);
    CHECK_INT(kill(getpid(), SIGTERM), 0);
    probe_join(thread);
    CHECK_INT(pthread_sigmask(SIG_UNBLOCK, &set, NULL), 0);
}

static void wait_in_handler(int number)
{
    struct timespec moment = {.tv_nsec = 200000};
    int saved = errno;

    handled = number;
    nanosleep(&moment, NULL);
    poll(NULL, 0, 1);
    errno = saved;
}

/* Handlers may wait, whatever they interrupt: here, mostly the scheduler. */
static void handlers_that_wait(void)
{
    struct sigaction action = {.sa_handler = wait_in_handler};
    struct itimerval timer = {.it_interval = {.tv_usec = 3000}, .it_value = {.tv_usec = 3000}};
    const struct itimerval none = {.it_value = {0}};
    pthread_t thread = started(count_until_stop, NULL);
    int rounds = 0;

    handled = 0;
    CHECK_INT(sigaction(SIGALRM, &action, NULL), 0);
    CHECK_INT(setitimer(ITIMER_REAL, &timer, NULL), 0);
    while (rounds < 300 || handled == 0) {
        usleep(100);
        sched_yield();
        rounds++;
    }
    CHECK_INT(setitimer(ITIMER_REAL, &none, NULL), 0);
    stopped(thread);
    CHECK(counted > 0);
}

static void *exit_process(void *argument)
{
    usleep(1000);
    exit(*(int *) argument);
}

static void exit_by_helper(void)
{
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        int status = 9;
        pthread_t thread = started(exit_process, &status);

        pthread_join(thread, NULL);
        _exit(1);
    }
    CHECK_INT(status_of(child), 9);
}

static void *outlive_main(void *argument)
{
    usleep(20000);
    _exit(11);
    return argument;
}

static void main_leaves_first(void)
{
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        started(outlive_main, NULL);
        pthread_exit(NULL);
    }
    CHECK_INT(status_of(child), 11);
}

static void all_leave(void)
{
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        started(return_argument, NULL);
        pthread_exit(NULL);
    }
    CHECK_INT(status_of(child), 0);
}

int main(int argc, char **argv)
{
    static const struct probe probes[] = {
        {"fork", forked},
        {"fork-by-helper", forked_by_helper},
        {"exec", programs_executed},
        {"fexecve", programs_of_descriptors_executed},
        {"programs", programs_started},
        {"waitpid", helpers_run_while_waiting},
        {"masks", masks},
        {"signal-thread", signal_thread},
        {"handlers-that-wait", handlers_that_wait},
        {"exit-by-helper", exit_by_helper},
        {"main-leaves-first", main_leaves_first},
        {"all-leave", all_leave},
    };

    return probe_main(argc, argv, probes, sizeof(probes) / sizeof(probes[0]));
}
