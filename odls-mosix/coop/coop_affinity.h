/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which processors the process may run on. MOSIX refuses the question; libnuma, which ranks of Open
 * MPI 5 load, then complains on standard error.
 */
#ifndef COOP_AFFINITY_H
#define COOP_AFFINITY_H

/*
 * The system call sched_getaffinity: the kernel's answer, or where it is refused all processors
 * that the machine may have, because MOSIX chooses among them. Returns the bytes filled in, or
 * -errno.
 */
long coop_affinity(const long arguments[6]);

#endif
