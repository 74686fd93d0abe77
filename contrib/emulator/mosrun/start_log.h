/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The line that each start appends to the file of MOSIX_EMULATOR_LOG: what was asked for and what
 * came of it.
 */
#ifndef MOSIX_EMULATOR_START_LOG_H
#define MOSIX_EMULATOR_START_LOG_H

#include "run_start.h"

/*
 * Append the line in one write, so that lines of concurrent starts do not mix. 0 or -errno.
 *
 *   pid=N argv=(WORDS) home=A.B.C.D native=yes|no profile=P mode=M threads=T lock=N class=N jobid=N
 *   program=WORD cwd=WORD accepted-only=(FORMS)
 *
 * WORDS are quoted as a shell quotes them; profile, mode and threads are those of the filter.
 */
int start_log_append(const char *path, int argc, char *const argv[], const struct run_start *start);

#endif
