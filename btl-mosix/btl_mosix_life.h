/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether the job's other ranks are still there. A rank that waits asks some of them now and then
 * (mosix_life.h): all ranks of its own job, also those that it has never written to, and the ranks
 * of other jobs that it is connected with. It asks by a message that the receiver drops. Nothing
 * waits for an answer: if the peer's node has vanished, the write itself fails. Then the job ends
 * with a message.
 */
#ifndef BTL_MOSIX_LIFE_H
#define BTL_MOSIX_LIFE_H

#include "btl_mosix.h"

void btl_mosix_life_start(mca_btl_mosix_module_t *module);
void btl_mosix_life_stop(mca_btl_mosix_module_t *module);

/* Ask, if it is time to. No lock is held. */
void btl_mosix_life_turn(mca_btl_mosix_module_t *module, uint64_t ticks);

/* Of a rank that never sleeps, one look of so many is followed by a look at the ticks. */
#define BTL_MOSIX_LIFE_SPINS 64

/* A look has found nothing. The first looks of a wait cost nothing more. */
static inline void btl_mosix_life_look(mca_btl_mosix_module_t *module)
{
    uint64_t ticks;

    if (mosix_wait_is_early(&module->wait) &&
        (module->wait.mode != MOSIX_WAIT_SPIN || ++module->spins % BTL_MOSIX_LIFE_SPINS != 0)) {
        return;
    }
    ticks = mosix_ticks();
    if (OPAL_UNLIKELY(mosix_life_may_be_due(&module->life, ticks))) {
        btl_mosix_life_turn(module, ticks);
    }
}

#endif
