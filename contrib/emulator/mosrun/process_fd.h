/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Descriptors that stand for a process, so that no signal can hit another one that got its process
 * ID later. Linux 5.3; the C library of Debian 11 has no functions for it. Libc only.
 */
#ifndef MOSIX_EMULATOR_PROCESS_FD_H
#define MOSIX_EMULATOR_PROCESS_FD_H

#include <sys/types.h>

/* A descriptor of that process, closed by exec; it can be read when the process has ended. -errno
 * where there is none. */
int process_fd_open(pid_t pid);

/* 0 or -errno. May be called in a handler of a signal. */
int process_fd_signal(int process, int signal_number);

/* Closes all descriptors but those of KEPT (COUNT of them, at most 4). */
void process_fd_close_others(const int kept[], int count);

#endif
