/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Makes every system call of the discipline's table, each in a process of its own, and checks what
 * came of it. Run under mosrun with a mode and a profile, whose names are the arguments. Writes
 * lines of TAP without numbers.
 */
#include "discipline.h"
#include "call_table.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS 6
#define REPORT_MAX 4096

static struct discipline discipline;

/* What a child saw: the result, or the signal that killed it, and what stood on its standard error.
 */
struct outcome {
    long result;
    int killed_by;
    int status; /* of its exit */
    char report[REPORT_MAX];
};

/* Arguments that meet the row's condition, through BIT of its mask where the condition is about
 * bits. */
static void choose_arguments(const struct call_row *row, uint32_t bit, long arguments[])
{
    /* Harmless if a call is let through by mistake: no such address, size, process or descriptor.
     */
    for (int i = 0; i < ARGUMENTS; i++) {
        arguments[i] = -1;
    }
    if (row->number == SYS_clone || row->number == SYS_getpriority ||
        row->number == SYS_setpriority) {
        memset(arguments, 0, ARGUMENTS * sizeof(arguments[0]));
    }
    if (row->number == SYS_clone) {
        arguments[0] = SIGCHLD;
    }
    if (row->number == SYS_mmap) {
        const long shared[] = {0, 4096, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_SHARED, -1, 0};

        memcpy(arguments, shared, sizeof(shared));
    }
    for (int i = 0; i < CALL_CONDITIONS; i++) {
        const struct call_condition *when = &row->when[i];
        long *argument = &arguments[when->argument];

        switch (when->test) {
        case CALL_TEST_ALWAYS:
            break;
        case CALL_TEST_IS:
            *argument = (*argument & (row->number == SYS_clone ? CSIGNAL : 0)) | when->value;
            break;
        case CALL_TEST_IS_NOT:
            *argument = (long) (when->value ^ bit);
            break;
        case CALL_TEST_ANY:
            *argument |= (long) bit;
            break;
        case CALL_TEST_AT_LEAST:
            *argument = when->value;
            break;
        case CALL_TEST_NOT_ZERO:
            *argument = 1L << 32;
            break;
        case CALL_TEST_ZERO:
            *argument = 0;
            break;
        case CALL_TEST_NO_USER:
        case CALL_TEST_NOT_OWN:
            *argument = -1;
            break;
        }
    }
}

static void child(const struct call_row *row, long number, const long arguments[], int report,
                  int answer)
{
    pid_t self = getpid();
    long result;

    if (dup2(report, STDERR_FILENO) < 0) {
        _exit(1);
    }
    if (row->answer == CALL_ANSWER_HANG) {
        alarm(1);
    }
    result = syscall(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4],
                     arguments[5]);
    if (result < 0) {
        result = -errno;
    }
    /* A clone that should not exist must not speak. */
    if (getpid() == self && write(answer, &result, sizeof(result)) != sizeof(result)) {
        _exit(1);
    }
    _exit(0);
}

static void read_report(int fd, char report[])
{
    size_t length = 0;
    ssize_t got;

    while (length + 1 < REPORT_MAX &&
           (got = read(fd, report + length, REPORT_MAX - 1 - length)) > 0) {
        length += (size_t) got;
    }
    report[length] = '\0';
}

/* A writable stand-in for the affinity's mask, where that call is answered. */
static void observe(const struct call_row *row, long number, const long arguments[],
                    struct outcome *seen)
{
    int report[2];
    int answer[2];
    int status;
    pid_t pid;

