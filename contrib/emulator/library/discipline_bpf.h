/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The filter that the library adds to mosrun's: it turns the calls that need more than an errno
 * into SIGSYS. Libc only.
 *
 * A filter outlives exec and the signal's handler does not. So this filter acts only on calls that
 * come from code of the image that installed it. The next image has its code elsewhere, does not
 * match, and installs a filter of its own as soon as it has a handler. The filter is written as BPF
 * by hand, because libseccomp cannot look at the caller's address.
 */
#ifndef MOSIX_EMULATOR_DISCIPLINE_BPF_H
#define MOSIX_EMULATOR_DISCIPLINE_BPF_H

#include "code_map.h"
#include "discipline.h"

#include <linux/filter.h>

/* Enough for every discipline; the kernel's own limit is 4096. */
#define DISCIPLINE_BPF_MAX 1024

/*
 * Write the filter for MAP under DISCIPLINE to PROGRAM. open(2) is trapped under every discipline,
 * openat and all other ways to open are not. Returns the length, 0 when nothing is to be trapped,
 * -EINVAL for an empty range or too many of them, -E2BIG when it does not fit.
 */
int discipline_bpf_build(const struct discipline *discipline, const struct code_map *map,
                         struct sock_filter program[static DISCIPLINE_BPF_MAX]);

#endif
