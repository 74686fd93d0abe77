/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What an administrator can do when a file cannot be changed. Libc only.
 */
#ifndef CONF_REMEDY_H
#define CONF_REMEDY_H

#include "conf_file.h"

/*
 * One or two sentences for an error (a positive errno) of conf_file.h's functions, or "". file is
 * the open file, or NULL when it could not be opened.
 */
const char *conf_remedy(const struct conf_file *file, int error);

#endif
