/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The calls on descriptors of ours, for all wrappers that make them. KIND and INDEX are as box_of()
 * gives them. Everything returns >= 0 or -errno, but see intercept_ioctl().
 */
#ifndef MOSIX_EMULATOR_INTERCEPT_DESCRIPTOR_H
#define MOSIX_EMULATOR_INTERCEPT_DESCRIPTOR_H

#include "box_table.h"

/* Descriptor FD of the kernel is about to be closed or replaced, perhaps one that dup2() made a
 * box. */
void intercept_leave(int fd);

int intercept_close(enum box_kind kind, int index);

int intercept_fcntl(enum box_kind kind, int index, int command, long argument);

/* The answer may be a negative number that is no -errno, as box_own_ioctl() says. */
long intercept_ioctl(enum box_kind kind, int index, unsigned long request, void *argument);

int intercept_dup2(enum box_kind kind, int index, int to);

#endif
