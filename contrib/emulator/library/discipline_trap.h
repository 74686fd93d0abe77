/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The part of the emulator that traps system calls inside the program: those by which programs
 * reach mailboxes and switches, calls that get another answer than ENOSYS or end the process, and
 * the reports of mosrun -w. Belongs to the preloaded library.
 */
#ifndef MOSIX_EMULATOR_DISCIPLINE_TRAP_H
#define MOSIX_EMULATOR_DISCIPLINE_TRAP_H

#include <stdbool.h>

/* Whether the call NUMBER reaches MOSIX: then ANSWER is what it returns, errors as -errno. */
typedef bool discipline_trap_answer(long number, const long arguments[6], long *answer);

/*
 * Call once, from the library's constructor, in a process under mosrun. Reads the discipline from
 * the environment, takes SIGSYS over and adds a filter for this image of the program: REACH is
 * asked first about what is trapped, also where no system call is refused. Allocates nothing, does
 * not block, keeps errno. A failure is reported on standard error and is not fatal: the filter that
 * mosrun itself installed stays in force.
 */
void discipline_trap_start(discipline_trap_answer *reach);

/* Whether system calls are as in MOSIX 4.4.3. */
bool discipline_trap_is_real(void);

/* Call in the child of a fork(): reports what the C library has called there unseen. */
void discipline_trap_forked(void);

/*
 * Ends the process if MOSIX 4 does so at the call NUMBER. For syscall(): a few calls, such as
 * uprobe, pass every filter.
 */
void discipline_trap_end(long number);

#endif
