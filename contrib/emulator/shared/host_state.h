/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The states of the hosts of an emulated cluster, as they stand in the file "state" of the
 * directory that they share: a byte for each, at the offset of its number less 1. cluster/node.sh,
 * which writes it, knows the same letters.
 */
#ifndef MOSIX_EMULATOR_HOST_STATE_H
#define MOSIX_EMULATOR_HOST_STATE_H

/* Bytes of that file. */
#define HOST_STATES_SIZE 256

enum host_state {
    HOST_UP = '+',
    HOST_LOST = 'x',         /* without power */
    HOST_CUT = 'l',          /* its link does not work */
    HOST_NO_DAEMON = 'm',    /* its daemon for mailboxes has ended */
    HOST_SILENT_DAEMON = 't' /* that daemon does not answer */
};

#endif
