/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two processes that exchange messages, as the benchmarks of pairs see them. There is one for MPI
 * (link_mpi.c) and one for bare mailboxes (link_raw.c); a program is linked with one of them, so
 * that both are measured by the same code. Whatever goes wrong ends the program; see bench.h.
 */
#ifndef TESTS_LINK_H
#define TESTS_LINK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Connects the two processes. count arguments belong to the link or to the program. Returns how
 * many of them, from the first on, were the link's.
 */
int link_open(const char *program, int count, char **arguments);

/* Which end this process is: 0 or 1. */
int link_end(void);

/* Sends size > 0 bytes to the other end. */
void link_send(const void *message, size_t size);

/* Waits for a message of size bytes from the other end. */
void link_receive(void *message, size_t size);

/*
 * Messages in flight: count messages of size bytes each, the i-th of which is in the slot with the
 * number i modulo slot_count.
 */
void link_send_window(const unsigned char *slots, size_t size, int count, int slot_count);
void link_receive_window(unsigned char *slots, size_t size, int count, int slot_count);

/* Looks for a message once, when it is certain that there is none. */
void link_poll(void);

/*
 * End 0 tells end 1 whether to go on; both return together, however long they were busy before.
 * Returns what end 0 has said.
 */
static inline bool link_agree(bool go_on)
{
    unsigned char byte = go_on;

    if (link_end() == 0) {
        link_send(&byte, 1);
        link_receive(&byte, 1);
    } else {
        link_receive(&byte, 1);
        link_send(&byte, 1);
    }
    return byte != 0;
}

/* Ends the connection, when no message is on its way any more. */
void link_close(void);

#endif
