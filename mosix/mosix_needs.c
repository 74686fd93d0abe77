/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What MOSIX needs of kernel and C library; see mosix_needs.h.
 */
#include "mosix_needs.h"

#include <stdio.h>

/* A version that cannot be read counts as the newest. */
static bool is_at_least(const char *version, int major, int minor)
{
    int own_major;
    int own_minor;

    if (sscanf(version, "%6d.%6d", &own_major, &own_minor) != 2) {
        return true;
    }
    return own_major > major || (own_major == major && own_minor >= minor);
}

bool mosix_needs_vdso_off(const char *kernel)
{
    return is_at_least(kernel, 6, 1);
}

bool mosix_needs_rseq_off(const char *libc)
{
    return is_at_least(libc, 2, 35);
}

bool mosix_needs_home_loading(const char *libc)
{
    return is_at_least(libc, 2, 33) && !is_at_least(libc, 2, 39);
}

bool mosix_needs_allocator(const char *libc)
{
    return is_at_least(libc, 2, 36);
}
