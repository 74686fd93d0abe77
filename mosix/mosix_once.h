/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What several processes of a node would all say, and only the first one shall. Libc only.
 */
#ifndef MOSIX_ONCE_H
#define MOSIX_ONCE_H

#include <stdbool.h>

/*
 * Whether no other process has asked with this directory and word before; the first one leaves a
 * file there, which ends with the directory. true if directory is NULL or nothing can be written
 * there.
 */
bool mosix_once(const char *directory, const char *word);

#endif
