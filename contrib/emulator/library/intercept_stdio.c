/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers of fopen(). Inside the C library it opens files without asking open(), so it needs a
 * wrapper of its own: a descriptor of the kernel becomes a stream as usual, a box becomes a stream
 * whose reads and writes are messages.
 */
#include "intercept.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intercept_descriptor.h"
#include "intercept_io.h"
#include "intercept_open.h"

static ssize_t stream_read(void *cookie, char *buffer, size_t size)
{
    int index;
    enum box_kind kind = box_of((int) (intptr_t) cookie, &index);

    return intercept_answer(intercept_read(kind, index, buffer, size));
}

/* A stream wants 0 for an error, not -1. */
static ssize_t stream_write(void *cookie, const char *data, size_t size)
{
    int index;
    enum box_kind kind = box_of((int) (intptr_t) cookie, &index);
    ssize_t written = intercept_answer(intercept_write(kind, index, data, size));

    return written < 0 ? 0 : written;
}

static int stream_close(void *cookie)
{
    int index;
    enum box_kind kind = box_of((int) (intptr_t) cookie, &index);

    return (int) intercept_answer(intercept_close(kind, index));
}

/* What fopen()'s MODE means for open(); -EINVAL if it means nothing. */
static int flags_of(const char *mode)
{
    int flags;

    switch (mode[0]) {
    case 'r':
        flags = 0;
        break;
    case 'w':
        flags = O_CREAT | O_TRUNC;
        break;
    case 'a':
        flags = O_CREAT | O_APPEND | O_TRUNC;
        break;
    default:
        return -EINVAL;
    }
    if (strchr(mode, '+') != NULL) {
        flags |= O_RDWR;
    } else {
        flags |= mode[0] == 'r' ? O_RDONLY : O_WRONLY;
    }
    return flags | (strchr(mode, 'e') != NULL ? O_CLOEXEC : 0);
}

static FILE *open_stream(const struct path_target *target, const char *mode)
{
    const cookie_io_functions_t functions = {
        .read = stream_read,
        .write = stream_write,
        .close = stream_close,
    };
    int flags = flags_of(mode);
    int fd = flags < 0 ? flags : intercept_open(target, flags, 0);
    int index;
    FILE *stream;

    if (intercept_answer(fd) < 0) {
        return NULL;
    }
    if (box_of(fd, &index) == BOX_NONE) {
        return fdopen(fd, mode);
    }
    stream = fopencookie((void *) (intptr_t) fd, mode, functions);
    if (stream == NULL) {
        (void) intercept_close(box_of(fd, &index), index);
    }
    return stream;
}

WRAPPER FILE *fopen(const char *path, const char *mode)
{
    struct path_target target;

    return intercept_path(path, &target) ? open_stream(&target, mode) : REAL(fopen)(path, mode);
}

WRAPPER FILE *fopen64(const char *path, const char *mode)
{
    struct path_target target;

    return intercept_path(path, &target) ? open_stream(&target, mode) : REAL(fopen64)(path, mode);
}
