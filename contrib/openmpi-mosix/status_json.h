/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Prints a status as one JSON object. Libc only.
 */
#ifndef STATUS_JSON_H
#define STATUS_JSON_H

#include <stdio.h>

#include "status_collect.h"

void status_print_json(const struct status *status, FILE *out);

#endif
