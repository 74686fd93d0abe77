/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The functions that this library replaces, as the next library in the search order has them: the C
 * library, or another preloaded one.
 */
#ifndef COOP_LIBC_H
#define COOP_LIBC_H

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COOP_LIBC_FUNCTIONS(X)                                                                     \
    X(accept)                                                                                      \
    X(accept4)                                                                                     \
    X(clock_nanosleep)                                                                             \
    X(clone)                                                                                       \
    X(epoll_pwait)                                                                                 \
    X(epoll_wait)                                                                                  \
    X(execve)                                                                                      \
    X(fclose)                                                                                      \
    X(kill)                                                                                        \
    X(mmap)                                                                                        \
    X(munmap)                                                                                      \
    X(pause)                                                                                       \
    X(pclose)                                                                                      \
    X(poll)                                                                                        \
    X(ppoll)                                                                                       \
    X(pthread_detach)                                                                              \
    X(pthread_exit)                                                                                \
    X(pthread_getaffinity_np)                                                                      \
    X(pthread_getattr_np)                                                                          \
    X(pthread_getcpuclockid)                                                                       \
    X(pthread_getname_np)                                                                          \
    X(pthread_getschedparam)                                                                       \
    X(pthread_getspecific)                                                                         \
    X(pthread_key_create)                                                                          \
    X(pthread_key_delete)                                                                          \
    X(pthread_kill)                                                                                \
    X(pthread_mutex_destroy)                                                                       \
    X(pthread_mutex_init)                                                                          \
    X(pthread_mutex_trylock)                                                                       \
    X(pthread_mutex_unlock)                                                                        \
    X(pthread_rwlock_tryrdlock)                                                                    \
    X(pthread_rwlock_trywrlock)                                                                    \
    X(pthread_rwlock_unlock)                                                                       \
    X(pthread_self)                                                                                \
    X(pthread_setaffinity_np)                                                                      \
    X(pthread_setname_np)                                                                          \
    X(pthread_setschedparam)                                                                       \
    X(pthread_setschedprio)                                                                        \
    X(pthread_setspecific)                                                                         \
    X(pthread_sigmask)                                                                             \
    X(pthread_sigqueue)                                                                            \
    X(pthread_spin_trylock)                                                                        \
    X(raise)                                                                                       \
    X(read)                                                                                        \
    X(readv)                                                                                       \
    X(recv)                                                                                        \
    X(recvfrom)                                                                                    \
    X(recvmsg)                                                                                     \
    X(sched_yield)                                                                                 \
    X(sem_post)                                                                                    \
    X(sem_trywait)                                                                                 \
    X(send)                                                                                        \
    X(sendmsg)                                                                                     \
    X(sendto)                                                                                      \
    X(setitimer)                                                                                   \
    X(sigprocmask)                                                                                 \
    X(sigsuspend)                                                                                  \
    X(sigtimedwait)                                                                                \
    X(wait4)                                                                                       \
    X(waitid)                                                                                      \
    X(write)                                                                                       \
    X(writev)

#define COOP_LIBC_MEMBER(name) __typeof__(name) *name;

struct coop_libc {
    COOP_LIBC_FUNCTIONS(COOP_LIBC_MEMBER)
    bool loaded;
};

extern struct coop_libc coop_libc;

/* Fill coop_libc; ends the process with a message if the C library lacks a function. */
void coop_libc_load(void);

/* Other libraries' constructors call wrappers before ours runs, so each use looks. */
static inline const struct coop_libc *coop_real(void)
{
    if (__builtin_expect(!coop_libc.loaded, 0)) {
        coop_libc_load();
    }
    return &coop_libc;
}

#endif
