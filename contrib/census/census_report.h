/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The report of the BTL census. Libc only, no state.
 */
#ifndef MOSIX_CENSUS_REPORT_H
#define MOSIX_CENSUS_REPORT_H

#include <stddef.h>
#include <stdint.h>

/* Names the file to append to. Unset or empty: the library does nothing. */
#define CENSUS_VARIABLE "MOSIX_BTL_CENSUS"

/* BTL modules of one process; btl/tcp makes one per network interface. */
#define CENSUS_MAX_MODULES 64

/* What one BTL module sent. The name is borrowed. */
struct census_line {
    const char *btl;
    uint64_t messages;
    uint64_t bytes;
};

/* Append to the file at path, creating it, one line for the process and one for each BTL (modules
 * of the same BTL are added up):
 *
 *   rank=R pid=P mosrun=yes|no home=ADDRESS|- threads=N
 *   rank=R pid=P btl=NAME messages=N bytes=N
 *
 * The process is under mosrun when it can read /proc/mosix/mosip, which holds the home node's
 * address [doc]. With MOSIX 4 it is when the system call open(2) of /proc/self/sender_home gives an
 * address: that of the last message's sender, or its own before the first message [real].
 *
 * threads is the number of its kernel threads at this moment. Everything is written by one write()
 * to a file opened with O_APPEND, so that ranks do not mix their lines. At most CENSUS_MAX_MODULES
 * lines are taken. A file that cannot be written is reported on standard error; the program goes
 * on. */
void census_write(const char *path, int rank, const struct census_line *lines, size_t count);

#endif
