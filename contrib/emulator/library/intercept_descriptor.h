/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * close() of descriptors of ours, for all wrappers that close something.
 */
#ifndef MOSIX_EMULATOR_INTERCEPT_DESCRIPTOR_H
#define MOSIX_EMULATOR_INTERCEPT_DESCRIPTOR_H

#include "box_table.h"

/* KIND and INDEX are as box_of() gives them. 0 or -errno. */
int intercept_close(enum box_kind kind, int index);

#endif
