/* SPDX-License-Identifier: BSD-3-Clause */
/* The tracer; see run_trace.h. */
#include "run_trace.h"

#include "env_names.h"
#include "program_env.h"
#include "run_moves.h"
#include "run_refused.h"
#include "say.h"
#include "trace_counts.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Linux 5.3; the C library names them only from 2.32 on. */
#define INFO_REQUEST 0x420e
#define INFO_AT_ENTRY 1

#define TRACE_OPTIONS                                                                              \
    (PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |      \
     PTRACE_O_TRACEEXEC | PTRACE_O_TRACESECCOMP)

#define SYSCALL_STOP (SIGTRAP | 0x80)

/* The program was to be frozen, which ended it. */
static bool has_ended_it;

/* What a stop of a traced process is answered with. */
enum answer { GO_ON, STAY_STOPPED, NEVER_GO_ON };

/* The head of the kernel's struct of that name, as far as it is needed. */
struct syscall_info {
    uint8_t stop;
    uint8_t reserved[3];
    uint32_t arch;
    uint64_t instruction_pointer;
    uint64_t stack_pointer;
    uint64_t number;
};

struct tracer {
    pid_t program;
    const struct run_start *start;
    bool counting; /* the program has started */
    void (*stopped)(int number);
    struct timespec started;
    struct trace_counts counts;
};

int run_trace_attach(pid_t pid)
{
    return ptrace(PTRACE_SEIZE, pid, NULL, (void *) (uintptr_t) TRACE_OPTIONS) < 0 ? -errno : 0;
}

static void count(struct tracer *tracer, pid_t pid)
{
    struct syscall_info info;

    if (ptrace(INFO_REQUEST, pid, (void *) sizeof(info), &info) < (long) sizeof(info) ||
        info.stop != INFO_AT_ENTRY) {
        return;
    }
    if (tracer->counting) {
        trace_counts_add(&tracer->counts, info.number);
    }
    if (run_moves_are_slow(pid)) {
        run_moves_delay();
    }
}

static bool is_stop_signal(int number)
{
    return number == SIGSTOP || number == SIGTSTP || number == SIGTTIN || number == SIGTTOU;
}

static void note_event(struct tracer *tracer, pid_t pid, int event)
{
    if (event == PTRACE_EVENT_EXEC && pid == tracer->program && !tracer->counting) {
        tracer->counting = true;
        tracer->counts.processes = 1;
        clock_gettime(CLOCK_MONOTONIC, &tracer->started);
    } else if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK ||
               event == PTRACE_EVENT_CLONE) {
        tracer->counts.processes++;
    }
}

/*
 * PID is about to send SIGKILL or SIGSTOP to the program, the only calls that the filter hands
 * over. Under MOSIX a program knows itself by the process ID of mosrun, so that is what dies or
 * stops [real], and the program with it.
 */
static void answer_end(pid_t pid)
{
    struct user_regs_struct registers;
    unsigned long long number;

    if (ptrace(PTRACE_GETREGS, pid, NULL, &registers) < 0) {
        return;
    }
    number = registers.orig_rax == SYS_tgkill ? registers.rdx : registers.rsi;
    registers.orig_rax = (unsigned long long) -1; /* no call, */
    registers.rax = 0;                            /* which gives 0 */
    if (ptrace(PTRACE_SETREGS, pid, NULL, &registers) == 0) {
        kill(getpid(), (int) number);
    }
}

/* Whether PID does not get a signal that was sent to it: MOSIX 4 has its ways [real]. */
static bool is_kept_away(const struct tracer *tracer, pid_t pid, int number)
{
    if (!tracer->start->profile->mosrun.stays) {
        return false;
    }
    return (number == SIGSTOP && pid == tracer->program) ||
           (number == SIGSYS && run_refused_end(pid, &tracer->start->discipline));
}

/* A process has stopped: decides how it goes on, and with which signal. */
static enum answer judge(struct tracer *tracer, pid_t pid, int status, int *number)
{
    int event = (int) ((unsigned int) status >> 16);
    int received = WSTOPSIG(status);

