/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether a child of vfork() runs, which shares the memory of its parent and so its boxes. Libc
 * only.
 */
#ifndef MOSIX_EMULATOR_BOX_VFORK_H
#define MOSIX_EMULATOR_BOX_VFORK_H

#include <stdbool.h>

/* Not 0: a child of vfork() runs, and the thread that called it waits. */
extern volatile int box_vfork_runs;

/* For that child: waits until a signal is there for its parent, which cannot take it before, and
 * ends. */
void box_vfork_hang(void) __attribute__((noreturn));

/* Whether the caller is that child. */
static inline bool box_vfork_is_child(void)
{
    return __builtin_expect(box_vfork_runs != 0, 0);
}

#endif
