/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What exec would answer, found by looking. A system call execve that fails is dangerous on MOSIX
 * 4.4.3: with Linux 6.12 it ended one process in six ("MOSRUN: Failed opening memory file") instead
 * of returning its error [real]. So nothing is executed that can be seen to fail.
 */
#ifndef COOP_EXEC_H
#define COOP_EXEC_H

#include <limits.h>
#include <stddef.h>

/* 0 if PATH looks executable; else -errno as execve() would answer: -ENOENT, -EACCES, -ENOTDIR,
 * -ENOEXEC … A file that may be executed but not read, and what stands
 * in /proc, is taken to be executable. Allocates nothing:
 * children of vfork() may call it. */
int coop_exec_look(const char *path);

/* Put into FOUND what execvp() would execute for FILE: itself if it has a slash, or where it is
 * along PATHS (a list with colons, as PATH; NULL: the system's default). 0, or -ENOENT, or -EACCES
 * when all that was there may not be executed, or another -errno of the first place that is not
 * just unfit. -ENOEXEC: FOUND is a script without an interpreter, which execvp() gives to the
 * shell. */
int coop_exec_find(const char *file, const char *paths, char found[PATH_MAX]);

#endif
