/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files in memory for the library's own use. Ranks find no memfd_create(): MOSIX 4.4.3 ends a
 * process that calls it [real], so libmosix-coop.so answers it. Libc only.
 */
#ifndef MOSIX_EMULATOR_RAW_MEMFD_H
#define MOSIX_EMULATOR_RAW_MEMFD_H

/* As memfd_create(2), by the system call itself. */
int raw_memfd(const char *name, unsigned int flags);

#endif
