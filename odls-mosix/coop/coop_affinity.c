/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which processors; see coop_affinity.h.
 */
#include "coop_affinity.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "coop_kernel.h"

#define WORD_BITS (sizeof(unsigned long) * CHAR_BIT)

long coop_affinity(const long arguments[6])
{
    long result = coop_kernel_call(SYS_sched_getaffinity, arguments);
    size_t room = (unsigned int) arguments[1];
    unsigned long *mask = (unsigned long *) arguments[2];
    long processors;
    size_t size;

    if (result != -ENOSYS) {
        return result;
    }
    /* The C library asks by a file and not by this call. */
    processors = sysconf(_SC_NPROCESSORS_CONF);
    processors = processors > 0 ? processors : 1;
    size = ((size_t) processors + WORD_BITS - 1) / WORD_BITS * sizeof(unsigned long);
    if (room < size || room % sizeof(unsigned long) != 0) {
        return -EINVAL;
    }
    if (mask == NULL) {
        return -EFAULT;
    }
    memset(mask, 0, size);
    for (size_t i = 0; i < (size_t) processors; i++) {
        mask[i / WORD_BITS] |= 1UL << i % WORD_BITS;
    }
    return (long) size;
}
