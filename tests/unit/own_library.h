/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A shared library that every test program can be sure of.
 */
#ifndef OWN_LIBRARY_H
#define OWN_LIBRARY_H

#include "test_main.h"

#include <dlfcn.h>
#include <gnu/libc-version.h>

/* Path of the C library that this program has loaded. */
static inline const char *own_library(void)
{
    Dl_info info;

    assert_int_not_equal(dladdr((void *) gnu_get_libc_version, &info), 0);
    return info.dli_fname;
}

#endif
