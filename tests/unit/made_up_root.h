/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files of a root that a test makes up.
 */
#ifndef MADE_UP_ROOT_H
#define MADE_UP_ROOT_H

#include <stddef.h>
#include <sys/types.h>

/* Makes a file below the directory `root`, and the directories on the way to it. */
void made_up_file(const char *root, const char *name, const char *text, mode_t mode);

/* The beginning of a shared library, of 120 bytes; its headers say that it has `size`. */
void made_up_library(const char *root, const char *name, unsigned short machine, size_t size);

#endif
