/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers of read() and write() and their relatives. A descriptor of the kernel costs one
 * comparison.
 */
#include "intercept.h"

#include <limits.h>
#include <sys/uio.h>
#include <unistd.h>

#include "box_own.h"
#include "box_send.h"
#include "intercept_io.h"
#include "proc_files.h"

WRAPPER ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room);

ssize_t intercept_read(enum box_kind kind, int index, void *buffer, size_t size)
{
    struct iovec part = {.iov_base = buffer, .iov_len = size};

    (void) index;
    if (kind != BOX_MAIL) {
        return -known(kind == BOX_SEND && size == SIZE_MAX ? KNOWN_READ_PROBE_SENDBOX
                                                           : KNOWN_DESCRIPTOR_WRONG_BOX);
    }
    return size == SIZE_MAX ? box_own_probe() : box_own_read(&part, 1);
}

ssize_t intercept_write(enum box_kind kind, int index, const void *data, size_t size)
{
    struct iovec part = {.iov_base = (void *) data, .iov_len = size};

    if (kind == BOX_SEND) {
        return box_send_write(index, &part, 1);
    }
    return kind == BOX_SWITCH ? proc_switch_write(index, data, size)
                              : -known(KNOWN_DESCRIPTOR_WRONG_BOX);
}

ssize_t intercept_readv(enum box_kind kind, int index, const struct iovec *parts, int count)
{
    (void) index;
    return kind == BOX_MAIL ? box_own_read(parts, count) : -known(KNOWN_DESCRIPTOR_WRONG_BOX);
}

ssize_t intercept_writev(enum box_kind kind, int index, const struct iovec *parts, int count)
{
    if (kind == BOX_MAIL && count > known(KNOWN_MESSAGE_PARTS)) {
        return -known(KNOWN_MESSAGE_TOO_MANY_PARTS);
    }
    return kind == BOX_SEND ? box_send_write(index, parts, count)
                            : -known(KNOWN_DESCRIPTOR_WRONG_BOX);
}

WRAPPER ssize_t read(int fd, void *buffer, size_t size)
{
    int index;
    enum box_kind kind = intercept_box(fd, &index);

    if (kind == BOX_NONE) {
        return REAL(read)(fd, buffer, size);
    }
    return intercept_answer(intercept_read(kind, index, buffer, size));
}

WRAPPER ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room)
{
    int index;
    enum box_kind kind = intercept_box(fd, &index);

    /* The probe names more bytes than any buffer has, and stores none of them. */
    if (kind == BOX_NONE || (size > room && size != SIZE_MAX)) {
        return REAL(__read_chk)(fd, buffer, size, room);
    }
    return intercept_answer(intercept_read(kind, index, buffer, size));
}

WRAPPER ssize_t readv(int fd, const struct iovec *parts, int count)
{
    int index;
    enum box_kind kind = intercept_box(fd, &index);

    if (kind == BOX_NONE) {
        return REAL(readv)(fd, parts, count);
    }
    return intercept_answer(intercept_readv(kind, index, parts, count));
}

/* A mailbox has no positions [real]. */
WRAPPER ssize_t preadv(int fd, const struct iovec *parts, int count, off_t offset)
{
    int index;
    enum box_kind kind = intercept_box(fd, &index);

    if (kind == BOX_NONE) {
        return REAL(preadv)(fd, parts, count, offset);
    }
    return intercept_answer(intercept_readv(kind, index, parts, count));
}

WRAPPER ssize_t write(int fd, const void *data, size_t size)
{
    int index;
    enum box_kind kind = intercept_box(fd, &index);

    if (kind == BOX_NONE) {
        return REAL(write)(fd, data, size);
    }
    return intercept_answer(intercept_write(kind, index, data, size));
}

WRAPPER ssize_t writev(int fd, const struct iovec *parts, int count)
{
    int index;
    enum box_kind kind = intercept_box(fd, &index);

    if (kind == BOX_NONE) {
        return REAL(writev)(fd, parts, count);
    }
    return intercept_answer(intercept_writev(kind, index, parts, count));
}
