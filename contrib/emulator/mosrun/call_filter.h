/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The filter that mosrun puts on itself before it becomes the program. It needs nothing inside the
 * program: it also holds for programs that do not load the library.
 */
#ifndef MOSIX_EMULATOR_CALL_FILTER_H
#define MOSIX_EMULATOR_CALL_FILTER_H

#include "discipline.h"

#include <sys/types.h>

/*
 * Put the calling process, and all that it will become or start, under DISCIPLINE (not
 * PROFILE_OFF). It cannot be undone; further filters can only be stricter. A process that is not
 * under a filter of ours yet (INNER false) also loses the right to gain privileges by exec, which
 * unprivileged filters require. 0 or -errno.
 *
 * In the mode "kill" a refused call raises SIGSYS, so that the library of an inner `mosrun -e` can
 * still answer for it; without the library, SIGSYS kills. In the other modes it returns ENOSYS.
 *
 * PROGRAM, if not 0, is this process and has a tracer: the tracer gets PTRACE_EVENT_SECCOMP when
 * SIGKILL or SIGSTOP is to be sent to it by a process under this filter, and must answer that.
 */
int call_filter_install(const struct discipline *discipline, bool inner, pid_t program);

#endif
