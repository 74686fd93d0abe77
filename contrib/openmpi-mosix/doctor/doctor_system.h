/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of the system under MOSIX: settings of the kernel, containers, the clock, the processors.
 * Libc only.
 */
#ifndef DOCTOR_SYSTEM_H
#define DOCTOR_SYSTEM_H

#include "doctor_view.h"

/* That this is MOSIX of 2009, of which other things are checked. */
void doctor_check_release(const struct doctor_view *view, struct node_finding *finding);

/* kernel.yama.ptrace_scope: MOSIX 4 traces its programs [real]. */
void doctor_check_ptrace(const struct doctor_view *view, struct node_finding *finding);

/* kernel.pid_max, against the process IDs that mailboxes can have. */
void doctor_check_pids(const struct doctor_view *view, struct node_finding *finding);

/* /proc mounted so that users do not see processes of others. */
void doctor_check_hidepid(const struct doctor_view *view, struct node_finding *finding);

/* Whether this runs in a container. */
void doctor_check_container(const struct doctor_view *view, struct node_finding *finding);

/* Whether setuid works here, and whether a filter of system calls is in force. */
void doctor_check_confined(const struct doctor_view *view, struct node_finding *finding);

/* Whether somebody keeps this node's clock right. */
void doctor_check_clock(const struct doctor_view *view, struct node_finding *finding);

/* Which instructions the processors have, and whether all have the same. */
void doctor_check_cpu(const struct doctor_view *view, struct node_finding *finding);

/* The level of instructions, such as "x86-64-v2", by flags of /proc/cpuinfo with a blank before and
 * behind each. */
const char *doctor_cpu_level(const char *flags);

/* What the C library makes of programs that are to be loaded elsewhere. */
void doctor_check_libc(const struct doctor_view *view, struct node_finding *finding);

#endif
