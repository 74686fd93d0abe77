/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Does to SIGSYS what shells and the like do to every signal, and then makes a call that is
 * reported. Tells whether the program's own view of SIGSYS is kept, and whether it lives.
 */
#include "../lib/error_name.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>

static void ignore(int number)
{
    (void) number;
}

static void call(const char *when)
{
    int fd = epoll_create1(0);

    printf("%s: %s\n", when, fd < 0 ? error_name(errno) : "works");
    fflush(stdout);
}

static void call_in_handler(int number)
{
    (void) number;
    call("in a handler that blocks all");
}

int main(void)
{
    struct sigaction action = {.sa_handler = ignore};
    struct sigaction seen;
    sigset_t all;

    sigfillset(&all);
    sigaction(SIGSYS, &action, NULL);
    sigaction(SIGSYS, NULL, &seen);
    printf("own handler seen: %s\n", seen.sa_handler == ignore ? "yes" : "no");
    call("handled");
    printf("previous of signal: %s\n", signal(SIGSYS, SIG_DFL) == ignore ? "own" : "other");
    call("default");
    signal(SIGSYS, SIG_IGN);
    call("ignored");
    sigprocmask(SIG_BLOCK, &all, NULL);
    call("blocked");
    pthread_sigmask(SIG_SETMASK, &all, NULL);
    call("blocked by pthread_sigmask");
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    action = (struct sigaction){.sa_handler = call_in_handler, .sa_mask = all};
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    return 0;
}
