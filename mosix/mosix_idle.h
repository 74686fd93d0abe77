/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How a rank sleeps until there is something to do: what libmosix-coop, which is preloaded into
 * ranks, offers to btl mosix. The BTL looks it up by name with dlsym(), because it also runs
 * without that library. Whoever changes this changes the name. Libc only.
 */
#ifndef MOSIX_IDLE_H
#define MOSIX_IDLE_H

#include <stdint.h>

#define MOSIX_IDLE_SYMBOL "mosix_coop_idle_1"

struct mosix_idle {
    /*
     * Takes a signal that ends sleeps and does nothing else. From then on it is blocked, except
     * while the process sleeps by sleep(). Returns 0, -EBUSY when the program handles, ignores or
     * blocks that signal itself, -ENOTSUP while there are no helper threads, or another -errno.
     */
    int (*claim)(int number);

    /* Whether the signal is still claimed: 0, or -EBUSY when the program has set an action of its
     * own meanwhile. One system call. */
    int (*check)(void);

    /* Gives the signal back. One that has come and was not delivered is thrown away. */
    void (*release)(void);

    /*
     * Sleeps until the claimed signal comes, any other signal handler or another thread has run, a
     * descriptor is ready for which poll() or epoll_wait() was last asked in vain, or that many
     * nanoseconds are over. One system call, or two with a claimed signal, and no clock is read
     * unless another thread waits for a point in time. Returns 0 when the time was over, else 1.
     */
    int (*sleep)(int64_t nanoseconds);

    /* When a thread has last slept or given way by a call of the C library, as mosix_ticks(). */
    const uint64_t *napped;

    /* Above 0 in calls that look for messages and do not wait: MPI_Test, MPI_Iprobe and their
     * relatives. */
    const int *testing;
};

#endif
