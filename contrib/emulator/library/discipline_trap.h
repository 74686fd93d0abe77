/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The part of the system-call discipline that has to run inside the program: calls that get another
 * answer than ENOSYS, and the reports of mosrun -w. Belongs to the preloaded library.
 */
#ifndef MOSIX_EMULATOR_DISCIPLINE_TRAP_H
#define MOSIX_EMULATOR_DISCIPLINE_TRAP_H

/*
 * Call once, from the library's constructor, in a process under mosrun; elsewhere it returns at
 * once and changes nothing. Reads the environment, takes SIGSYS over and adds a filter for
 * this image of the program. Allocates nothing, does not block, keeps errno. A failure is reported
 * on standard error and is not fatal: the filter that mosrun itself installed stays in force.
 */
void discipline_trap_start(void);

#endif
