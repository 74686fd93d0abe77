/* SPDX-License-Identifier: BSD-3-Clause */
/* SIGSYS belongs to the emulator: stand-ins for the calls with which a program could take it away.
 */
#include "discipline_signals.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

EXPORTED int sigaction(int number, const struct sigaction *action, struct sigaction *old);
EXPORTED __sighandler_t signal(int number, __sighandler_t handler);
EXPORTED int sigprocmask(int how, const sigset_t *set, sigset_t *old);
EXPORTED int pthread_sigmask(int how, const sigset_t *set, sigset_t *old);

/* Set once by the constructor, before there can be threads. */
static bool is_ours;

/* What the program believes to have set for SIGSYS. */
static struct sigaction believed = {.sa_handler = SIG_DFL};

/* Other constructors may come before ours: each stand-in finds the real function on its first call.
 */
#define REAL(function)                                                                             \
    static __typeof__(function) *real;                                                             \
    if (real == NULL) {                                                                            \
        real = (__typeof__(function) *) dlsym(RTLD_NEXT, #function);                               \
    }

static int real_sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
    REAL(sigaction)
    return real(number, action, old);
}

/* SET, or *COPY without SIGSYS where SET would block it. */
static const sigset_t *without_ours(const sigset_t *set, sigset_t *copy)
{
    if (!is_ours || set == NULL || sigismember(set, SIGSYS) != 1) {
        return set;
    }
    *copy = *set;
    sigdelset(copy, SIGSYS);
    return copy;
}

int sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
    struct sigaction previous = believed;
    struct sigaction copy;

    if (is_ours && number == SIGSYS) {
        if (action != NULL) {
            believed = *action;
        }
        if (old != NULL) {
            *old = previous;
        }
        return 0;
    }
    if (is_ours && action != NULL && sigismember(&action->sa_mask, SIGSYS) == 1) {
        copy = *action;
        sigdelset(&copy.sa_mask, SIGSYS);
        action = &copy;
    }
    return real_sigaction(number, action, old);
}

__sighandler_t signal(int number, __sighandler_t handler)
{
    REAL(signal)

    if (is_ours && number == SIGSYS) {
        __sighandler_t previous = believed.sa_handler;

        believed = (struct sigaction){.sa_handler = handler};
        return previous;
    }
    return real(number, handler);
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    sigset_t copy;
    REAL(sigprocmask)

    return real(how, how == SIG_UNBLOCK ? set : without_ours(set, &copy), old);
}

int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
    sigset_t copy;
    REAL(pthread_sigmask)

    return real(how, how == SIG_UNBLOCK ? set : without_ours(set, &copy), old);
}

int discipline_signals_start(void (*handler)(int, siginfo_t *, void *))
{
    struct sigaction action = {.sa_sigaction = handler,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigset_t ours;

    if (real_sigaction(SIGSYS, &action, NULL) < 0) {
        return -errno;
    }
    sigemptyset(&ours);
    sigaddset(&ours, SIGSYS);
    is_ours = true;
    return sigprocmask(SIG_UNBLOCK, &ours, NULL) < 0 ? -errno : 0;
}

void discipline_signals_die(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL};

    real_sigaction(SIGSYS, &action, NULL);
    raise(SIGSYS);
}
