/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Errors of send boxes; see mosix_failure.h.
 */
#include "mosix_failure.h"

#include <errno.h>
#include <stddef.h>

/* Between two attempts, in milliseconds. */
#define RETRY_INTERVAL 50

#define NO_ANSWER                                                                                  \
    "The peer's home node does not answer. It was tried again for btl_mosix_patience\n"            \
    "seconds. Check that the node is up, that MOSIX runs on it, and that the network\n"            \
    "between the two nodes works."

#define NOT_PERMITTED                                                                              \
    "MOSIX does not permit this process to send there. Check the mailbox flags of\n"               \
    "the receiver (btl_mosix_mailbox_flags): without 2, a rank that has left its\n"                \
    "home node gets no messages; without 4, none from other home nodes."

#define TOO_MANY_OPEN                                                                              \
    "No send box could be opened. The program itself may have too many open.\n"                    \
    "btl_mosix_max_open limits those of Open MPI."

static const struct mosix_failure failures[] = {
    /* The receiver is full; MOSIX 4 says ENOSPC [real]. */
    {EAGAIN, MOSIX_VERDICT_FULL, "The peer's mailbox is full."},
    {ENOSPC, MOSIX_VERDICT_FULL, "The peer's mailbox is full."},
    /* MOSIX was started some seconds ago [real], or the network is down. */
    {ENETUNREACH, MOSIX_VERDICT_RETRY, NO_ANSWER},
    /* Trouble of MOSIX's daemons [doc4]. They may be restarting. */
    {ECONNREFUSED, MOSIX_VERDICT_RETRY, NO_ANSWER},
    {ECONNRESET, MOSIX_VERDICT_RETRY, NO_ANSWER},
    {ETIMEDOUT, MOSIX_VERDICT_RETRY, NO_ANSWER},
    {EIO, MOSIX_VERDICT_RETRY, NO_ANSWER},
    /* A signal came while a box was opened; writes are repeated at once. */
    {EINTR, MOSIX_VERDICT_RETRY, "Signals interrupted every attempt to open a send box."},
    /* No such mailbox; only a write tells [real]. */
    {ESRCH, MOSIX_VERDICT_END,
     "The process has ended, or its mailbox is closed. Look for a message of mpirun\n"
     "about that rank, for a core file, and at the kernel's log on its node."},
    /* Flags of the mailbox and users do not fit [real]. */
    {EACCES, MOSIX_VERDICT_END, NOT_PERMITTED},
    {EPERM, MOSIX_VERDICT_END, NOT_PERMITTED},
    /* The node of the receiver is down: its home node, or the one where it runs [real]. */
    {EHOSTUNREACH, MOSIX_VERDICT_GONE,
     "The peer's home node, or the node where the peer runs, is down. Check that both\n"
     "are up and that MOSIX runs on them."},
    {ECONNABORTED, MOSIX_VERDICT_GONE, "The peer's home node has left the cluster."},
    /* An address outside of the cluster [real]. */
    {ENOENT, MOSIX_VERDICT_GONE,
     "MOSIX does not know the peer's home node. Check that the two nodes are in the\n"
     "same cluster (/etc/mosix) and that MOSIX runs on both."},
    /* More than 128 send boxes [real], when none of Open MPI's own is left to be closed. */
    {EMFILE, MOSIX_VERDICT_END, TOO_MANY_OPEN},
    {ENFILE, MOSIX_VERDICT_END, TOO_MANY_OPEN},
    /* Only a part of a message was written; never seen. */
    {EMSGSIZE, MOSIX_VERDICT_END,
     "MOSIX took only a part of a message. Lower btl_mosix_max_send_size."},
    /* Our own: see btl_mosix_mailbox.h. */
    {ECHILD, MOSIX_VERDICT_END,
     "This process was forked by a rank. Only the rank itself can use MPI."},
};

static const struct mosix_failure unknown = {
    0, MOSIX_VERDICT_END, "This is unexpected. Look at the system's log on both nodes."};

const struct mosix_failure *mosix_failure_find(int error)
{
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        if (failures[i].error == error) {
            return &failures[i];
        }
    }
    return &unknown;
}

bool mosix_failure_may_pass(int error)
{
    enum mosix_verdict verdict = mosix_failure_find(error)->verdict;

    return verdict == MOSIX_VERDICT_RETRY || verdict == MOSIX_VERDICT_GONE;
}

uint32_t mosix_failure_patience(int error, uint32_t patience)
{
    bool is_bounded =
        mosix_failure_find(error)->verdict == MOSIX_VERDICT_GONE && patience > MOSIX_GONE_PATIENCE;

    return is_bounded ? MOSIX_GONE_PATIENCE : patience;
}

/* Whether a is at or after b; both are within 2^31 milliseconds of each other. */
static bool is_reached(uint32_t a, uint32_t b)
{
    return a - b <= INT32_MAX;
}

bool mosix_retry_is_due(const struct mosix_retry *retry, uint32_t now)
{
    return is_reached(now, retry->next);
}

bool mosix_retry_again(struct mosix_retry *retry, uint32_t now, uint32_t patience)
{
    if (!mosix_retry_runs(retry)) {
        retry->end = now + patience;
        if (retry->end == 0) {
            retry->end = 1; /* 0 has a meaning of its own */
        }
    }
    retry->next = now + RETRY_INTERVAL;
    return !is_reached(now, retry->end);
}
