/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: rows of coop_calls.def that wait: for time, descriptors and words of memory. */
#include "probe.h"
#include "calls.h"
#include "calls_clock.h"

#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

/* glibc before 2.35 does not declare it. */
int epoll_pwait2(int set, struct epoll_event *events, int room, const struct timespec *timeout,
                 const sigset_t *mask) __attribute__((weak));

/* Children that nobody waits for end meanwhile: their SIGCHLD, which does nothing, must not end a
 * wait or spoil it. */
static void end_children(void)
{
    for (int i = 0; i < 4; i++) {
        if (fork() == 0) {
            usleep(i * 1000);
            _exit(0);
        }
    }
}

static void wait_for_children(void)
{
    while (wait(NULL) > 0) {
    }
}

void call_nanosleep(void)
{
    struct timespec time = {.tv_nsec = TWENTY_MS};
    struct timespec rest = {0};

    end_children();
    start_clock();
    CHECK_INT(nanosleep(&time, NULL), 0);
    check_clock();
    wait_for_children();
    start_clock();
    CHECK_INT(usleep(TWENTY_MS / 1000), 0);
    check_clock();
    start_clock();
    CHECK_INT(syscall(SYS_nanosleep, &time, NULL), 0);
    check_clock();
    time = (struct timespec){.tv_sec = 60};
    set_alarm();
    CHECK_ERROR(nanosleep(&time, &rest), EINTR);
    check_clock();
    CHECK(rest.tv_sec == 59 && handled == SIGALRM);
    set_alarm();
    CHECK(sleep(60) >= 59);
    set_alarm();
    CHECK_ERROR(usleep(900000), EINTR);
    time.tv_nsec = 1000000000;
    CHECK_ERROR(nanosleep(&time, NULL), EINVAL);
}

static void check_absolute(clockid_t clock)
{
    struct timespec time = probe_after(clock, 20);

    start_clock();
    CHECK_INT(clock_nanosleep(clock, TIMER_ABSTIME, &time, NULL), 0);
    check_clock();
    CHECK_INT(clock_nanosleep(clock, TIMER_ABSTIME, &time, NULL), 0);
    time = probe_after(clock, 60000);
    set_alarm();
    CHECK_INT(clock_nanosleep(clock, TIMER_ABSTIME, &time, NULL), EINTR);
    check_clock();
}

void call_time(void)
{
    struct timespec now;
    time_t told = 0;
    time_t first;

    CHECK_INT(clock_gettime(CLOCK_REALTIME, &now), 0);
    first = time(NULL);
    /* The kernel's own answer may be that of the tick before. */
    CHECK(first >= now.tv_sec && first < now.tv_sec + 60);
    CHECK(time(&told) == told && told >= first);
    told = 0;
    CHECK(syscall(SYS_time, &told) == told && told >= first);
    CHECK(syscall(SYS_time, NULL) >= told);
}

/* Past all wrappers, where that can be. */
static int ask_kernel(clockid_t clock, struct timespec *now)
{
#ifdef __x86_64__
    long rc = SYS_clock_gettime;

    __asm__ volatile("syscall" : "+a"(rc) : "D"((long) clock), "S"(now) : "rcx", "r11", "memory");
    return (int) rc;
#else
    return clock_gettime(clock, now);
#endif
}

/* Within a second of what the kernel itself says, and never back. */
static void compare_clock(clockid_t clock)
{
    struct timespec last = {0};
    struct timespec now;
    struct timespec true_time;

    for (int i = 0; i < 1000; i++) {
        CHECK_INT(i % 2 == 0 ? clock_gettime(clock, &now)
                             : (int) syscall(SYS_clock_gettime, clock, &now),
                  0);
        CHECK(now.tv_nsec >= 0 && now.tv_nsec < 1000000000);
        CHECK(now.tv_sec > last.tv_sec ||
              (now.tv_sec == last.tv_sec && now.tv_nsec >= last.tv_nsec));
        last = now;
    }
    CHECK_INT(ask_kernel(clock, &true_time), 0);
    CHECK(labs((long) (true_time.tv_sec - now.tv_sec)) <= 1);
}

static void compare_processor_time(void)
{
    struct timespec now;
    clock_t told = clock();

    CHECK(told >= 0 && clock() >= told);
    CHECK_INT(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now), 0);
    CHECK(labs((long) (now.tv_sec - told / CLOCKS_PER_SEC)) <= 1);
}

void call_clock_gettime(void)
{
    struct timespec now;

    compare_clock(CLOCK_REALTIME);
    compare_clock(CLOCK_MONOTONIC);
    compare_clock(CLOCK_MONOTONIC_COARSE);
    compare_clock(CLOCK_PROCESS_CPUTIME_ID);
    compare_clock(CLOCK_THREAD_CPUTIME_ID);
    compare_processor_time();
    CHECK_ERROR(clock_gettime((clockid_t) 1234, &now), EINVAL);
    CHECK_ERROR((int) syscall(SYS_clock_gettime, 1234, &now), EINVAL);
    CHECK_INT(timespec_get(&now, TIME_UTC), TIME_UTC);
    CHECK(labs((long) (time(NULL) - now.tv_sec)) <= 1);
    CHECK_INT(timespec_get(&now, 1234), 0);
}

