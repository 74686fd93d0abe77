/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The faults of MOSIX_EMULATOR_FAULTS at work. They are counted, or drawn from a generator that
 * starts alike in each process, so that a run can be repeated. Called only if box_home.faulty.
 */
#ifndef MOSIX_EMULATOR_MAIL_FAULT_H
#define MOSIX_EMULATOR_MAIL_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

/* What is to become of one write. */
struct mail_fault_plan {
    bool lost;    /* pretend to write */
    bool twice;   /* write a second time */
    size_t limit; /* send this many bytes at most */
};

/* Whether a read or write is to end with EINTR now. */
bool mail_fault_interrupts(void);

/* Counts a write and decides about it: 0 and PLAN, or the -errno that it fails with. */
int mail_fault_write(struct mail_fault_plan *plan);

/* The first LIMIT bytes of PARTS, in CUT, which has room for KNOWN_PARTS_MAX. Returns how many parts
 * these are. */
int mail_fault_cut(const struct iovec *parts, int count, size_t limit, struct iovec *cut);

/*
 * box=N. The messages in a mailbox are counted by datagrams in a second socket of its owner,
 * which has room for N: a write first puts one there, a read takes one away.
 */

/* Makes that socket for the mailbox of this process. Returns it, or -errno. */
int mail_fault_slots_open(void);

/*
 * Takes a place in the mailbox of a process. 0, also if nobody limits it; -EAGAIN when it is full;
 * -EINTR.
 */
int mail_fault_slot_take(uint32_t home, int32_t pid, bool wait);

/* Gives back a place in the mailbox whose slots are SOCKET. */
void mail_fault_slot_return(int socket);

#endif
