/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Hosts: which one a rank gets of a list, and what this node's resolver knows. Libc only.
 */
#ifndef MOSRUN_HOST_H
#define MOSRUN_HOST_H

#include "mosix_address.h"
#include "mosrun_fault.h"

/*
 * The IPv4 address of that name: 0, or -ENOENT. Blocks for as long as the resolver does.
 */
int mosrun_host_address(const char *name, char address[MOSIX_QUAD_SIZE]);

/* Whether it has one: 0, or -ENOENT. */
int mosrun_host_known(const char *name);

/*
 * The entry of a list, with commas between, that belongs to a rank: rank R takes entry R modulo
 * their number. Returns 0, or -EINVAL when it is too long.
 */
int mosrun_host_of_rank(const char *list, unsigned long rank, char host[MOSRUN_HOST_MAX]);

#endif
