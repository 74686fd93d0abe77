/* SPDX-License-Identifier: BSD-3-Clause */
/* The C library's syscall(), see coop_kernel.h. */
#include "coop_kernel.h"

#include <errno.h>
#include <stdlib.h>

#include "coop_next.h"

static long (*libc_syscall)(long number, ...);

__attribute__((constructor)) static void look_up(void)
{
    if (libc_syscall == NULL) {
        libc_syscall = (__typeof__(libc_syscall)) coop_next("syscall");
    }
    if (libc_syscall == NULL) {
        abort();
    }
}

long coop_kernel_call(long number, const long arguments[6])
{
    int saved = errno;
    long result;

    if (__builtin_expect(libc_syscall == NULL, 0)) {
        look_up();
    }
    result = libc_syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                          arguments[4], arguments[5]);
    if (result == -1) {
        result = -errno;
    }
    errno = saved;
    return result;
}
