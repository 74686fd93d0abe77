/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looks for the fewest steps that still show a difference. Libc only.
 */
#ifndef PROBE_SHRINK_H
#define PROBE_SHRINK_H

#include "generate.h"

/* Whether some answer to SEQUENCE is not the model's, and which. */
typedef bool differs_function(const struct sequence *sequence, struct mismatch *mismatch,
                              void *context);

/* SEQUENCE differs, as MISMATCH says. Removes every step, and every process at the end, without
 * which there still is a difference, and asks DIFFERS each time. */
void shrink(struct sequence *sequence, struct mismatch *mismatch, differs_function *differs,
            void *context);

#endif
