/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The form of a message between two processes of the emulator: an AF_UNIX datagram that begins with
 * a prefix, and the names of the sockets. Libc only: memory in, memory out. Numbers are
 * little-endian, so that a datagram means the same on another host.
 */
#ifndef MOSIX_EMULATOR_MAIL_WIRE_H
#define MOSIX_EMULATOR_MAIL_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

#define MAIL_PREFIX_SIZE 32

/* Largest content that follows its prefix; the reader has room for no more. */
#define MAIL_INLINE_MAX (4 << 20)

enum mail_kind {
    MAIL_INLINE = 1, /* the content follows the prefix */
    MAIL_PASSED = 2, /* the content is a sealed memfd that comes with the datagram */
    MAIL_BARE = 3    /* no prefix: written by something that has a send box as standard output */
};

struct mail_prefix {
    uint32_t magic;
    uint32_t kind;
    uint32_t pid;
    uint32_t home;
    uint32_t length;
    uint32_t counted;  /* 1: the sender has counted the message where box_store.h says, else 0 */
    uint32_t space;    /* inode of the namespace in which PID is the sender's; 0 = unknown */
    uint32_t location; /* where the sender ran; 0 = at home */
};

/* Who sent a message, and how long its content is. Host byte order. */
struct mail_info {
    uint32_t home;
    int32_t pid;
    uint32_t length;
    bool counted;      /* in the store of the mailbox */
    uint32_t space;    /* the namespace of PID, 0 = unknown */
    uint32_t location; /* address of the node where the sender ran when it wrote; 0 = its home */
};

/* What the kernel said about a datagram; nothing in it comes from the sender's prefix. */
struct mail_envelope {
    size_t size;     /* of the whole datagram, even if less of it was received */
    int descriptors; /* that came with it */
    int32_t pid;     /* of the sender, 0 if unknown */
    uint32_t uid;
    uint32_t gid;
    uint32_t space;     /* the namespace of process IDs in which this is said, 0 = unknown */
    uint32_t bare_home; /* home node of a sender without prefix, from its socket's name; else 0 */
};

/* Fills PREFIX. INFO->length is not checked. */
void mail_prefix_encode(struct mail_prefix *prefix, enum mail_kind kind,
                        const struct mail_info *info);

/*
 * Checks a received PREFIX against what the kernel said. The kernel's process ID counts where
 * sender and receiver are in one namespace; elsewhere it is another number, or none. Returns the
 * kind and fills INFO, or -EBADMSG for a datagram that no box of the emulator has sent.
 */
int mail_prefix_check(const struct mail_prefix *prefix, const struct mail_envelope *envelope,
                      struct mail_info *info);

/* Kinds of sockets that a process has a name for. */
enum mail_role {
    MAIL_ROLE_BOX,      /* its mailbox */
    MAIL_ROLE_PERMIT,   /* says which permission flags the mailbox has; DETAIL = the flags */
    MAIL_ROLE_REPLACED, /* is there while the socket of the mailbox is replaced */
    MAIL_ROLE_SLOT,     /* counts the messages in the mailbox, where a fault limits them */
    MAIL_ROLE_BARE      /* sends what is written to standard output or error; DETAIL = a number */
};

/* Longest directory for mail_names_below(). */
#define MAIL_DIRECTORY_MAX 40

/*
 * From now on names are paths below DIRECTORY, which stays the caller's: other network namespaces
 * reach them, too. There is a directory for each home node, called like its address. Otherwise they
 * are abstract.
 */
void mail_names_below(const char *directory);

/* The name of such a socket goes to ADDRESS; returns its length for bind() and connect(). */
socklen_t mail_name(struct sockaddr_un *address, enum mail_role role, uint32_t home, int32_t pid,
                    unsigned int detail);

/* The home node in the name of a MAIL_ROLE_BARE socket, or 0 for every other name. */
uint32_t mail_name_bare_home(const struct sockaddr_un *address, socklen_t length);

/*
 * A datagram without prefix was received as if it had one: its first bytes are in PREFIX, the
 * STORED bytes that follow in PARTS. Moves everything to its place in PARTS, which hold ROOM
 * bytes. Returns the bytes that PARTS hold now.
 */
size_t mail_shift_in(const void *prefix, size_t prefix_size, const struct iovec *parts, int count,
                     size_t stored, size_t room);

#endif
