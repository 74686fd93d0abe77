/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The filter that the library adds to mosrun's: it turns the calls that need more than an errno
 * into SIGSYS. Libc only.
 *
 * A filter outlives exec and the signal's handler does not. So this filter acts only on calls that
 * come from a range of addresses: the C library of the image that installed it. The next image has
 * its C library elsewhere, does not match, and installs a filter of its own as soon as it has a
 * handler. libseccomp cannot look at the caller's address, hence BPF by hand.
 */
#ifndef MOSIX_EMULATOR_DISCIPLINE_BPF_H
#define MOSIX_EMULATOR_DISCIPLINE_BPF_H

#include "discipline.h"

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

/* Enough for every discipline; the kernel's own limit is 4096. */
#define DISCIPLINE_BPF_MAX 1024

/*
 * Write the filter for calls from [FIRST, END) under DISCIPLINE to PROGRAM. Returns its length, 0
 * when nothing is to be trapped, -EINVAL for an empty range, -E2BIG when it does not fit.
 */
int discipline_bpf_build(const struct discipline *discipline, uint64_t first, uint64_t end,
                         struct sock_filter program[static DISCIPLINE_BPF_MAX]);

#endif
