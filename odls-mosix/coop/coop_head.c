/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_head.h. */
#include "coop_head.h"

#include <fcntl.h>
#include <sys/syscall.h>

#include "coop_kernel.h"

long coop_head_read(const char *path, char *text, size_t size)
{
    long fd = COOP_KERNEL(SYS_openat, AT_FDCWD, (long) path, O_RDONLY | O_CLOEXEC, 0);
    long got = fd;

    if (fd >= 0) {
        got = COOP_KERNEL(SYS_read, fd, (long) text, (long) size - 1);
        COOP_KERNEL(SYS_close, fd);
    }
    text[got > 0 ? got : 0] = '\0';
    return got;
}
