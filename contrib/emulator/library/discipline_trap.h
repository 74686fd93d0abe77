/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The part of the emulator that traps system calls inside the program: open(2), by which programs
 * reach mailboxes and switches, calls that get another answer than ENOSYS, and the reports of
 * mosrun -w. Belongs to the preloaded library.
 */
#ifndef MOSIX_EMULATOR_DISCIPLINE_TRAP_H
#define MOSIX_EMULATOR_DISCIPLINE_TRAP_H

/* Answers open(2) for the program: what the system call is to return, errors as -errno. */
typedef long discipline_trap_open(const char *path, int flags, unsigned int mode);

/*
 * Call once, from the library's constructor, in a process under mosrun. Reads the discipline from
 * the environment, takes SIGSYS over and adds a filter for this image of the program: OPEN answers
 * for open(2), also where no system call is refused. Allocates nothing, does not block, keeps
 * errno. A failure is reported on standard error and is not fatal: the filter that mosrun itself
 * installed stays in force.
 */
void discipline_trap_start(discipline_trap_open *open);

#endif
