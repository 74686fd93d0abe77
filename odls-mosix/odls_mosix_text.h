/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How a rank starts, in words. Libc only.
 */
#ifndef ODLS_MOSIX_TEXT_H
#define ODLS_MOSIX_TEXT_H

#include "mosrun_env.h"

/*
 * One block: head, then the command line of mosrun, or "starts natively" and why; and a line for
 * each variable that was added. argv is NULL for natively. Words are quoted so that they could be
 * pasted into a shell. Returns the text, which the caller frees; without memory it is shorter, or
 * NULL.
 */
char *odls_mosix_text(const char *head, char *const *argv, const char *why,
                      const struct mosrun_additions *additions);

#endif
