/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: signals for one thread, and masks that children and programs inherit. A helper that
 * blocks nothing lives all the time. */
#include "probe.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile bool stop;

static void *live(void *argument)
{
    while (!stop) {
        usleep(1000);
    }
    return argument;
}

static void block(int number, sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, number);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, set, NULL), 0);
}

static void take(const sigset_t *set, int number)
{
    const struct timespec second = {.tv_sec = 1};

    CHECK_INT(sigtimedwait(set, NULL, &second), number);
    CHECK_INT(pthread_sigmask(SIG_UNBLOCK, set, NULL), 0);
}

/* A socket whose other end is closed. */
static int hung_up(void)
{
    int fds[2];

    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    close(fds[1]);
    return fds[0];
}

static void *write_blocking(void *argument)
{
    int fd = hung_up();
    sigset_t set;

    block(SIGPIPE, &set);
    CHECK_INT(write(fd, "x", 1), -1);
    CHECK_INT(errno, EPIPE);
    usleep(2000);
    close(fd);
    return argument;
}

/* Written by a thread that ends, too: its SIGPIPE ends with it. */
static void pipe_signals(void)
{
    int fd = hung_up();
    sigset_t set;

    probe_join(probe_start(write_blocking, NULL));
    block(SIGPIPE, &set);
    CHECK_INT(write(fd, "x", 1), -1);
    CHECK_INT(errno, EPIPE);
    usleep(2000);
    take(&set, SIGPIPE);
    close(fd);
}

static volatile sig_atomic_t handled;

static void handle(int number)
{
    handled = number;
}

static void sent_to_thread(int (*send)(int))
{
    sigset_t set;
    sigset_t pending;

    block(SIGUSR1, &set);
    CHECK_INT(send(SIGUSR1), 0);
    usleep(2000);
    CHECK_INT(sigpending(&pending), 0);
    CHECK_INT(sigismember(&pending, SIGUSR1), 1);
    take(&set, SIGUSR1);
    block(SIGUSR2, &set);
    CHECK_INT(send(SIGUSR2), 0);
    usleep(2000);
    CHECK_INT(handled, 0);
    CHECK_INT(pthread_sigmask(SIG_UNBLOCK, &set, NULL), 0);
    CHECK_INT(handled, SIGUSR2);
    handled = 0;
}

static int kill_self(int number)
{
    return pthread_kill(pthread_self(), number);
}

static int queue_self(int number)
{
    return pthread_sigqueue(pthread_self(), number, (union sigval){.sival_int = 1});
}

static void thread_signals(void)
{
    signal(SIGUSR2, handle);
    sent_to_thread(raise);
    sent_to_thread(kill_self);
    sent_to_thread(queue_self);
    signal(SIGUSR2, SIG_DFL);
}

static void check_child(pid_t child)
{
    int status;

    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK_INT(status, 0);
}

static void inherited_masks(void)
{
    sigset_t set;
    sigset_t now;
    pid_t child;

    block(SIGUSR1, &set);
    child = fork();
    if (child == 0) {
        sigprocmask(SIG_BLOCK, NULL, &now);
        _exit(sigismember(&now, SIGUSR1) == 1 ? 0 : 1);
    }
    check_child(child);
    child = fork();
    if (child == 0) {
        execl("/bin/grep", "grep", "-q", "^SigBlk:.*200$", "/proc/self/status", (char *) NULL);
    }
    check_child(child);
    child = vfork();
    if (child == 0) {
        execl("/bin/grep", "grep", "-q", "^SigBlk:.*200$", "/proc/self/status", (char *) NULL);
        _exit(1);
    }
    check_child(child);
    CHECK_INT(execl("/nowhere", "nowhere", (char *) NULL), -1);
    CHECK_INT(errno, ENOENT);
    CHECK_INT(pthread_sigmask(SIG_UNBLOCK, &set, NULL), 0);
}

/* poll() reports that it hung up, select() does not. */
static void exceptions_only(void)
{
    struct timeval limit = {.tv_usec = 50000};
    int fd = hung_up();
    double start = probe_milliseconds();
    fd_set set;

    FD_ZERO(&set);
    FD_SET(fd, &set);
    CHECK_INT(select(fd + 1, NULL, NULL, &set, &limit), 0);
    CHECK_INT(FD_ISSET(fd, &set), 0);
    CHECK(probe_milliseconds() - start >= 49);
    close(fd);
}

static void children_by_id(void)
{
    pid_t child = fork();
    siginfo_t info;

    if (child == 0) {
        _exit(0);
    }
    CHECK_INT(waitid(P_PID, (id_t) -1, &info, WEXITED), -1);
    CHECK_INT(errno, EINVAL);
    CHECK_INT(waitid(P_PID, (id_t) child, &info, WEXITED | 0x100), -1);
    CHECK_INT(errno, EINVAL);
    CHECK_INT(waitid(P_PGID, 1, &info, WEXITED | WNOHANG), -1);
    CHECK_INT(errno, ECHILD);
    check_child(child);
}

static void reap(int number)
{
    int saved = errno;

    (void) number;
    while (waitpid(-1, NULL, WNOHANG) > 0) {
    }
    errno = saved;
}

/* With kernel threads, the helper may take the signal, and the shell with it. */
static void commands(void)
{
    signal(SIGCHLD, reap);
    for (int i = 0; i < 5 && probe_is_cooperative(); i++) {
        CHECK_INT(system("exit 7"), 7 << 8);
    }
    signal(SIGCHLD, SIG_DFL);
}

int main(int argc, char **argv)
{
    static const struct probe probes[] = {
        {"sigpipe", pipe_signals},      {"to-thread", thread_signals},
        {"inherited", inherited_masks}, {"exceptions", exceptions_only},
        {"waitid", children_by_id},     {"system", commands},
    };
    pthread_t thread = probe_start(live, NULL);
    int rc = probe_main(argc, argv, probes, sizeof(probes) / sizeof(probes[0]));

    stop = true;
    probe_join(thread);
    return rc;
}
