/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: resource limits. The C library makes the system call prlimit64 for all of these, which
 * MOSIX refuses; it knows getrlimit and setrlimit [real]. */
#include "coop_wrap.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "coop_kernel.h"

/* The prototypes name an enumeration in C with GNU extensions, and int elsewhere. */
typedef __rlimit_resource_t resource_t;

COOP_WRAPPER int getrlimit(resource_t resource, struct rlimit *limit)
{
    return coop_answer((int) COOP_KERNEL(SYS_getrlimit, resource, (long) limit));
}

COOP_WRAPPER int setrlimit(resource_t resource, const struct rlimit *limit)
{
    return coop_answer((int) COOP_KERNEL(SYS_setrlimit, resource, (long) limit));
}

/* The limits of other processes stay the kernel's business. */
COOP_WRAPPER int prlimit(pid_t pid, resource_t resource, const struct rlimit *limit,
                         struct rlimit *old)
{
    /* Both may point to the same place. */
    const struct rlimit wanted = limit != NULL ? *limit : (struct rlimit){0};
    long rc = 0;

    if (pid != 0 && pid != getpid()) {
        return coop_answer(
            (int) COOP_KERNEL(SYS_prlimit64, pid, resource, (long) limit, (long) old));
    }
    if (old != NULL) {
        rc = COOP_KERNEL(SYS_getrlimit, resource, (long) old);
    }
    if (rc == 0 && limit != NULL) {
        rc = COOP_KERNEL(SYS_setrlimit, resource, (long) &wanted);
    }
    return coop_answer((int) rc);
}

/* Of programs that ask for numbers of 64 bits; the structures are the same here. */
COOP_WRAPPER int getrlimit64(resource_t resource, struct rlimit64 *limit)
{
    return getrlimit(resource, (struct rlimit *) limit);
}

COOP_WRAPPER int setrlimit64(resource_t resource, const struct rlimit64 *limit)
{
    return setrlimit(resource, (const struct rlimit *) limit);
}

COOP_WRAPPER int prlimit64(pid_t pid, resource_t resource, const struct rlimit64 *limit,
                           struct rlimit64 *old)
{
    return prlimit(pid, resource, (const struct rlimit *) limit, (struct rlimit *) old);
}
