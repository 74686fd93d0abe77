/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Numbers for the calls of the discipline that these kernel headers do not know: calls of other
 * architectures, which the manual of 2009 names, and calls newer than the headers. -1: no such call
 * here, the row is skipped.
 */
#ifndef MOSIX_EMULATOR_CALL_NUMBERS_H
#define MOSIX_EMULATOR_CALL_NUMBERS_H

#include <sys/syscall.h>

/* i386 only [doc] */
#ifndef SYS_alloc_hugepages
#define SYS_alloc_hugepages (-1)
#endif
#ifndef SYS_bdflush
#define SYS_bdflush (-1)
#endif
#ifndef SYS_free_hugepages
#define SYS_free_hugepages (-1)
#endif
#ifndef SYS_vm86
#define SYS_vm86 (-1)
#endif

/* newer than Linux 5.10 */
#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 (-1)
#endif
#ifndef SYS_futex_waitv
#define SYS_futex_waitv (-1)
#endif

#endif