    *number = 0;
    /* Whatever has stopped it: a stop that was asked for is forgotten when another one comes first.
     */
    switch (run_moves_stopped(pid)) {
    case RUN_MOVES_END:
        has_ended_it = has_ended_it || pid == tracer->program;
        kill(pid, SIGKILL);
        return GO_ON;
    case RUN_MOVES_LOST:
        return NEVER_GO_ON;
    default:
        break;
    }
    if (received == SYSCALL_STOP) {
        count(tracer, pid);
        return GO_ON;
    }
    if (event == PTRACE_EVENT_STOP) {
        /* Stopped with its whole group; otherwise a new process, or one that was continued. */
        if (!is_stop_signal(received)) {
            return GO_ON;
        }
        if (pid == tracer->program) {
            tracer->stopped(received);
        }
        return STAY_STOPPED;
    }
    if (event == PTRACE_EVENT_SECCOMP) {
        answer_end(pid);
        return GO_ON;
    }
    if (event != 0) {
        note_event(tracer, pid, event);
        return GO_ON;
    }
    if (!is_kept_away(tracer, pid, received)) {
        *number = received;
    }
    return GO_ON;
}

/* How far PID goes on: to its next system call, or to what stops it. */
static enum __ptrace_request resume(const struct tracer *tracer, pid_t pid)
{
    return tracer->start->traced || run_moves_are_slow(pid) ? PTRACE_SYSCALL : PTRACE_CONT;
}

static int trace(struct tracer *tracer)
{
    for (;;) {
        int status;
        int number;
        pid_t pid = waitpid(-1, &status, __WALL);

        if (pid < 0 && errno != EINTR) {
            return 1 << 8; /* nobody is left, which cannot be */
        }
        if (pid > 0 && WIFSTOPPED(status)) {
            enum answer answer = judge(tracer, pid, status, &number);

            if (answer == GO_ON) {
                ptrace(resume(tracer, pid), pid, NULL, (void *) (intptr_t) number);
            } else if (answer == STAY_STOPPED) {
                ptrace(PTRACE_LISTEN, pid, NULL, NULL);
            }
        } else if (pid == tracer->program) {
            return status;
        } else if (pid > 0) {
            run_moves_forget(pid);
        }
    }
}

bool run_trace_has_ended_it(void)
{
    return has_ended_it;
}

static const char *name_of(int number, char *own, size_t size)
{
    char *known =
        number < TRACE_CALLS ? seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number) : NULL;

    snprintf(own, size, "%s", known != NULL ? known : "-");
    free(known);
    return own;
}

/* One line for each call: rank, process ID of mosrun, number, name, how often. */
static int append_lines(const char *path, const char *rank, const struct trace_counts *counts)
{
    char *text = NULL;
    size_t length = 0;
    char name[64];
    FILE *lines = open_memstream(&text, &length);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    ssize_t written;

    for (int i = -1; lines != NULL && (i = trace_counts_next(counts, i)) >= 0;) {
        fprintf(lines, "%s\t%d\t%d\t%s\t%llu\n", rank, (int) getpid(), i,
                name_of(i, name, sizeof(name)), counts->calls[i]);
    }
    if (lines == NULL || fclose(lines) != 0) {
        errno = ENOMEM;
        written = -1;
    } else {
        written = fd < 0 ? -1 : write(fd, text, length);
    }
    free(text);
    if (fd >= 0) {
        close(fd);
    }
    return written < 0 ? -errno : 0;
}

static void print_lines(const struct tracer *tracer, const char *rank)
{
    struct timespec now;
    char name[64];
    double seconds;

    clock_gettime(CLOCK_MONOTONIC, &now);
    seconds = (double) (now.tv_sec - tracer->started.tv_sec) +
              (double) (now.tv_nsec - tracer->started.tv_nsec) / 1e9;
    say("emulator: rank %s, process %d: %llu system calls of %lu processes in %.3f s", rank,
        (int) getpid(), trace_counts_sum(&tracer->counts), tracer->counts.processes,
        tracer->counting ? seconds : 0.0);
    for (int i = -1; (i = trace_counts_next(&tracer->counts, i)) >= 0;) {
        say("emulator: rank %s: %10llu %s", rank, tracer->counts.calls[i],
            name_of(i, name, sizeof(name)));
    }
}

int run_trace_wait(const struct run_start *start, pid_t pid, char *const environment[],
                   void (*stopped)(int number))
{
    static struct tracer tracer;
    const char *rank = program_env_get(environment, "OMPI_COMM_WORLD_RANK");
    int status;
    int rc;

    tracer = (struct tracer){.program = pid, .start = start, .stopped = stopped};
    rank = rank == NULL ? "-" : rank;
    status = trace(&tracer);
    if (!start->traced) {
        return status;
    }
    if (start->trace == NULL) {
        print_lines(&tracer, rank);
    } else if ((rc = append_lines(start->trace, rank, &tracer.counts)) < 0) {
        say("cannot append to %s='%.200s': %s", EMULATOR_ENV_TRACE_FILE, start->trace,
            strerror(-rc));
    }
    return status;
}
