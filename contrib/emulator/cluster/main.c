/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * try-cluster: runs a command on the first of several emulated hosts, and sees that nothing of them
 * is left when it ends, however that is. openmpi-mosix-try --nodes calls it.
 *
 *     try-cluster HOSTS NODES NATIVE COMMAND [ARGUMENT...]
 *
 * HOSTS is the program that makes hosts, which is called as HOSTS make NODES NATIVE, and then as
 * HOSTS enter 1 COMMAND...
 *
 * Everything lives in a namespace of process IDs, whose first process is a child of this one and is
 * killed by the kernel when this one ends. With it the kernel ends all others, and with these go
 * their networks and what they have mounted, because none of that has a name elsewhere.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Nothing could be run. */
#define STATUS_FAILED 1

/* As shells do it: what the status of a killed process is above. */
#define STATUS_SIGNAL 128

static const int passed_on[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2};

static sigset_t mask_before;

static int fail(const char *what)
{
    fprintf(stderr,
            "openmpi-mosix-try: cannot %s: %s. Hosts need root, and in a container the "
            "right to mount and to make networks.\n",
            what, strerror(errno));
    return STATUS_FAILED;
}

static int status_of(int status)
{
    return WIFSIGNALED(status) ? STATUS_SIGNAL + WTERMSIG(status) : WEXITSTATUS(status);
}

/* A child that runs PROGRAM with the signals that this program was started with. */
static pid_t start(char *const words[])
{
    pid_t pid = fork();

    if (pid == 0) {
        (void) sigprocmask(SIG_SETMASK, &mask_before, NULL);
        execv(words[0], words);
        (void) fail(words[0]);
        _exit(STATUS_FAILED);
    }
    return pid;
}

/*
 * Waits for PID to end and returns its status; takes notice of all other children. A signal that
 * somebody sent to this process goes to PID, too. One from the terminal has reached that already.
 */
static int attend(pid_t pid, const sigset_t *signals)
{
    for (;;) {
        siginfo_t info;
        int status;
        pid_t ended;

        while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
            if (ended == pid) {
                return status_of(status);
            }
        }
        if (sigwaitinfo(signals, &info) > 0 && info.si_signo != SIGCHLD &&
            info.si_code != SI_KERNEL) {
            (void) kill(pid, info.si_signo);
        }
    }
}

/* Mounts of these hosts are seen by them alone, and /proc shows their processes. */
static int mount_own(void)
{
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) {
        return fail("keep mounts apart");
    }
    if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0) {
        return fail("mount /proc");
    }
    return 0;
}

/* The first process in the namespace. */
static int run_hosts(char *words[], const sigset_t *signals)
{
    char *make[] = {words[0], "make", words[1], words[2], NULL};
    int status = mount_own();
    pid_t pid;

    if (status != 0) {
        return status;
    }
    pid = start(make);
    if (pid < 0 || (status = attend(pid, signals)) != 0) {
        return pid < 0 ? fail("fork") : status;
    }
    /* The words before COMMAND make room for those of the call. */
    words[1] = "enter";
    words[2] = "1";
    pid = start(words);
    return pid < 0 ? fail("fork") : attend(pid, signals);
}

/* Whether the process at the other end of the pipe FD has ended. */
static bool is_alone(int fd)
{
    struct pollfd end = {.fd = fd};

    return poll(&end, 1, 0) > 0;
}

int main(int argc, char *argv[])
{
    sigset_t signals;
    int life[2];
    pid_t pid;

    if (argc < 5) {
        fprintf(stderr, "usage: try-cluster HOSTS NODES NATIVE COMMAND [ARGUMENT...]\n");
        return STATUS_FAILED;
    }
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    for (size_t i = 0; i < sizeof(passed_on) / sizeof(passed_on[0]); i++) {
        sigaddset(&signals, passed_on[i]);
    }
    (void) sigprocmask(SIG_BLOCK, &signals, &mask_before);
    /* An inherited "ignore" would make the kernel forget how children end. */
    (void) signal(SIGCHLD, SIG_DFL);
    if (unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC) < 0) {
        return fail("make namespaces");
    }
    if (pipe2(life, O_CLOEXEC) < 0 || (pid = fork()) < 0) {
        return fail("fork");
    }
    if (pid == 0) {
        close(life[1]);
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || is_alone(life[0])) {
            return fail("end with the process that started this");
        }
        return run_hosts(argv + 1, &signals);
    }
    close(life[0]);
    return attend(pid, &signals);
}
