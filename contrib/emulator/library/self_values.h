/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The switches /proc/self/NAME of MOSIX 4: numbers that open(2) itself reads and writes [doc4]. The
 * names, ranges, first values and errors are [real] unless a comment says otherwise. Where the
 * cluster has one node, a migration only changes what the switches say; most of them do nothing.
 * Everything returns >= 0 or -errno unless a comment says otherwise.
 */
#ifndef MOSIX_EMULATOR_SELF_VALUES_H
#define MOSIX_EMULATOR_SELF_VALUES_H

#include <stdbool.h>
#include <stdint.h>

/* Those that the small files of the manual of 2009 show, too (proc_files.h). */
enum self_key { SELF_LOCK, SELF_WHEREAMI, SELF_NMIGS };

/* Takes over the settings that mosrun left in the environment. */
void self_values_start(void);

/* What the switch KEY says; a node by its number, where there is one only as the number of its
 * address; 0 = at home. */
int32_t self_value(enum self_key key);

/* 0 or 1: no automatic migration. False for another VALUE. */
bool self_value_lock(uint32_t value);

/*
 * Migrates to NODE: 0 = home, else an address. False when it is not in the cluster. A locked
 * process migrates on demand, too [doc].
 */
bool self_value_migrate(uint32_t node);

/*
 * open(2) of /proc/self/NAME with FLAGS and MODE. An access mode of 0 reads; 1 writes the number
 * MODE and gives 0; 2 writes it and gives the previous one [assumed]. False when there is no switch
 * of that NAME. Otherwise *ANSWER is what open(2) gives: the value itself, which may be negative,
 * as MOSIX does; or -errno.
 */
bool self_value_open(const char *name, int flags, unsigned int mode, long *answer);

#endif
