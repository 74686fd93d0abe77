/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The nodes of an emulated cluster, and which of them can be reached: two files of the directory
 * that its nodes share. Addresses are in host byte order. Libc only.
 *
 * "nodes" has a line for each node with MOSIX: its number, its address, its name. "state" has a
 * byte for each host, at the offset of its number less 1, and is shared memory, because every write
 * to a mailbox asks it.
 */
#ifndef MOSIX_EMULATOR_CLUSTER_MAP_H
#define MOSIX_EMULATOR_CLUSTER_MAP_H

#include <stdbool.h>
#include <stdint.h>

/* Largest number of a host. */
#define CLUSTER_HOSTS_MAX 64

/*
 * Reads the map in DIRECTORY, and looks for mailboxes below DIRECTORY/mail. Without this call the
 * cluster is one node. 0; -EBADMSG for a file of another form; another -errno.
 */
int cluster_map_start(const char *directory);

/* Whether IP is a node, as a process with that HOME sees it; 0 = the home. Without a map see
 * path_ip_in_cluster(). */
bool cluster_has(uint32_t ip, uint32_t home);

/* The address of node NUMBER, 0 = there is none. */
uint32_t cluster_address(uint32_t number);

/* The number of the node IP, 0 = it has none. */
uint32_t cluster_number(uint32_t ip);

/* What becomes of a message from node FROM to node TO: 0 or -errno. Always 0 without a map. Does
 * not return where FROM is lost. */
int cluster_reach(uint32_t from, uint32_t to);

/* Whether anything comes from node FROM to node TO. Always true without a map. */
bool cluster_is_linked(uint32_t from, uint32_t to);

#endif
