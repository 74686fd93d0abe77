/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The names that a program in ELF gives to the loader: the libraries that it needs, and the symbols
 * that it shares with them. Libc only; trusts nothing in the file.
 */
#ifndef PROGRAM_NAMES_H
#define PROGRAM_NAMES_H

#include <stddef.h>

/*
 * Finds the first of count names that an open file has, whole or up to a point (so that "libx.so"
 * stands for libx.so.1). The file's position stays. Returns the index of the name, -ENOENT if there
 * is none, -ENOEXEC for a file that is not linked dynamically, is for another processor or is
 * damaged, or another -errno.
 */
int program_names_find(int fd, const char *const *names, size_t count);

#endif
