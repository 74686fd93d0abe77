/* SPDX-License-Identifier: BSD-3-Clause */
/* mosrun that stays, as the parent of the program; see run_parent.h. */
#include "run_parent.h"

#include "env_names.h"
#include "process_fd.h"
#include "program_env.h"
#include "run_guard.h"
#include "run_moves.h"
#include "run_program.h"
#include "run_trace.h"
#include "say.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The kernel's longest name of a process, ended. */
#define NAME_SIZE 16

/* What opens the gate to the program. */
#define GO_ALONE 'a'
#define GO_WATCHED 'w'

/* Of a shell, for a mosrun that should have died of a signal. */
#define EXIT_SIGNALLED 128

/* Those that a process sends itself by a fault, and those that cannot be caught or mean something
 * to mosrun itself. If they are sent to mosrun, it dies, and the program with it. */
static const int not_forwarded[] = {SIGKILL, SIGSTOP, SIGCHLD, SIGSEGV, SIGBUS,
                                    SIGFPE,  SIGILL,  SIGTRAP, SIGSYS};

/* What the handler needs. */
static struct {
    volatile pid_t pid;
    volatile int process; /* of process_fd_open(), or negative */
    volatile sig_atomic_t shares_group;
    bool ignores_stop;
} program;

static bool is_forwarded(int number)
{
    for (size_t i = 0; i < sizeof(not_forwarded) / sizeof(not_forwarded[0]); i++) {
        if (not_forwarded[i] == number) {
            return false;
        }
    }
    return true;
}

static void signal_program(int number)
{
    if (program.process < 0 || process_fd_signal(program.process, number) == -ENOSYS) {
        (void) kill(program.pid, number);
    }
}

static void forward(int number, siginfo_t *info, void *context)
{
    int saved_errno = errno;

    (void) context;
    /* What the terminal sends has reached the whole group already. */
    if (!program.shares_group || info->si_code != SI_KERNEL || number == SIGCONT) {
        signal_program(number);
    }
    errno = saved_errno;
}

static void look_for_moves(int number)
{
    (void) number;
    run_moves_look();
}

static void forward_all(void)
{
    struct sigaction action = {.sa_sigaction = forward, .sa_flags = SA_SIGINFO | SA_RESTART};
    const struct sigaction asked = {.sa_handler = look_for_moves,
                                    .sa_flags = SA_NOCLDSTOP | SA_RESTART};

    (void) sigaction(SIGCHLD, &asked, NULL);

    sigfillset(&action.sa_mask);
    for (int number = 1; number <= SIGRTMAX; number++) {
        if (is_forwarded(number)) {
            (void) sigaction(number, &action, NULL); /* the C library keeps two for itself */
        }
    }
}

