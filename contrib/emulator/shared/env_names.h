/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The environment variables of the MOSIX emulator: the only channel between mosrun/mosenv, the
 * preloaded library, and whoever starts them. Both halves include this file; no name is spelled
 * anywhere else. Nothing here exists in MOSIX.
 */
#ifndef MOSIX_EMULATOR_ENV_NAMES_H
#define MOSIX_EMULATOR_ENV_NAMES_H

/*
 * Set by mosrun and mosenv for the program. A native batch job (-E) gets none of them. An inner
 * mosrun reads them back: they carry the options that it has to preserve (manual of 2009,
 * "RECURSIVE MOSRUN", [doc]).
 */

/* Home node of the process, dotted quad. Its presence means "this process runs under mosrun". */
#define EMULATOR_ENV_RUN "MOSIX_EMULATOR_RUN"

/* What happens at an unsupported system call: one of the three words below (-u, -e, -w). */
#define EMULATOR_ENV_SYSCALLS "MOSIX_EMULATOR_SYSCALLS"
#define EMULATOR_SYSCALLS_KILL "kill"
#define EMULATOR_SYSCALLS_ERROR "error"
#define EMULATOR_SYSCALLS_REPORT "report"

/* "1": no automatic migration (-L), "0": free to migrate (-l). Always set. */
#define EMULATOR_ENV_LOCK "MOSIX_EMULATOR_LOCK"

/* Class within the grid (-G), decimal, 0 = own partition only. Always set. */
#define EMULATOR_ENV_CLASS "MOSIX_EMULATOR_CLASS"

/* Process ID of the mosrun that knows where the process runs (places.h); not set where the cluster
 * has one node. */
#define EMULATOR_ENV_PLACES "MOSIX_EMULATOR_PLACES"

/* Job ID (-J), decimal. Always set, 0 by default. */
#define EMULATOR_ENV_JOBID "MOSIX_EMULATOR_JOBID"

/*
 * Set only when the option was given, here or outside: -m (megabytes), -d (0-10000), -c "0" or -n
 * "1" (system calls count for migration), -t "1" or -T "0" (time of the local node).
 */
#define EMULATOR_ENV_MEMORY "MOSIX_EMULATOR_MEMORY"
#define EMULATOR_ENV_DECAY "MOSIX_EMULATOR_DECAY"
#define EMULATOR_ENV_COUNT "MOSIX_EMULATOR_COUNT"
#define EMULATOR_ENV_LOCALTIME "MOSIX_EMULATOR_LOCALTIME"

/*
 * Which filter mosrun has installed already, so that an inner mosrun does not stack an equal one.
 */
#define EMULATOR_ENV_FILTER "MOSIX_EMULATOR_FILTER"

/*
 * Set by the user or a test; read by mosrun, mosenv and the library.
 */

/* The address that this node answers with, dotted quad. */
#define EMULATOR_ENV_HOME "MOSIX_EMULATOR_HOME"
#define EMULATOR_HOME_DEFAULT "127.0.0.1"

/* Directory with what the nodes of an emulated cluster share; its file "nodes" has a line for each:
 * number, address, name. */
#define EMULATOR_ENV_CLUSTER "MOSIX_EMULATOR_CLUSTER"

/* Without that directory: how many nodes there are. All of them are on this machine. */
#define EMULATOR_ENV_NODES "MOSIX_EMULATOR_NODES"

/* Milliseconds for which a process that moves does not run. */
#define EMULATOR_ENV_MOVE_TIME "MOSIX_EMULATOR_MOVE_TIME"

/* Microseconds that each system call takes longer away from home. */
#define EMULATOR_ENV_AWAY_DELAY "MOSIX_EMULATOR_AWAY_DELAY"

/* "1": each node has processors of its own, on which its processes run. */
#define EMULATOR_ENV_SHARES "MOSIX_EMULATOR_SHARES"

/* Directory with settings of nodes: the file N.block says that node N takes no guests. */
#define EMULATOR_ENV_SETTINGS "MOSIX_EMULATOR_SETTINGS"

/* Which MOSIX is emulated. */
#define EMULATOR_ENV_PROFILE "MOSIX_EMULATOR_PROFILE"
#define EMULATOR_PROFILE_4 "4.4.3"
#define EMULATOR_PROFILE_2009 "2009"
#define EMULATOR_PROFILE_DEFAULT EMULATOR_PROFILE_4

/* Which system calls are refused, where that is not as the profile says. */
#define EMULATOR_ENV_DISCIPLINE "MOSIX_EMULATOR_DISCIPLINE"
#define EMULATOR_DISCIPLINE_REAL "4.4.3"
#define EMULATOR_DISCIPLINE_MODERN "modern"
#define EMULATOR_DISCIPLINE_MANUAL "manual-2009"
#define EMULATOR_DISCIPLINE_OFF "off"

/* "allow": threads may be created and futex works. Absent or "refuse": as under MOSIX. */
#define EMULATOR_ENV_THREADS "MOSIX_EMULATOR_THREADS"
#define EMULATOR_THREADS_ALLOW "allow"
#define EMULATOR_THREADS_REFUSE "refuse"

/* Path of the library that mosrun preloads. */
#define EMULATOR_ENV_LIBRARY "MOSIX_EMULATOR_LIBRARY"
#define EMULATOR_LIBRARY_NAME "libmosix-emulator.so"

/* File to which each start appends one line. */
#define EMULATOR_ENV_LOG "MOSIX_EMULATOR_LOG"

/* Faults for the library to make: grammar in faults.h. */
#define EMULATOR_ENV_FAULTS "MOSIX_EMULATOR_FAULTS"

/* "1": a tracer stops the program at every system call, as MOSIX 4 does, and counts them. */
#define EMULATOR_ENV_TRACED "MOSIX_EMULATOR_TRACED"

/* File to which each traced start appends its counts; standard error where it is not set. */
#define EMULATOR_ENV_TRACE_FILE "MOSIX_EMULATOR_TRACE_FILE"

/* "options", "discipline" or "faults": mosrun prints that table instead of running anything;
 * "profile": the word of the profile in force. */
#define EMULATOR_ENV_LIST "MOSIX_EMULATOR_LIST"

#endif
