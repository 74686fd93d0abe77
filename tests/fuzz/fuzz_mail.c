/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What comes to a mailbox of the emulator: a datagram that says anything, with anything that the
 * kernel says of it. What is accepted means the same when it is written again, and agrees with the
 * kernel. An input is a byte whose lowest bit says whether sockets have paths, the envelope, the
 * prefix, and the name of the sender's socket.
 */
#include <stdlib.h>
#include <string.h>

#include "mail_wire.h"
#include "profile_known.h"

/* Five numbers of the kernel. */
#define ENVELOPE_SIZE 20
#define NAMES "/run/mosix-emulator/mail"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static struct mail_envelope envelope_of(const uint8_t *data)
{
    uint32_t numbers[ENVELOPE_SIZE / sizeof(uint32_t)];

    memcpy(numbers, data, ENVELOPE_SIZE);
    return (struct mail_envelope){.size = numbers[0],
                                  .descriptors = (int) (numbers[1] & 0xff),
                                  .pid = (int32_t) numbers[2],
                                  .space = numbers[3],
                                  .bare_home = numbers[4]};
}

static void try_prefix(const struct mail_prefix *prefix, const struct mail_envelope *envelope)
{
    struct mail_info info = {0};
    struct mail_prefix again;
    int kind = mail_prefix_check(prefix, envelope, &info);

    if (kind < 0) {
        return;
    }
    require(info.home != 0 && info.pid > 0);
    require(info.length <= (uint32_t) known(KNOWN_WRITE_MAX));
    if (kind == MAIL_BARE) {
        require(info.home == envelope->bare_home && info.pid == envelope->pid);
        require(info.length == envelope->size);
        return;
    }
    require(envelope->size == MAIL_PREFIX_SIZE + (kind == MAIL_INLINE ? info.length : 0u));
    require(envelope->descriptors == (kind == MAIL_PASSED));
    require(info.pid == envelope->pid || (info.space != 0 && info.space != envelope->space));
    mail_prefix_encode(&again, (enum mail_kind) kind, &info);
    require(memcmp(&again, prefix, sizeof(again)) == 0);
}

static void try_name(const uint8_t *data, size_t size)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t most = sizeof(address.sun_path);

    memcpy(address.sun_path, data, size < most ? size : most);
    (void) mail_name_bare_home(
        &address, (socklen_t) (offsetof(struct sockaddr_un, sun_path) + (size % (most + 3))));
}

/* The bytes as a message without prefix, in two parts of which the second one is too short. */
static void try_shift(const uint8_t *data, size_t size)
{
    size_t first = size < MAIL_PREFIX_SIZE ? size : MAIL_PREFIX_SIZE;
    size_t stored = size - first;
    size_t room = stored + (size > 0 ? data[0] % (MAIL_PREFIX_SIZE + 8) : 0);
    size_t cut = size > 1 ? data[1] % (room + 1) : room;
    uint8_t *one = malloc(cut + 1);
    uint8_t *two = malloc(room - cut + 1);

    if (one != NULL && two != NULL) {
        const struct iovec parts[] = {{one, cut}, {two, room - cut}};
        size_t in_one = stored < cut ? stored : cut;

        memcpy(one, data + first, in_one);
        memcpy(two, data + first + in_one, stored - in_one);
        require(mail_shift_in(data, first, parts, 2, stored, room) == (size < room ? size : room));
        require(memcmp(one, data, size < cut ? size : cut) == 0);
        require(size <= cut || memcmp(two, data + cut, (size < room ? size : room) - cut) == 0);
    }
    free(one);
    free(two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mail_envelope envelope;
    struct mail_prefix prefix;

    if (size < 1 + ENVELOPE_SIZE + MAIL_PREFIX_SIZE) {
        return 0;
    }
    mail_names_below((data[0] & 1) != 0 ? NAMES : NULL);
    envelope = envelope_of(data + 1);
    memcpy(&prefix, data + 1 + ENVELOPE_SIZE, sizeof(prefix));
    data += 1 + ENVELOPE_SIZE + MAIL_PREFIX_SIZE;
    size -= 1 + ENVELOPE_SIZE + MAIL_PREFIX_SIZE;
    try_prefix(&prefix, &envelope);
    try_name(data, size);
    try_shift(data, size);
    return 0;
}
