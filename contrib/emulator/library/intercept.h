/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Common to the wrappers: how a wrapper finds the function that it wraps, and how it answers.
 * A file of wrappers includes this first.
 */
#ifndef MOSIX_EMULATOR_INTERCEPT_H
#define MOSIX_EMULATOR_INTERCEPT_H

/* The headers must declare the plain functions, not inline ones or others with the same name. */
#undef _FORTIFY_SOURCE
#undef _FILE_OFFSET_BITS
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <sys/types.h>
#include <unistd.h>

#include "box_home.h"
#include "box_own.h"
#include "box_send.h"
#include "box_table.h"
#include "path_grammar.h"

/* What programs see of this library. */
#define WRAPPER __attribute__((visibility("default")))

/* The function NAME of the next library; found on first use, as other libraries' constructors may
 * call a wrapper before ours runs. */
#define REAL(name)                                                                                 \
    ({                                                                                             \
        static __typeof__(&name) real_function;                                                    \
        __typeof__(&name) found = __atomic_load_n(&real_function, __ATOMIC_RELAXED);               \
        if (__builtin_expect(found == NULL, 0)) {                                                  \
            found = (__typeof__(&name)) intercept_find(#name);                                     \
            __atomic_store_n(&real_function, found, __ATOMIC_RELAXED);                             \
        }                                                                                          \
        found;                                                                                     \
    })

/* Ends the process with a message if the C library lacks NAME: then nothing can work. */
void *intercept_find(const char *name);

/* Call once, from the library's constructor: the wrapper of syscall() allocates nothing, because an
 * allocator may be its caller. */
void intercept_syscall_start(void);

/* STATUS (>= 0 or -errno) as a system call returns it. */
static inline ssize_t intercept_answer(ssize_t status)
{
    if (status < 0) {
        errno = (int) -status;
        return -1;
    }
    return status;
}

/* Whether the library answers for PATH when the C library opens or looks at it: TARGET then says
 * what it is. */
static inline bool intercept_path(const char *path, struct path_target *target)
{
    return __builtin_expect(path != NULL && path[0] == '/' && path[1] == 'p', 0) &&
           box_home.under_mosrun && box_home.profile->libc_open &&
           path_parse(path, target) != PATH_OTHER;
}

/* What box_of() says, but BOX_NONE outside of mosrun; and whether FD is standard input, output or
 * error that dup2() has made a box. */
static inline enum box_kind intercept_box(int fd, int *index)
{
    enum box_kind kind = box_of(fd, index);

    if (__builtin_expect(fd == STDIN_FILENO, 0) && box_own_is_input()) {
        return BOX_MAIL;
    }
    if (__builtin_expect(fd == STDOUT_FILENO || fd == STDERR_FILENO, 0) &&
        box_send_output(fd) >= 0) {
        *index = box_send_output(fd);
        return BOX_SEND;
    }
    return __builtin_expect(kind == BOX_NONE, 1) || box_home.under_mosrun ? kind : BOX_NONE;
}

#endif
