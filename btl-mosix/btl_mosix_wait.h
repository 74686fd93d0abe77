/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sleeping while there is nothing to do. When a rank has looked for messages in vain for long
 * enough (mosix_wait.h), it sleeps in its progress function. A message ends that by SIGIO, which is
 * blocked at all other times; so one that comes between the last look and the sleep ends the sleep
 * at once. All else that a rank can wait for ends it as well: the library of threads knows the
 * other threads and the descriptors. Without it, and where the program uses SIGIO itself, sleeps
 * are short.
 */
#ifndef BTL_MOSIX_WAIT_H
#define BTL_MOSIX_WAIT_H

#include "btl_mosix.h"

void btl_mosix_wait_start(mca_btl_mosix_module_t *module);

/* Gives the signal back. */
void btl_mosix_wait_stop(mca_btl_mosix_module_t *module);

/* Messages now come without a sleep: they need send no signals any more. */
void btl_mosix_wait_disarm(mca_btl_mosix_module_t *module);

/* A look that began at start, in ticks, has found nothing: sleep, if it is time to. */
void btl_mosix_wait_vain(mca_btl_mosix_module_t *module, uint64_t start);

/* This rank has asked or was asked whether a peer is there: that does not count as work. */
void btl_mosix_wait_ignore(mca_btl_mosix_module_t *module);

/* So many messages in a row without a sleep. */
#define BTL_MOSIX_WAIT_EARLY 64

/* Before each look: lets the time pass in which no answer is to be expected. */
static inline void btl_mosix_wait_hold(const mca_btl_mosix_module_t *module)
{
    const struct mosix_idle *idle = module->waking.idle;

    if (module->wait.looks == 0 && (idle == NULL || *idle->testing == 0)) {
        mosix_pace_hold(&module->pace);
    }
}

/* A look has found something. */
static inline void btl_mosix_wait_found(mca_btl_mosix_module_t *module)
{
    if (OPAL_THREAD_TRYLOCK(&module->wait_lock) != 0) {
        return;
    }
    mosix_pace_found(&module->pace, module->wait.looks, module->wait.has_slept);
    mosix_wait_found(&module->wait);
    OPAL_THREAD_UNLOCK(&module->wait_lock);
    if (OPAL_UNLIKELY(module->waking.is_armed &&
                      module->wait.early_in_row >= BTL_MOSIX_WAIT_EARLY)) {
        btl_mosix_wait_disarm(module);
    }
}

#endif
