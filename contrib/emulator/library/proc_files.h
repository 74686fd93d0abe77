/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The small files that the C library's open() finds: /proc/mosix/mosip [doc] and
 * /proc/self/{lock,migrate,where,nmigs} [assumed], of the manual of 2009. MOSIX 4 has none of them;
 * its switches are in self_values.h. What is read is an ordinary descriptor of the kernel; what is
 * written is a switch. Everything returns >= 0 or -errno.
 */
#ifndef MOSIX_EMULATOR_PROC_FILES_H
#define MOSIX_EMULATOR_PROC_FILES_H

#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "path_grammar.h"

/*
 * open() of one of these files. Reading: a descriptor with its text. Writing: a descriptor of a
 * switch, for write(). Or, as MOSIX programs do it [assumed], open(path, O_WRONLY | O_CREAT,
 * VALUE) sets the value at once and returns 0: taken as such if there is no O_TRUNC, which a shell
 * and fopen() give.
 */
int proc_open(enum path_kind kind, int flags, unsigned int mode);

/* One write to a switch: a value and perhaps a newline. INDEX is as box_of() gives it. */
ssize_t proc_switch_write(int index, const void *data, size_t size);

int proc_switch_close(int index);

/* stat() and access() of any path that the library serves. */
int proc_stat(enum path_kind kind, struct stat *status);
int proc_access(enum path_kind kind, int wanted);

#endif
