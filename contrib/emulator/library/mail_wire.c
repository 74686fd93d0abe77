/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The form of a message between two processes of the emulator; see mail_wire.h.
 */
#include "mail_wire.h"

#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "profile_known.h"
#include "path_grammar.h"

#define MAIL_MAGIC 0x324d584du
#define NAME_ROOT "mosix-emulator:"
#define NAME_BARE "bare:"

/* NULL: names are abstract. */
static const char *directory;

_Static_assert(sizeof(struct mail_prefix) == MAIL_PREFIX_SIZE, "the prefix has no gaps");

void mail_prefix_encode(struct mail_prefix *prefix, enum mail_kind kind,
                        const struct mail_info *info)
{
    prefix->magic = htole32(MAIL_MAGIC);
    prefix->kind = htole32((uint32_t) kind);
    prefix->pid = htole32((uint32_t) info->pid);
    prefix->home = htole32(info->home);
    prefix->length = htole32(info->length);
    prefix->counted = htole32(info->counted ? 1 : 0);
    prefix->space = htole32(info->space);
    prefix->location = htole32(info->location);
}

static int check_bare(const struct mail_envelope *envelope, struct mail_info *info)
{
    if (envelope->bare_home == 0 || envelope->pid <= 0 || envelope->descriptors != 0 ||
        envelope->size > MAIL_INLINE_MAX) {
        return -EBADMSG;
    }
    *info = (struct mail_info){
        .home = envelope->bare_home,
        .pid = envelope->pid,
        .length = (uint32_t) envelope->size,
    };
    return MAIL_BARE;
}

/* Whether the sender is in another namespace of process IDs. */
static bool is_foreign(const struct mail_info *info, const struct mail_envelope *envelope)
{
    return info->space != 0 && envelope->space != 0 && info->space != envelope->space;
}

int mail_prefix_check(const struct mail_prefix *prefix, const struct mail_envelope *envelope,
                      struct mail_info *info)
{
    uint32_t kind;

    if (envelope->bare_home != 0) {
        return check_bare(envelope, info);
    }
    if (envelope->size < MAIL_PREFIX_SIZE || le32toh(prefix->magic) != MAIL_MAGIC ||
        le32toh(prefix->counted) > 1) {
        return -EBADMSG;
    }
    info->home = le32toh(prefix->home);
    info->pid = (int32_t) le32toh(prefix->pid);
    info->length = le32toh(prefix->length);
    info->counted = prefix->counted != 0;
    info->space = le32toh(prefix->space);
    info->location = le32toh(prefix->location);
    if (info->home == 0 || info->pid <= 0 ||
        (info->pid != envelope->pid && !is_foreign(info, envelope)) ||
        info->length > (uint32_t) known(KNOWN_WRITE_MAX)) {
        return -EBADMSG;
    }
    kind = le32toh(prefix->kind);
    if (kind == MAIL_INLINE && envelope->descriptors == 0 && info->length <= MAIL_INLINE_MAX &&
        envelope->size == MAIL_PREFIX_SIZE + (size_t) info->length) {
        return MAIL_INLINE;
    }
    if (kind == MAIL_PASSED && envelope->descriptors == 1 && envelope->size == MAIL_PREFIX_SIZE) {
        return MAIL_PASSED;
    }
    return -EBADMSG;
}

void mail_names_below(const char *path)
{
    directory = path;
}

/* "mosix-emulator:box:10.0.0.1:7:0" or "/run/mosix-emulator/mail/10.0.0.1/box:7:0" */
socklen_t mail_name(struct sockaddr_un *address, enum mail_role role, uint32_t home, int32_t pid,
                    unsigned int detail)
{
    static const char *const roles[] = {
        [MAIL_ROLE_BOX] = "box:",           [MAIL_ROLE_PERMIT] = "permit:",
        [MAIL_ROLE_REPLACED] = "replaced:", [MAIL_ROLE_SLOT] = "slot:",
        [MAIL_ROLE_BARE] = NAME_BARE,
    };
    bool abstract = directory == NULL;
    char *name = address->sun_path + (abstract ? 1 : 0);
    char node[16];
    int length;

    (void) snprintf(node, sizeof(node), "%u.%u.%u.%u", home >> 24, home >> 16 & 255,
                    home >> 8 & 255, home & 255);
    /* An abstract name begins with a zero byte and is as long as its length says. */
    address->sun_family = AF_UNIX;
    address->sun_path[0] = '\0';
    length = abstract
                 ? snprintf(name, sizeof(address->sun_path) - 1, NAME_ROOT "%s%s:%d:%u",
                            roles[role], node, (int) pid, detail)
                 : snprintf(name, sizeof(address->sun_path), "%.*s/%s/%s%d:%u", MAIL_DIRECTORY_MAX,
                            directory, node, roles[role], (int) pid, detail);
    return (socklen_t) (offsetof(struct sockaddr_un, sun_path) + 1 + (size_t) length);
}

/* What follows PREFIX in TEXT; NULL where TEXT does not begin with it, or is NULL. */
static const char *behind(const char *text, const char *prefix)
{
    size_t size = strlen(prefix);

    return text != NULL && strncmp(text, prefix, size) == 0 ? text + size : NULL;
}

/* The home node in the NAME of a socket for output; 0 for another name. */
static uint32_t bare_home_of(const char *name)
{
    const char *rest;
    uint32_t home;
    int length;

    if (directory == NULL) {
        rest = behind(behind(name, NAME_ROOT), NAME_BARE);
        return rest != NULL && path_parse_ip(rest, ':', &home) >= 0 ? home : 0;
    }
    rest = behind(behind(name, directory), "/");
    length = rest != NULL ? path_parse_ip(rest, '/', &home) : -1;
    return length >= 0 && behind(rest + length + 1, NAME_BARE) != NULL ? home : 0;
}

uint32_t mail_name_bare_home(const struct sockaddr_un *address, socklen_t length)
{
    char name[sizeof(address->sun_path) + 1];
    size_t first = directory == NULL ? 1 : 0;
    size_t size;

    if (length <= offsetof(struct sockaddr_un, sun_path) + 1 || length > sizeof(*address) ||
        (address->sun_path[0] == '\0') != (directory == NULL)) {
        return 0;
    }
    size = length - offsetof(struct sockaddr_un, sun_path) - first;
    memcpy(name, address->sun_path + first, size);
    name[size] = '\0';
    return bare_home_of(name);
}

/* The place of byte number OFFSET in PARTS, which have that many. */
static char *byte_at(const struct iovec *parts, int count, size_t offset)
{
    for (int i = 0; i < count; i++) {
        if (offset < parts[i].iov_len) {
            return (char *) parts[i].iov_base + offset;
        }
        offset -= parts[i].iov_len;
    }
    return NULL;
}

size_t mail_shift_in(const void *prefix, size_t prefix_size, const struct iovec *parts, int count,
                     size_t stored, size_t room)
{
    size_t whole = prefix_size + stored < room ? prefix_size + stored : room;

    /* From the end, as each byte moves to a place that has been moved away before. */
    for (size_t i = whole; i > 0; i--) {
        char *to = byte_at(parts, count, i - 1);

        if (i - 1 < prefix_size) {
            *to = ((const char *) prefix)[i - 1];
        } else {
            *to = *byte_at(parts, count, i - 1 - prefix_size);
        }
    }
    return whole;
}
