/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The record in which a rank publishes to the others where its mailbox is. Libc only, memory in,
 * memory out.
 */
#ifndef MOSIX_RECORD_H
#define MOSIX_RECORD_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of a published record; fixed, all numbers little-endian. */
/* Set in the environment of a rank that starts natively, if its job may have ranks under mosrun on
 * the same node: only their records tell which share no memory with it. */
#define MOSIX_NEIGHBOURS_ENV "MOSIX_BTL_NEIGHBOURS"

#define MOSIX_RECORD_SIZE 24

/*
 * The layout of the record, and what a peer may send: 2 means that it may ask whether we are there,
 * 3 that a note may come with a put. A peer with another version is not talked to.
 */
#define MOSIX_RECORD_VERSION 3u

/*
 * A rank as the others see it.
 * home     IPv4 address of the home node as a number, first octet highest
 * pid      process ID on the home node; MOSIX addresses a mailbox by these two [doc4]
 * cookie   random number that every message to this rank must carry
 */
struct mosix_rank_address {
    uint64_t cookie;
    uint32_t home;
    uint32_t pid;
};

/*
 * What a rank publishes: where it is, and the architecture of its data, in the 32 bits with which
 * Open MPI describes one. The layout of the record is the same on every architecture.
 */
struct mosix_record {
    struct mosix_rank_address address;
    uint32_t architecture;
};

/* Encodes record for publication. */
void mosix_record_encode(const struct mosix_record *record, uint8_t bytes[MOSIX_RECORD_SIZE]);

/*
 * Decodes what a peer published. size is the number of bytes.
 * Returns 0, -EBADMSG for what is not a record (wrong size, wrong mark, no node, no process), or
 * -EPROTONOSUPPORT for a record of another version.
 */
int mosix_record_decode(const void *bytes, size_t size, struct mosix_record *record);

#endif