void call_clock_nanosleep(void)
{
    struct timespec time = {.tv_nsec = TWENTY_MS};

    start_clock();
    CHECK_INT(clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL), 0);
    check_clock();
    start_clock();
    CHECK_INT(thrd_sleep(&time, NULL), 0);
    check_clock();
    start_clock();
    CHECK_INT(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &time, NULL), 0);
    check_clock();
    check_absolute(CLOCK_REALTIME);
    check_absolute(CLOCK_MONOTONIC);
    set_alarm();
    CHECK_ERROR(
        syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &(struct timespec){.tv_sec = 60}, NULL),
        EINTR);
    time.tv_nsec = -1;
    CHECK_INT(clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL), EINVAL);
    CHECK_INT(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL), EINVAL);
}

void call_poll(void)
{
    struct pollfd fd = {.events = POLLIN};
    int fds[2];

    CHECK_INT(pipe(fds), 0);
    fd.fd = fds[0];
    end_children();
    start_clock();
    CHECK_INT(poll(&fd, 1, TWENTY_MS / 1000000), 0);
    check_clock();
    wait_for_children();
    start_clock();
    CHECK_INT(poll(NULL, 0, TWENTY_MS / 1000000), 0);
    check_clock();
    CHECK_INT(write(fds[1], "x", 1), 1);
    CHECK_INT(poll(&fd, 1, -1), 1);
    CHECK_INT(fd.revents, POLLIN);
#ifdef SYS_poll
    CHECK_INT(syscall(SYS_poll, &fd, 1, 0), 1);
#endif
    set_alarm();
    CHECK_ERROR(poll(NULL, 0, -1), EINTR);
    check_clock();
    close(fds[0]);
    close(fds[1]);
}

static int wait_by_ppoll(const sigset_t *mask)
{
    const struct timespec time = {.tv_sec = 60};

    return ppoll(NULL, 0, &time, mask);
}

void call_ppoll(void)
{
    struct timespec time = {.tv_nsec = TWENTY_MS};
    struct pollfd fd = {.events = POLLIN};
    sigset_t none;
    int fds[2];

    CHECK_INT(sigemptyset(&none), 0);
    CHECK_INT(pipe(fds), 0);
    fd.fd = fds[0];
    start_clock();
    CHECK_INT(ppoll(&fd, 1, &time, NULL), 0);
    check_clock();
    set_alarm();
    CHECK_ERROR(ppoll(&fd, 1, NULL, NULL), EINTR);
    check_clock();
    set_alarm();
    CHECK_ERROR(ppoll(NULL, 0, NULL, &none), EINTR);
    check_clock();
    let_through(wait_by_ppoll);
    CHECK_INT(write(fds[1], "x", 1), 1);
    CHECK_INT(ppoll(&fd, 1, NULL, NULL), 1);
    CHECK_INT(fd.revents, POLLIN);
    if (calls_by_number()) {
        CHECK_INT(syscall(271L, &fd, 1, NULL, NULL, 8), 1);
    }
    close(fds[0]);
    close(fds[1]);
}

void call_epoll_pwait2(void)
{
    const struct timespec time = {.tv_nsec = TWENTY_MS};
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = 7};
    int set = epoll_create1(EPOLL_CLOEXEC);
    int fds[2];

    if (epoll_pwait2 == NULL) {
        return;
    }
    if (set < 0) {
        /* MOSIX has no epoll: refused, but the process lives. */
        CHECK_INT(errno, ENOSYS);
        CHECK_ERROR(epoll_pwait2(0, &event, 1, &time, NULL), ENOSYS);
        return;
    }
    CHECK_INT(pipe(fds), 0);
    CHECK_INT(epoll_ctl(set, EPOLL_CTL_ADD, fds[0], &event), 0);
    start_clock();
    CHECK_INT(epoll_pwait2(set, &event, 1, &time, NULL), 0);
    check_clock();
    CHECK_INT(write(fds[1], "x", 1), 1);
    event.data.u32 = 0;
    CHECK_INT(epoll_pwait2(set, &event, 1, NULL, NULL), 1);
    CHECK_INT(event.data.u32, 7);
    if (calls_by_number()) {
        CHECK_INT(syscall(441L, set, &event, 1, &time, NULL, 8), 1);
    }
    close(set);
    close(fds[0]);
    close(fds[1]);
}

