/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program that mosrun is the parent of. Its words, one at a time:
 *
 *   signals     says "ready", then the name of every signal that it gets; SIGTERM ends it
 *   ignored     says which signals are ignored, and which blocked
 *   compute     counts without a system call; says how far it got when SIGTERM comes
 *   group       says whether it leads a process group of its own
 *   getppid N   makes that many calls and says how many nanoseconds one took
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t ended;

static void put(const char *text)
{
    if (write(STDOUT_FILENO, text, strlen(text)) < 0 || write(STDOUT_FILENO, "\n", 1) < 0) {
        _exit(2);
    }
}

static void on_signal(int number)
{
    char text[16] = "got 00";

    text[4] = (char) ('0' + number / 10);
    text[5] = (char) ('0' + number % 10);
    put(text);
    ended = number == SIGTERM;
}

static int signals(void)
{
    for (int number = 1; number <= SIGRTMAX; number++) {
        if (number != SIGSYS && number != SIGCHLD) {
            (void) signal(number, on_signal);
        }
    }
    put("ready");
    while (!ended) {
        pause();
    }
    return 0;
}

static int ignored(void)
{
    sigset_t blocked;

    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int number = 1; number <= SIGRTMAX; number++) {
        struct sigaction action;

        if (sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN) {
            printf("ignored %d\n", number);
        }
        if (sigismember(&blocked, number) == 1) {
            printf("blocked %d\n", number);
        }
    }
    return 0;
}

static int compute(void)
{
    volatile unsigned long long count = 0;

    (void) signal(SIGTERM, on_signal);
    put("ready");
    while (!ended) {
        count++;
    }
    printf("counted %llu\n", count);
    return 0;
}

static int time_calls(long calls)
{
    struct timespec before, after;

    clock_gettime(CLOCK_MONOTONIC, &before);
    for (long i = 0; i < calls; i++) {
        (void) syscall(SYS_getppid);
    }
    clock_gettime(CLOCK_MONOTONIC, &after);
    printf("%ld\n",
           ((after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec) / calls);
    return 0;
}

int main(int argc, char *argv[])
{
    const char *word = argc > 1 ? argv[1] : "";

    if (strcmp(word, "signals") == 0) {
        return signals();
    }
    if (strcmp(word, "ignored") == 0) {
        return ignored();
    }
    if (strcmp(word, "compute") == 0) {
        return compute();
    }
    if (strcmp(word, "group") == 0) {
        puts(getpgrp() == getpid() ? "own" : "other");
        return 0;
    }
    if (strcmp(word, "getppid") == 0 && argc > 2) {
        return time_calls(atol(argv[2]));
    }
    return 2;
}
