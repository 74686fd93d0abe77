/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * fstat() for processes away from home.
 *
 * From 2.33 to 2.38, glibc makes fstat() by the system call newfstatat with an empty path. MOSIX
 * 4.4.3 answers that with EFAULT on every node but the home node, while the system call fstat works
 * everywhere [real]. So away from home the loader cannot open a library ("cannot stat shared
 * object"), nor opendir() a directory. These calls are inside the loader and the C library, where
 * no wrapper reaches them; so their one instruction sequence is changed, in this process's memory.
 */
#ifndef COOP_FSTAT_H
#define COOP_FSTAT_H

/*
 * Make the loader and the C library of this process use fstat. To be called while the process has
 * one thread and is at home. Returns how many places were changed, 0 if there are none (another
 * glibc, or called before); or -errno when not all could be: -ENOMEM also when no memory is near
 * enough.
 */
int coop_fstat_repair(void);

#endif
