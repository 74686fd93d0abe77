/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The faults of MOSIX_EMULATOR_FAULTS at work; see mail_fault.h.
 */
#include "mail_fault.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>

#include "box_home.h"
#include "raw_call.h"
#include "mail_socket.h"
#include "mail_wire.h"
#include "profile_known.h"

static _Atomic uint64_t draws;
static _Atomic unsigned long writes;

/* Numbers that look random and are the same in every run: splitmix64 by Sebastiano Vigna, which is
 * in the public domain, over a counter. */
static uint64_t draw(void)
{
    uint64_t number = atomic_fetch_add(&draws, 1) * 0x9e3779b97f4a7c15u;

    number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9u;
    number = (number ^ number >> 27) * 0x94d049bb133111ebu;
    return number ^ number >> 31;
}

bool mail_fault_interrupts(void)
{
    unsigned long percent = box_home.faults.eintr_percent;

    return percent > 0 && draw() % 100 < percent;
}

int mail_fault_write(struct mail_fault_plan *plan)
{
    const struct faults *faults = &box_home.faults;
    unsigned long number = atomic_fetch_add(&writes, 1) + 1;

    if (faults->vanish > 0 && number >= faults->vanish) {
        return -ESRCH;
    }
    if (faults->write_errno != 0 &&
        (faults->write_errno_at == 0 || faults->write_errno_at == number ||
         (faults->write_errno_stays && number > faults->write_errno_at))) {
        return -faults->write_errno;
    }
    plan->lost = faults->drop > 0 && faults->drop == number;
    plan->twice = faults->dup > 0 && faults->dup == number;
    plan->limit = faults->truncate > 0 ? faults->truncate : SIZE_MAX;
    return 0;
}

int mail_fault_cut(const struct iovec *parts, int count, size_t limit, struct iovec *cut)
{
    int used = 0;

    while (used < count && used < KNOWN_PARTS_MAX && limit > 0) {
        cut[used] = parts[used];
        if (cut[used].iov_len > limit) {
            cut[used].iov_len = limit;
        }
        limit -= cut[used].iov_len;
        used++;
    }
    return used;
}

int mail_fault_slots_open(void)
{
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_SLOT, box_home.ip, box_home.pid, 0);
    int slots = mail_socket_bind(&address, length);

    if (slots < 0) {
        return slots;
    }
    /* Fills it, then makes N places. A socket holds few more than
     * net.unix.max_dgram_qlen messages: a larger N changes nothing. */
    while (mail_fault_slot_take(box_home.ip, box_home.pid, false) == 0) {
    }
    for (unsigned long place = 0; place < box_home.faults.box; place++) {
        char byte;

        if (recv(slots, &byte, 1, MSG_DONTWAIT) < 0) {
            break;
        }
    }
    return slots;
}

int mail_fault_slot_take(uint32_t home, int32_t pid, bool wait)
{
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_SLOT, home, pid, 0);
    int sender = mail_socket_open();
    int status;

    if (sender < 0) {
        return sender;
    }
    status = mail_socket_connect(sender, &address, length);
    if (status == 0 && send(sender, "", 1, wait ? 0 : MSG_DONTWAIT) < 0) {
        status = -errno;
    }
    raw_close(sender);
    return status == -ECONNREFUSED ? 0 : status;
}

void mail_fault_slot_return(int socket)
{
    char byte;

    (void) recv(socket, &byte, 1, MSG_DONTWAIT);
}
