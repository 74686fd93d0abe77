/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Features: clocks, sleeping and signals.
 */
#include "probe.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void time_1(void)
{
    struct timespec at;
    struct timeval now;
    struct timespec tick = {0, 1000000};
    struct tms processor;
    struct rusage usage;

    done("time.gettimeofday", gettimeofday(&now, NULL));
    done("time.clock_gettime realtime, libc", clock_gettime(CLOCK_REALTIME, &at));
    done("time.clock_gettime monotonic, libc", clock_gettime(CLOCK_MONOTONIC, &at));
    done("time.clock_gettime process, libc", clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at));
    done("time.clock_gettime thread, libc", clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at));
    done("time.clock_gettime boottime, libc", clock_gettime(CLOCK_BOOTTIME, &at));
    done("time.clock_gettime monotonic, call", syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &at));
    done("time.nanosleep, call", syscall(SYS_nanosleep, &tick, NULL));
    done("time.times", times(&processor) == (clock_t) -1 ? -1 : 0);
    done("time.getrusage", getrusage(RUSAGE_SELF, &usage));
    done("time.time", time(NULL));
    done("time.alarm", alarm(20));
}

ONE_ROW(time_sleep, result, "time.sleep(1), libc", sleep(1));
ONE_ROW(time_nano, done, "time.nanosleep, libc", nanosleep(&(struct timespec){0, 1000}, NULL));
ONE_ROW(time_usleep, done, "time.usleep, libc", usleep(1000));
ONE_ROW(time_res, done, "time.clock_getres", syscall(SYS_clock_getres, CLOCK_MONOTONIC, big));

static char signal_stack[65536] __attribute__((aligned(16)));
static void *fault_address;

static void fault(int number, siginfo_t *info, void *context)
{
    (void) context;
    row("signal.handler of SIGSEGV", "%s, address %s", signal_name(number),
        info->si_addr == fault_address ? "right" : "wrong");
    _exit(0);
}

static void signals_segv(void)
{
    struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    stack_t stack = {.ss_sp = signal_stack, .ss_size = sizeof(signal_stack)};

    done("signal.sigaltstack", sigaltstack(&stack, NULL));
    sigaction(SIGSEGV, &action, NULL);
    fault_address = (void *) 0x1234;
    *(volatile char *) fault_address = 1;
}

static void signals_1(void)
{
    sigset_t set, pending;
    struct itimerval soon = {{0, 0}, {0, 50000}};

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    signal(SIGUSR1, ignore);
    signal(SIGVTALRM, ignore);
    done("signal.sigprocmask", sigprocmask(SIG_BLOCK, &set, NULL));
    done("signal.kill self", kill(getpid(), SIGUSR1));
    sigpending(&pending);
    row("signal.sigpending", "%d", sigismember(&pending, SIGUSR1));
    sigemptyset(&set);
    result("signal.sigsuspend", sigsuspend(&set));
    done("signal.tgkill", syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGUSR1));
    done("signal.raise", raise(SIGUSR1));
    done("signal.itimer virtual", setitimer(ITIMER_VIRTUAL, &soon, NULL));
    done("signal.itimer prof", setitimer(ITIMER_PROF, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
    done("signal.kill 0 to parent", kill(getppid(), 0));
    done("signal.kill 0 to init", kill(1, 0));
}

static void signals_stop(void)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        for (;;) {
            pause();
        }
    }
    pause_ms(100);
    done("signal.SIGSTOP to child", kill(pid, SIGSTOP));
    for (int i = 0; i < 20; i++) {
        if (waitpid(pid, &status, WUNTRACED | WNOHANG) == pid) {
            break;
        }
        pause_ms(50);
    }
    row("signal.stopped child seen", "%s", WIFSTOPPED(status) ? "yes" : "no");
    done("signal.SIGCONT to child", kill(pid, SIGCONT));
    kill(pid, SIGKILL);
    result("signal.killed child", waitpid(pid, &status, 0) == pid ? WTERMSIG(status) : -1);
}

const struct probe_test time_tests[] = {
    TEST(feature, time_1, 5),      TEST(feature, time_sleep, 5),    TEST(feature, time_nano, 5),
    TEST(feature, time_usleep, 5), TEST(feature, time_res, 5),      TEST(feature, signals_segv, 5),
    TEST(feature, signals_1, 5),   TEST(feature, signals_stop, 10), TESTS_END,
};
