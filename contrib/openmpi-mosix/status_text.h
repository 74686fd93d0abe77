/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Prints a status for a reader, on one screen. Libc only.
 */
#ifndef STATUS_TEXT_H
#define STATUS_TEXT_H

#include <stdio.h>

#include "status_collect.h"

void status_print_text(const struct status *status, FILE *out);

#endif
