/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Addresses of MOSIX nodes: the number, its text, and the files that hold one. An address is an
 * IPv4 address as a number, first octet highest. Libc only.
 */
#ifndef MOSIX_ADDRESS_H
#define MOSIX_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

/* Longest dotted quad with its terminating zero. */
#define MOSIX_QUAD_SIZE 16

/* Whether a number can be the address of a node: neither 0.0.0.0 nor 255.255.255.255. */
bool mosix_is_node(uint32_t home);

/*
 * Parses a dotted quad that is the whole text except for white space at its end, as in
 * /proc/mosix/mosip: dotted quad and newline [doc]. Neither 0.0.0.0 nor 255.255.255.255 is a node.
 * Returns 0, or -EINVAL and leaves *home alone.
 */
int mosix_quad_parse(const char *text, uint32_t *home);

/* Writes home as a dotted quad and returns text. */
char *mosix_quad_format(uint32_t home, char text[MOSIX_QUAD_SIZE]);

/*
 * Reads the address of a node from a file such as /proc/mosix/mosip. Reads at most one line's
 * worth. Returns 0, -errno of open or read, or -EINVAL when the content is not an address.
 */
int mosix_home_read(const char *path, uint32_t *home);

/* The same with a file that is open already. Closes it. */
int mosix_home_read_from(int fd, uint32_t *home);

#endif