void call_rt_sigtimedwait(void)
{
    const struct timespec time = {.tv_nsec = TWENTY_MS};
    siginfo_t info;
    sigset_t set;
    sigset_t before;
    int number = 0;

    let_through(sigsuspend);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGALRM);
    CHECK_INT(sigprocmask(SIG_BLOCK, &set, &before), 0);
    start_clock();
    CHECK_ERROR(sigtimedwait(&set, &info, &time), EAGAIN);
    check_clock();
    CHECK_INT(kill(getpid(), SIGUSR1), 0);
    CHECK_INT(sigtimedwait(&set, &info, &time), SIGUSR1);
    CHECK_INT(info.si_signo, SIGUSR1);
    CHECK_INT(info.si_pid, getpid());
    set_alarm();
    CHECK_INT(sigwait(&set, &number), 0);
    check_clock();
    CHECK_INT(number, SIGALRM);
    CHECK_INT(handled, 0);
    set_alarm();
    CHECK_INT(sigwaitinfo(&set, NULL), SIGALRM);
    CHECK_INT(kill(getpid(), SIGUSR1), 0);
    CHECK_INT(syscall(SYS_rt_sigtimedwait, &set, &info, &time, 8), SIGUSR1);
    CHECK_INT(sigprocmask(SIG_SETMASK, &before, NULL), 0);
}

/* A child that ends with STATUS, or by a signal if that is negative. */
static pid_t ended(int status)
{
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        if (status < 0) {
            raise(-status);
        }
        _exit(status);
    }
    return child;
}

void call_waitid(void)
{
    pid_t child = ended(5);
    siginfo_t info;

    CHECK_INT(waitid(P_PID, (id_t) child, &info, WEXITED), 0);
    CHECK(info.si_pid == child && info.si_signo == SIGCHLD && info.si_code == CLD_EXITED);
    CHECK_INT(info.si_status, 5);
    child = ended(-SIGKILL);
    CHECK_INT(waitid(P_ALL, 0, &info, WEXITED), 0);
    CHECK(info.si_pid == child && info.si_code == CLD_KILLED && info.si_status == SIGKILL);
    CHECK_ERROR(waitid(P_ALL, 0, &info, WEXITED), ECHILD);
    child = fork();
    if (child == 0) {
        usleep(TWENTY_MS / 1000);
        _exit(0);
    }
    CHECK_INT(waitid(P_PGID, (id_t) getpgrp(), &info, WEXITED | WNOHANG), 0);
    CHECK_INT(info.si_pid, 0);
    CHECK_INT(syscall(SYS_waitid, P_PID, child, &info, WEXITED, NULL), 0);
    CHECK_INT(info.si_pid, child);
}

static uint32_t word;

static long futex(int operation, uint32_t value, const struct timespec *time, uint32_t third)
{
    return syscall(SYS_futex, &word, operation, value, time, NULL, third);
}

static void *change_word(void *argument)
{
    usleep(TWENTY_MS / 1000);
    __atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
    CHECK_INT(futex(FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, 0), 1);
    return argument;
}

static void wait_for_change(int operation, uint32_t bits)
{
    pthread_t thread;

    word = 0;
    thread = probe_start(change_word, NULL);
    while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) == 0) {
        long rc = futex(operation, 0, NULL, bits);

        CHECK(rc == 0 || errno == EAGAIN);
    }
    probe_join(thread);
}

void call_futex(void)
{
    struct timespec time = {.tv_nsec = TWENTY_MS};

    wait_for_change(FUTEX_WAIT_PRIVATE, 0);
    wait_for_change(FUTEX_WAIT_BITSET_PRIVATE, FUTEX_BITSET_MATCH_ANY);
    CHECK_ERROR(futex(FUTEX_WAIT_PRIVATE, 0, NULL, 0), EAGAIN);
    start_clock();
    CHECK_ERROR(futex(FUTEX_WAIT_PRIVATE, 1, &time, 0), ETIMEDOUT);
    check_clock();
    time = probe_after(CLOCK_MONOTONIC, 20);
    start_clock();
    CHECK_ERROR(futex(FUTEX_WAIT_BITSET_PRIVATE, 1, &time, FUTEX_BITSET_MATCH_ANY), ETIMEDOUT);
    check_clock();
    time = probe_after(CLOCK_REALTIME, 20);
    start_clock();
    CHECK_ERROR(
        futex(FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, 1, &time, FUTEX_BITSET_MATCH_ANY),
        ETIMEDOUT);
    check_clock();
    set_alarm();
    CHECK_ERROR(futex(FUTEX_WAIT_PRIVATE, 1, NULL, 0), EINTR);
    check_clock();
    CHECK_INT(futex(FUTEX_WAKE_PRIVATE, 1, NULL, 0), 0);
    CHECK_ERROR(futex(FUTEX_WAIT_BITSET_PRIVATE, 1, NULL, 0), EINVAL);
    CHECK_ERROR(futex(FUTEX_CMP_REQUEUE_PRIVATE, 1, NULL, 7), EAGAIN);
    time.tv_nsec = -1;
    CHECK_ERROR(futex(FUTEX_WAIT_PRIVATE, 1, &time, 0), EINVAL);
}
