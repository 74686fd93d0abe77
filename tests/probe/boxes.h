/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MOSIX's boxes and switches as a program for MOSIX 4.4.3 reaches them: by the system call open(2),
 * number 2, and by nothing else [real].
 */
#ifndef PROBE_BOXES_H
#define PROBE_BOXES_H

#include <stddef.h>

#define MYBOX "/proc/mosix/mybox"

/* The mailbox's descriptor; the first send box has the next number [real]. */
#define BOX_DESCRIPTOR 0x0c600000

/* All of these return what the system call returns: -1 with errno set if it failed. */
long mosix_open(const char *path, int flags, unsigned int mode);
long mailbox(unsigned int flags);
long box_path(const char *kind, const char *ip, long pid, int flags);
long send_box(long pid);
long self_value(const char *name);

/* read(2) and write(2) for arguments that the C library's functions might look at. */
long raw_read(int fd, void *data, size_t size);
long raw_write(int fd, const void *data, size_t size);

/* The address in VALUE, which open(2) returned. Those above 127.255.255.255 come as negative
 * numbers that are no errno. The text is valid until the next call. */
const char *address_text(long value);

/* The address of the home node. find_home() asks by a message to the process itself, which needs
 * some seconds after MOSIX's daemons have started. Returns 0, or -errno of the last try. */
int find_home(void);
const char *home_text(void);
unsigned int home_number(void);
void set_home(unsigned int number);

#endif
