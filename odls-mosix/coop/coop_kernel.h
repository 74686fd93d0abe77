/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls past all wrappers, this library's and others'. For calls that the C library would
 * make by another number than the one that MOSIX knows.
 */
#ifndef COOP_KERNEL_H
#define COOP_KERNEL_H

#include <signal.h>

/* Bytes of a signal mask as the kernel has it. */
#define COOP_KERNEL_MASK_SIZE (_NSIG / 8)

/* Make the system call NUMBER: what it returns, or -errno. errno is kept. Signal handlers and
 * children of vfork() may call it. */
long coop_kernel_call(long number, const long arguments[6]);

/* The same, with one to six arguments, all given as numbers or pointers. */
#define COOP_KERNEL(number, ...) coop_kernel_call((number), (const long[6]){__VA_ARGS__})

#endif
