/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The guard: a process beside mosrun that does for the program what mosrun cannot do, because
 * nobody can catch SIGSTOP and SIGKILL. While mosrun is stopped, so is the program; when mosrun is
 * gone, the program is killed, also where it asked the kernel for another signal at its parent's
 * death.
 */
#ifndef MOSIX_EMULATOR_RUN_GUARD_H
#define MOSIX_EMULATOR_RUN_GUARD_H

#include <sys/types.h>

/* Starts one for this process and for PROGRAM, a descriptor of process_fd_open(). Returns its
 * process ID or -errno. It ends by itself when this process does. */
pid_t run_guard_start(int program);

/* Ends it. PID may be negative: there is none. */
void run_guard_end(pid_t pid);

#endif