    *seen = (struct outcome){0};
    if (pipe(report) < 0 || pipe(answer) < 0 || (pid = fork()) < 0) {
        perror("probe_discipline");
        exit(2);
    }
    if (pid == 0) {
        child(row, number, arguments, report[1], answer[1]);
    }
    close(report[1]);
    close(answer[1]);
    read_report(report[0], seen->report);
    if (read(answer[0], &seen->result, sizeof(seen->result)) != sizeof(seen->result)) {
        seen->result = 1;
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    seen->killed_by = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    seen->status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    close(report[0]);
    close(answer[0]);
}

static bool is_reported(const struct call_row *row, const struct outcome *seen)
{
    char expected[128] = "MOSRUN: Shared memory (MAP_SHARED) not supported under MOSIX\n";

    if (discipline.profile == DISCIPLINE_PROFILE_REAL && row->number == SYS_prctl) {
        snprintf(expected, sizeof(expected), "MOSRUN: Prctl option #");
    } else if (discipline.profile == DISCIPLINE_PROFILE_REAL &&
               (row->number == SYS_getpriority || row->number == SYS_setpriority)) {
        snprintf(expected, sizeof(expected),
                 "MOSRUN: getpriority/setpriority supported under MOSIX only for self\n");
    } else if (row->number != SYS_mmap) {
        snprintf(expected, sizeof(expected), "MOSRUN: system-call '%s' not supported under MOSIX\n",
                 row->name);
    }
    return strstr(seen->report, expected) != NULL;
}

/* Whether NUMBER has ended its process as MOSIX 4 ends it. */
static bool has_ended(long number, const struct outcome *seen)
{
    char expected[64];

    snprintf(expected, sizeof(expected), "MOSRUN: illegal system call #%ld\n", number);
    return seen->killed_by == 0 && seen->status == 1 && strcmp(seen->report, expected) == 0;
}

static bool is_right(const struct call_row *row, long number, const struct outcome *seen)
{
    bool reports = discipline.mode == DISCIPLINE_MODE_REPORT && !row->untrappable &&
                   (row->silent & 1U << discipline.profile) == 0;

    switch (row->answer) {
    case CALL_ANSWER_ABSENT:
        return seen->killed_by == 0 && seen->result == -ENOSYS && !is_reported(row, seen);
    case CALL_ANSWER_ZERO:
        return seen->killed_by == 0 && seen->result == 0 && !is_reported(row, seen);
    case CALL_ANSWER_ONE_CPU:
        return seen->killed_by == 0 && seen->result == -EINVAL && !is_reported(row, seen);
    case CALL_ANSWER_END:
        return has_ended(number, seen);
    case CALL_ANSWER_HANG:
        return seen->killed_by == SIGALRM;
    case CALL_ANSWER_ERROR:
        return seen->killed_by == 0 && seen->result == -row->error && !is_reported(row, seen);
    case CALL_ANSWER_EMULATED:
    case CALL_ANSWER_REFUSE:
    case CALL_ANSWER_PRIVATE:
        break;
    }
    if (discipline.mode == DISCIPLINE_MODE_KILL) {
        return seen->killed_by == SIGSYS && is_reported(row, seen);
    }
    return seen->killed_by == 0 && seen->result == -ENOSYS && is_reported(row, seen) == reports;
}

static void check_row(const struct call_row *row)
{
    enum call_test test = row->when[0].test;
    bool by_bits = test == CALL_TEST_ANY || test == CALL_TEST_IS_NOT;
    uint32_t mask = by_bits ? row->when[0].mask : 1;
    long arguments[ARGUMENTS];
    struct outcome seen;
    bool right = true;

    for (uint32_t bit = 1; bit != 0 && right; bit <<= 1) {
        if ((mask & bit) != 0) {
            choose_arguments(row, bit, arguments);
            observe(row, row->number, arguments, &seen);
            right = is_right(row, row->number, &seen);
        }
    }
    for (long number = row->number + 1; number <= row->last && right; number++) {
        observe(row, number, arguments, &seen);
        right = is_right(row, number, &seen);
    }
    printf("%s - %s (%s)\n", right ? "ok" : "not ok", row->name,
           row->note == NULL ? "always" : row->note);
    if (!right) {
        printf("# result %ld, killed by signal %d, report: %.*s\n", seen.result, seen.killed_by,
               (int) strcspn(seen.report, "\n"), seen.report);
    }
}

/* What lies next to a refused call and has to work. */
static void check_allowed(const char *name, bool works)
{
    printf("%s - %s\n", works ? "ok" : "not ok", name);
}

static bool vfork_works(void)
{
    int status = -1;
    pid_t pid = vfork();

    if (pid == 0) {
        _exit(7);
    }
    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
           WEXITSTATUS(status) == 7;
}

static bool clone_works(unsigned long flags)
{
    int tid = 0;
    int status = -1;
    long pid = syscall(SYS_clone, flags | SIGCHLD, NULL, &tid, &tid, 0);

    if (pid == 0) {
        _exit(7);
    }
    return pid > 0 && waitpid((pid_t) pid, &status, 0) == pid && WIFEXITED(status) &&
           WEXITSTATUS(status) == 7;
}

static void check_neighbours(void)
{
    struct rlimit limit;
    int signal_number;
    int bytes;
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    check_allowed("mmap with MAP_PRIVATE works", page != MAP_FAILED);
    check_allowed("vfork works", vfork_works());
    check_allowed("clone with CLONE_CHILD_SETTID|CLONE_CHILD_CLEARTID works",
                  clone_works(CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID));
    check_allowed("clone with CLONE_PARENT_SETTID works", clone_works(CLONE_PARENT_SETTID));
    errno = 0;
    check_allowed("getpriority of the caller works",
                  getpriority(PRIO_PROCESS, 0) != -1 || errno == 0);
    check_allowed("setpriority of the caller works",
                  setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0)) == 0);
    check_allowed("prctl PR_SET_PDEATHSIG works", prctl(PR_SET_PDEATHSIG, 0) == 0);
    check_allowed("prctl PR_GET_PDEATHSIG works", prctl(PR_GET_PDEATHSIG, &signal_number) == 0);
    check_allowed("getrlimit RLIMIT_NOFILE gives 1024 and 1024",
                  syscall(SYS_getrlimit, RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur == 1024 &&
                      limit.rlim_max == 1024);
    check_allowed("setrlimit RLIMIT_STACK works",
                  syscall(SYS_getrlimit, RLIMIT_STACK, &limit) == 0 &&
                      syscall(SYS_setrlimit, RLIMIT_STACK, &limit) == 0);
    check_allowed("ioctl FIONREAD is not refused",
                  ioctl(STDIN_FILENO, FIONREAD, &bytes) == 0 || errno != ENOSYS);
    check_allowed("poll works", poll(NULL, 0, 0) == 0);
}

static void check_affinity(void)
{
    cpu_set_t first;
    cpu_set_t second;
    int rc = sched_getaffinity(0, sizeof(first), &first);

    check_allowed("sched_getaffinity names one processor", rc == 0 && CPU_COUNT(&first) == 1);
    check_allowed("sched_getaffinity names the same one again",
                  sched_getaffinity(0, sizeof(second), &second) == 0 && CPU_EQUAL(&first, &second));
}

int main(int argc, char *argv[])
{
    size_t count;
    const struct call_row *rows = call_table(&count);

    if (argc != 3 || discipline_mode_parse(argv[1], &discipline.mode) < 0 ||
        discipline_profile_parse(argv[2], &discipline.profile) < 0) {
        fprintf(stderr, "usage: probe_discipline kill|error|report modern|manual-2009|4.4.3\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t i = 0; i < count; i++) {
        /* What the library answers is a matter of mailboxes. */
        if (call_row_applies(&rows[i], &discipline) && rows[i].answer != CALL_ANSWER_EMULATED) {
            check_row(&rows[i]);
        }
    }
    check_neighbours();
    if (discipline.profile == DISCIPLINE_PROFILE_MODERN) {
        check_affinity();
    }
    return 0;
}
