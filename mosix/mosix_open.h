/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The one call that reaches MOSIX: the system call open(2), number 2. The C library's open() is
 * openat() since glibc 2.26, and MOSIX 4 answers that with ENOENT for every path of its own [real].
 * So every mailbox, send box and switch is opened here. Libc only.
 */
#ifndef MOSIX_OPEN_H
#define MOSIX_OPEN_H

#include <stdint.h>

/*
 * Opens a path of MOSIX. mode stands where open(2) has the file mode; MOSIX takes flags of a
 * mailbox there [doc4]. Returns what MOSIX returns, or -errno; -ENOENT also on a machine whose
 * kernel has no such system call. Blocks for as long as MOSIX takes.
 */
int mosix_open(const char *path, int flags, unsigned int mode);

/*
 * Reads the switch /proc/self/NAME. The number that open(2) returns is the value itself [doc4]; for
 * sender_home and sender_location it is the address of a node [real]. Addresses from 128.0.0.0 up
 * are negative numbers then, and the highest ones look like an errno, which never exceeds 255.
 * sender_* tell of the message that was read last. Returns 0 and sets *value, or -errno.
 */
int mosix_switch_read(const char *name, uint32_t *value);

#endif
