/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Makes sure that the first message to a peer with another home node arrives; see mosix_first.h.
 * Until the peer says so, what follows is queued: the peer looks for messages when it calls MPI.
 * The first one of an endpoint is the one with number 0, whatever it is.
 */
#ifndef BTL_MOSIX_FIRST_H
#define BTL_MOSIX_FIRST_H

#include "mosix_ticks.h"

#include "btl_mosix_endpoint.h"

/* Ticks between two looks at the clock, which is a system call: a tenth of a second or more. */
#define BTL_MOSIX_FIRST_TICKS 100000000u

/* Keeps the message in parts, which was just written to the peer, if that is its first one. Without
 * memory for it, it has to arrive by itself. The lock is held. */
void btl_mosix_first_keep(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                          const struct iovec *parts, int count);

/* Lets others pass, whether it has arrived or not. The lock is held. */
void btl_mosix_first_drop(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint);

/* Writes those again that should have been answered. Takes the lock. */
void btl_mosix_first_turn(mca_btl_mosix_module_t *module);

/* To be called in each progress. */
static inline void btl_mosix_first_look(mca_btl_mosix_module_t *module)
{
    uint64_t ticks;

    if (OPAL_LIKELY(!atomic_load_explicit(&module->has_firsts, memory_order_relaxed))) {
        return;
    }
    ticks = mosix_ticks();
    if (ticks - atomic_load_explicit(&module->first_looked, memory_order_relaxed) >=
        BTL_MOSIX_FIRST_TICKS) {
        atomic_store_explicit(&module->first_looked, ticks, memory_order_relaxed);
        btl_mosix_first_turn(module);
    }
}

/* Whether a message of that frame, which has come before or not, is to be answered. */
bool btl_mosix_first_is(const mca_btl_mosix_module_t *module, const struct mosix_frame *frame);

/* Tells the sender of a first message that it has come. If that cannot be written, the message will
 * come again. Takes the lock. */
void btl_mosix_first_answer(mca_btl_mosix_module_t *module, const struct mosix_frame *frame);

/*
 * Takes an answer. Returns whether it is one: somebody else's is not. One may come late, when its
 * endpoint is gone. Takes the lock; the receive lock is held.
 */
bool btl_mosix_first_answered(mca_btl_mosix_module_t *module, const struct mosix_frame *frame);

#endif
