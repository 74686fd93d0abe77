/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which file of a program makes a system call, as far as the names tell. Libc only.
 */
#ifndef MOSRUN_CULPRIT_H
#define MOSRUN_CULPRIT_H

#include <stddef.h>

/*
 * Writes which functions make the call of that number, and which of the program's files take them
 * from the C library: "getrandom in libfoo.so.1, a.out". library_path is LD_LIBRARY_PATH or NULL.
 * Of a script, the interpreter counts. "" when none is known. Reads the files of all libraries.
 */
void mosrun_culprit(const char *program, const char *library_path, long number, char *text,
                    size_t size);

#endif
