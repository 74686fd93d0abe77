/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * read() and write() on descriptors of ours, for all wrappers that read or write.
 * KIND and INDEX are as box_of() gives them. Bytes or -errno.
 */
#ifndef MOSIX_EMULATOR_INTERCEPT_IO_H
#define MOSIX_EMULATOR_INTERCEPT_IO_H

#include <sys/types.h>
#include <sys/uio.h>

#include "box_table.h"

ssize_t intercept_write(enum box_kind kind, int index, const void *data, size_t size);
ssize_t intercept_writev(enum box_kind kind, int index, const struct iovec *parts, int count);

/* A SIZE of (size_t) -1 is the probe. */
ssize_t intercept_read(enum box_kind kind, int index, void *buffer, size_t size);
ssize_t intercept_readv(enum box_kind kind, int index, const struct iovec *parts, int count);

#endif
