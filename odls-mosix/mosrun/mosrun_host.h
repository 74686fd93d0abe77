/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether this node's resolver knows the name of a host. Libc only.
 */
#ifndef MOSRUN_HOST_H
#define MOSRUN_HOST_H

/*
 * Whether name resolves to an IPv4 address: 0, or -ENOENT. Blocks for as long as the resolver
 * does.
 */
int mosrun_host_known(const char *name);

#endif
