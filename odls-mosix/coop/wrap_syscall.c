/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrapper: syscall(), by which programs make system calls that the C library has no function for,
 * or none in the version that they were built for. What coop_calls.def lists is answered here; the
 * rest goes to the kernel.
 */
#include "coop_wrap.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "coop_affinity.h"
#include "coop_clone.h"
#include "coop_futex.h"
#include "coop_kernel.h"

#ifdef __x86_64__

/* Numbers from here on are unknown to MOSIX 4.4.3; 314 hangs, the others end the process [real]. */
#define FIRST_UNKNOWN 314

/* Not in every glibc. */
int close_range(unsigned first, unsigned last, int flags);
int epoll_pwait2(int set, struct epoll_event *events, int room, const struct timespec *timeout,
                 const sigset_t *mask);
int execveat(int directory, const char *path, char *const argv[], char *const envp[], int flags);

/* The function returns the error number, the system call does not. */
static long answer_clock_nanosleep(const long a[6])
{
    return coop_answer(-clock_nanosleep((clockid_t) a[0], (int) a[1],
                                        (const struct timespec *) a[2], (struct timespec *) a[3]));
}

/* The system call packs the mask and its size. */
static long answer_pselect(const long a[6])
{
    const long *packed = (const long *) a[5];
    const sigset_t *mask = packed == NULL ? NULL : (const sigset_t *) packed[0];

    return pselect((int) a[0], (fd_set *) a[1], (fd_set *) a[2], (fd_set *) a[3],
                   (const struct timespec *) a[4], mask);
}

static long answer(long number, const long a[6])
{
    switch (number) {
#define COOP_ANSWERED(number, name, functions, why, expression)                                    \
    case number:                                                                                   \
        return (long) (expression);
#define COOP_MISSING(number, name, why)
#define COOP_REFUSED(number, name, why)
#include "coop_calls.def"
    default:
        return coop_answer_long(number >= FIRST_UNKNOWN ? -ENOSYS : coop_kernel_call(number, a));
    }
}

#else

static long answer(long number, const long a[6])
{
    return coop_answer_long(number == SYS_futex ? coop_futex(a) : coop_kernel_call(number, a));
}

#endif

COOP_WRAPPER long syscall(long number, ...)
{
    long arguments[6];
    va_list list;

    va_start(list, number);
    for (int i = 0; i < 6; i++) {
        arguments[i] = va_arg(list, long);
    }
    va_end(list);
    return answer(number, arguments);
}
