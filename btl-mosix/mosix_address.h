/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How a rank's mailbox is named: the address of its home node, its PID there, and the record in
 * which a rank publishes both to the others. PURE: libc only, memory in, memory out.
 */
#ifndef MOSIX_ADDRESS_H
#define MOSIX_ADDRESS_H

#include <stddef.h>
#include <stdint.h>

/* Longest dotted quad with its terminating zero. */
#define MOSIX_QUAD_SIZE 16

/* Bytes of a published record; fixed, all numbers little-endian. */
#define MOSIX_RECORD_SIZE 24

/* The layout of the record. A peer with another one is not talked to. */
#define MOSIX_RECORD_VERSION 1u

/*
 * A rank as the others see it.
 * home     IPv4 address of the home node as a number, first octet highest
 * pid      process id on the home node, which is what MOSIX addresses a mailbox by [doc]
 * cookie   random number that every message to this rank must carry
 */
struct mosix_address {
    uint64_t cookie;
    uint32_t home;
    uint32_t pid;
};

/*
 * What a rank publishes: where it is, and the architecture of its data as Open MPI describes it in
 * 32 bits of its own. The record itself is the same on every architecture.
 */
struct mosix_record {
    struct mosix_address address;
    uint32_t architecture;
};

/*
 * Parses a dotted quad that is the whole text but for white space at its end, as in
 * /proc/mosix/mosip: dotted quad and newline [doc]. Neither 0.0.0.0 nor 255.255.255.255 is a node.
 * Returns 0, or -EINVAL and leaves *home alone.
 */
int mosix_quad_parse(const char *text, uint32_t *home);

/* Writes home as a dotted quad and returns text. */
char *mosix_quad_format(uint32_t home, char text[MOSIX_QUAD_SIZE]);

/*
 * Reads the address of a node from a file such as /proc/mosix/mosip. Reads at most one line's
 * worth. Returns 0, -errno of open or read, or -EINVAL for a content that is no address.
 */
int mosix_home_read(const char *path, uint32_t *home);

/* Encodes record for publication. */
void mosix_record_encode(const struct mosix_record *record, uint8_t bytes[MOSIX_RECORD_SIZE]);

/*
 * Decodes what a peer published. size is the number of bytes.
 * Returns 0, -EBADMSG for what is no record (wrong size, wrong mark, no node, no process), or
 * -EPROTONOSUPPORT for a record of another version.
 */
int mosix_record_decode(const void *bytes, size_t size, struct mosix_record *record);

#endif
