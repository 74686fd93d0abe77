/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers of open() in all its forms, also those of _FORTIFY_SOURCE.
 */
#include "intercept.h"

#include <fcntl.h>
#include <stdarg.h>

#include "box_open.h"
#include "intercept_open.h"
#include "proc_files.h"

WRAPPER int __open_2(const char *path, int flags);
WRAPPER int __open64_2(const char *path, int flags);
WRAPPER int __openat_2(int directory, const char *path, int flags);
WRAPPER int __openat64_2(int directory, const char *path, int flags);

/* The optional mode that follows LAST. */
#define MODE_AFTER(last, flags, mode)                                                              \
    do {                                                                                           \
        if (((flags) &O_CREAT) != 0 || ((flags) &O_TMPFILE) == O_TMPFILE) {                        \
            va_list list;                                                                          \
            va_start(list, last);                                                                  \
            mode = va_arg(list, mode_t);                                                           \
            va_end(list);                                                                          \
        }                                                                                          \
    } while (0)

int intercept_open(const struct path_target *target, int flags, unsigned int mode)
{
    switch (target->kind) {
    case PATH_MYBOX:
    case PATH_MBOX:
    case PATH_UBOX:
    case PATH_NOWHERE:
        return box_open(target, flags, mode);
    default:
        return proc_open(target->kind, flags, mode);
    }
}

WRAPPER int open(const char *path, int flags, ...)
{
    struct path_target target;
    mode_t mode = 0;

    MODE_AFTER(flags, flags, mode);
    if (intercept_path(path, &target)) {
        return (int) intercept_answer(intercept_open(&target, flags, mode));
    }
    return REAL(open)(path, flags, mode);
}

WRAPPER int open64(const char *path, int flags, ...)
{
    struct path_target target;
    mode_t mode = 0;

    MODE_AFTER(flags, flags, mode);
    if (intercept_path(path, &target)) {
        return (int) intercept_answer(intercept_open(&target, flags, mode));
    }
    return REAL(open64)(path, flags, mode);
}

WRAPPER int openat(int directory, const char *path, int flags, ...)
{
    struct path_target target;
    mode_t mode = 0;

    MODE_AFTER(flags, flags, mode);
    if (intercept_path(path, &target)) {
        return (int) intercept_answer(intercept_open(&target, flags, mode));
    }
    return REAL(openat)(directory, path, flags, mode);
}

WRAPPER int openat64(int directory, const char *path, int flags, ...)
{
    struct path_target target;
    mode_t mode = 0;

    MODE_AFTER(flags, flags, mode);
    if (intercept_path(path, &target)) {
        return (int) intercept_answer(intercept_open(&target, flags, mode));
    }
    return REAL(openat64)(directory, path, flags, mode);
}

WRAPPER int __open_2(const char *path, int flags)
{
    struct path_target target;

    if (intercept_path(path, &target)) {
        return (int) intercept_answer(intercept_open(&target, flags, 0));
    }
    return REAL(__open_2)(path, flags);
}

WRAPPER int __open64_2(const char *path, int flags)
{
    struct path_target target;

    if (intercept_path(path, &target)) {
        return (int) intercept_answer(intercept_open(&target, flags, 0));
    }
    return REAL(__open64_2)(path, flags);
}

WRAPPER int __openat_2(int directory, const char *path, int flags)
{
    struct path_target target;

    if (intercept_path(path, &target)) {
        return (int) intercept_answer(intercept_open(&target, flags, 0));
    }
    return REAL(__openat_2)(directory, path, flags);
}

WRAPPER int __openat64_2(int directory, const char *path, int flags)
{
    struct path_target target;

    if (intercept_path(path, &target)) {
        return (int) intercept_answer(intercept_open(&target, flags, 0));
    }
    return REAL(__openat64_2)(directory, path, flags);
}

WRAPPER int creat(const char *path, mode_t mode)
{
    const int flags = O_WRONLY | O_CREAT | O_TRUNC;
    struct path_target target;

    if (intercept_path(path, &target)) {
        return (int) intercept_answer(intercept_open(&target, flags, mode));
    }
    return REAL(creat)(path, mode);
}

WRAPPER int creat64(const char *path, mode_t mode)
{
    const int flags = O_WRONLY | O_CREAT | O_TRUNC;
    struct path_target target;

    if (intercept_path(path, &target)) {
        return (int) intercept_answer(intercept_open(&target, flags, mode));
    }
    return REAL(creat64)(path, mode);
}