static void forget_signals(void)
{
    const struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t none;

    for (int number = 1; number <= SIGRTMAX; number++) {
        (void) sigaction(number, &action, NULL);
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Whether this process is in the foreground of its terminal. */
static bool is_in_foreground(void)
{
    int terminal = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool found = terminal >= 0 && tcgetpgrp(terminal) == getpgrp();

    if (terminal >= 0) {
        close(terminal);
    }
    return found;
}

/* In the child: becomes the program when mosrun opens the gate. */
static _Noreturn void be_program(const struct run_start *start, char *const environment[],
                                 pid_t parent, const int gate[2])
{
    char go;

    if (!program.shares_group) {
        setpgid(0, 0);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(gate[1]);
    if (getppid() != parent || read(gate[0], &go, 1) != 1) {
        _exit(RUN_REFUSED);
    }
    close(gate[0]);
    forget_signals();
    _exit(run_program(start, environment, go == GO_WATCHED));
}

/* Keeps standard error only: a reader must see the end of what the program has closed. */
static void close_descriptors(void)
{
    /* Those that are not there are negative. */
    const int kept[] = {STDERR_FILENO, program.process, run_moves_descriptor()};
    int null;

    process_fd_close_others(kept, sizeof(kept) / sizeof(kept[0]));
    null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null == STDIN_FILENO) {
        (void) dup2(null, STDOUT_FILENO);
    }
}

static void take_name(const struct run_options *options)
{
    char name[NAME_SIZE] = "";

    for (int i = 0; i < options->operand_count && strlen(name) + 1 < sizeof(name); i++) {
        size_t used = strlen(name);

        snprintf(name + used, sizeof(name) - used, "%s%s", i == 0 ? "" : " ", options->operands[i]);
    }
    prctl(PR_SET_NAME, name);
}

/* Starts the program and the guard, and begins to trace where that is possible. 0 or -errno, and
 * says what went wrong. */
static int start_program(const struct run_start *start, char *const environment[], pid_t *guard,
                         bool *traced)
{
    pid_t parent = getpid();
    int gate[2];
    char go;
    int rc = 0;

    program.shares_group = is_in_foreground();
    program.ignores_stop = start->profile->mosrun.stays;
    if (pipe2(gate, O_CLOEXEC) < 0) {
        rc = -errno;
        say("cannot make a pipe for the program's process: %s", strerror(errno));
        return rc;
    }
    rc = run_moves_start(start);
    if (rc < 0) {
        say("cannot make the table of places: %s", strerror(-rc));
        return rc;
    }
    program.pid = fork();
    if (program.pid < 0) {
        rc = -errno;
        say("cannot make a process for the program: %s", strerror(errno));
        return rc;
    }
    if (program.pid == 0) {
        be_program(start, environment, parent, gate);
    }
    if (!program.shares_group) {
        setpgid(program.pid, program.pid);
    }
    program.process = process_fd_open(program.pid);
    *guard = program.process < 0 ? program.process : run_guard_start(program.process);
    rc = run_trace_attach(program.pid);
    *traced = rc == 0;
    if (rc < 0 && start->traced) {
        say("%s=1: the program cannot be traced here: %s; unset it", EMULATOR_ENV_TRACED,
            strerror(-rc));
    } else {
        rc = 0;
    }
    run_moves_begin(program.pid);
    go = *traced && start->profile->mosrun.stays ? GO_WATCHED : GO_ALONE;
    if (rc == 0 && write(gate[1], &go, 1) != 1) {
        rc = -errno;
    }
    close(gate[0]);
    close(gate[1]);
    return rc;
}

/* The program was stopped by that signal. */
static void program_stopped(int number)
{
    /* The guard stops the program while mosrun is stopped, which is over. Others cannot [real]. */
    if (number == SIGSTOP && program.ignores_stop) {
        signal_program(SIGCONT);
        return;
    }
    kill(getpid(), SIGSTOP);
}

/* Waits for the program where it cannot be traced. Returns its wait status. */
static int wait_for_program(void)
{
    int status;

    for (;;) {
        pid_t pid = waitpid(program.pid, &status, WUNTRACED);

        if (pid < 0 && errno != EINTR) {
            return RUN_REFUSED << 8;
        }
        if (pid < 0) {
            continue;
        }
        if (!WIFSTOPPED(status)) {
            return status;
        }
        program_stopped(WSTOPSIG(status));
    }
}

/* As the program did, but without a core of mosrun. */
static int die_of(int number)
{
    const struct rlimit none = {0, 0};

    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    forget_signals();
    kill(getpid(), number);
    return EXIT_SIGNALLED + number;
}

static int end_as(const struct run_start *start, int status)
{
    if (WIFEXITED(status)) {
        return WEXITSTATUS(status);
    }
    if (run_trace_has_ended_it()) {
        return RUN_REFUSED;
    }
    if (start->profile->mosrun.stays && WTERMSIG(status) == SIGKILL) {
        say_mosix("Error 100, No such process");
        return RUN_REFUSED;
    }
    if (start->profile->mosrun.stays && WTERMSIG(status) == SIGSYS) {
        return RUN_REFUSED;
    }
    return die_of(WTERMSIG(status));
}

int run_parent(const struct run_start *start, char *const environment[])
{
    pid_t guard = -1;
    bool traced = false;
    int status;
    sigset_t all, before;

    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    if (start_program(start, environment, &guard, &traced) < 0) {
        return RUN_REFUSED;
    }
    forward_all();
    close_descriptors();
    take_name(&start->options);
    sigemptyset(&before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    status = traced ? run_trace_wait(start, program.pid, environment, program_stopped)
                    : wait_for_program();
    sigprocmask(SIG_BLOCK, &all, NULL);
    run_guard_end(guard);
    return end_as(start, status);
}
