/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: functions that say ENOSYS, as on an older kernel, so that callers do without; see
 * coop_calls.def. No header declares them here, because those of the C library differ between its
 * versions; none of them looks at its arguments.
 */
#include "coop_wrap.h"

#include <stddef.h>

#define COOP_ANSWERED(number, name, functions, why, expression)
#define COOP_REFUSED(number, name, why)
#define COOP_MISSING(number, name, why)                                                            \
    long name(void);                                                                               \
    COOP_WRAPPER long name(void)                                                                   \
    {                                                                                              \
        return coop_answer(-ENOSYS);                                                               \
    }
#include "coop_calls.def"

/* Named semaphores are shared memory, which MOSIX does not have; and the C library would ask for
 * random bytes before it found out. NULL is SEM_FAILED. */
void *sem_open(void);

COOP_WRAPPER void *sem_open(void)
{
    errno = ENOSYS;
    return NULL;
}

/* posix_spawn() with a descriptor of the process, of glibc 2.39; only clone3 can do it. */
int pidfd_spawn(void);
int pidfd_spawnp(void);

COOP_WRAPPER int pidfd_spawn(void)
{
    return ENOSYS;
}

COOP_WRAPPER int pidfd_spawnp(void)
{
    return ENOSYS;
}
