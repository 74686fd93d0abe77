/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sleeping while there is nothing to do; see btl_mosix_wait.h.
 */
#include "btl_mosix_wait.h"

#include <dlfcn.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "mosix_ticks.h"

#include "btl_mosix_mailbox.h"

void btl_mosix_wait_start(mca_btl_mosix_module_t *module)
{
    const mca_btl_mosix_component_t *component = &mca_btl_mosix_component;

    module->waking = (struct btl_mosix_waking){.idle = dlsym(RTLD_DEFAULT, MOSIX_IDLE_SYMBOL)};
    module->wait = (struct mosix_wait){
        .mode = (enum mosix_wait_mode) mosix_wait_mode(component->wait),
        .spin = (uint32_t) component->numbers.spin,
        .longest = (int64_t) component->numbers.longest_sleep * 1000000,
    };
    mosix_wait_start(&module->wait);
}

void btl_mosix_wait_disarm(mca_btl_mosix_module_t *module)
{
    struct btl_mosix_waking *waking = &module->waking;

    /* While messages send a signal, it has to be blocked or handled: it would end the process. */
    if (waking->is_armed && btl_mosix_mailbox_signals(module, false) == 0) {
        waking->is_armed = false;
        waking->idle->release();
    }
}

/* In a child of the rank there is no mailbox, and no signal any more. */
void btl_mosix_wait_stop(mca_btl_mosix_module_t *module)
{
    if (module->mailbox >= 0) {
        btl_mosix_wait_disarm(module);
    }
}

/* Lets messages end sleeps, if that is possible. */
static void arm(mca_btl_mosix_module_t *module)
{
    struct btl_mosix_waking *waking = &module->waking;

    if (waking->idle->claim(SIGIO) < 0) {
        waking->is_refused = true;
        return;
    }
    if (btl_mosix_mailbox_signals(module, true) < 0) {
        waking->idle->release();
        waking->is_refused = true;
        return;
    }
    waking->is_armed = true;
}

/* BTLs of which nothing happens without a descriptor of theirs being ready. */
static bool is_known(const char *name)
{
    return strcmp(name, "mosix") == 0 || strcmp(name, "self") == 0 || strcmp(name, "tcp") == 0;
}

/* Whether something may happen that does not end a sleep. */
static bool is_short(struct btl_mosix_waking *waking)
{
    if (!waking->has_looked) {
        waking->has_others = btl_mosix_compat_other_btls(is_known);
        waking->has_looked = true;
    }
    return waking->idle == NULL || waking->is_refused || waking->has_others;
}

/*
 * Whether everything is ready for a sleep. It is not after the mailbox was changed: a message may
 * have come before that. The wait lock is held.
 */
static bool is_ready(mca_btl_mosix_module_t *module)
{
    struct btl_mosix_waking *waking = &module->waking;

    if (waking->idle == NULL || waking->is_refused) {
        return true;
    }
    if (!waking->is_armed) {
        arm(module);
        return false;
    }
    /* Once per message: the program may have set a handler of its own. */
    if (!module->wait.has_slept && waking->idle->check() < 0) {
        btl_mosix_wait_disarm(module);
        waking->is_refused = true;
        return false;
    }
    return true;
}

/* Returns whether anything happened before the time was over. */
static bool sleep_for(const struct btl_mosix_waking *waking, int64_t nanoseconds)
{
    struct timespec limit = {.tv_sec = nanoseconds / 1000000000,
                             .tv_nsec = nanoseconds % 1000000000};

    return waking->idle != NULL ? waking->idle->sleep(nanoseconds) != 0
                                : ppoll(NULL, 0, &limit, NULL) != 0;
}

void btl_mosix_wait_vain(mca_btl_mosix_module_t *module, uint64_t start)
{
    struct btl_mosix_waking *waking = &module->waking;
    const struct mosix_idle *idle = waking->idle;
    int64_t time = 0;
    bool happened;

    if (module->wait.mode == MOSIX_WAIT_SPIN || OPAL_THREAD_TRYLOCK(&module->wait_lock) != 0) {
        return;
    }
    if (mosix_wait_is_early(&module->wait)) {
        (void) mosix_wait_vain(&module->wait, NULL);
        OPAL_THREAD_UNLOCK(&module->wait_lock);
        return;
    }
    time = mosix_wait_vain(&module->wait, &(struct mosix_look){
                                              .start = start,
                                              .end = mosix_ticks(),
                                              .napped = idle != NULL ? *idle->napped : 0,
                                              .testing = idle != NULL && *idle->testing > 0,
                                              .pending = atomic_load_explicit(&module->has_pending,
                                                                              memory_order_relaxed),
                                              .is_short = is_short(waking),
                                          });
    if (time > 0 && !is_ready(module)) {
        time = 0;
    }
    OPAL_THREAD_UNLOCK(&module->wait_lock);
    if (time == 0) {
        return;
    }
    happened = sleep_for(waking, time);
    OPAL_THREAD_LOCK(&module->wait_lock);
    mosix_wait_slept(&module->wait, time, happened, mosix_ticks());
    OPAL_THREAD_UNLOCK(&module->wait_lock);
}

void btl_mosix_wait_ignore(mca_btl_mosix_module_t *module)
{
    if (OPAL_THREAD_TRYLOCK(&module->wait_lock) == 0) {
        mosix_wait_ignore(&module->wait, mosix_ticks());
        OPAL_THREAD_UNLOCK(&module->wait_lock);
    }
}
