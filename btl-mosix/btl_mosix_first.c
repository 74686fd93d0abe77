/* SPDX-License-Identifier: BSD-3-Clause */
/* See btl_mosix_first.h. */
#include "btl_mosix_first.h"

#include <errno.h>
#include <stdlib.h>

#include "mosix_time.h"

#include "btl_mosix_boxes.h"

/* To be called after every change of module->firsts. The lock is held. */
static void note(mca_btl_mosix_module_t *module)
{
    atomic_store_explicit(&module->has_firsts, module->firsts != NULL, memory_order_relaxed);
}

void btl_mosix_first_keep(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                          const struct iovec *parts, int count)
{
    struct mosix_first *first;

    if (endpoint->next_sequence != 0 || endpoint->address.home == module->self.home) {
        return;
    }
    first = mosix_first_keep(parts, count, (uint32_t) mosix_time());
    if (first != NULL) {
        first->peer = endpoint;
        first->next = module->firsts;
        module->firsts = first;
        endpoint->has_first = true;
        module->answers_due++;
        note(module);
    }
}

void btl_mosix_first_drop(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint)
{
    struct mosix_first **link = &module->firsts;
    struct mosix_first *first;

    if (!endpoint->has_first) {
        return;
    }
    while ((*link)->peer != endpoint) {
        link = &(*link)->next;
    }
    first = *link;
    *link = first->next;
    free(first);
    endpoint->has_first = false;
    note(module);
}

/* Writes it once more if it is time; says whether that is of no use. The lock is held. */
static bool is_hopeless(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                        struct mosix_first *first, uint32_t now)
{
    const struct iovec part = {first->message, first->size};
    int rc;

    if (!mosix_first_is_due(first, now)) {
        return false;
    }
    rc = btl_mosix_box_write(module, endpoint, &part, 1);
    module->answers_due += rc >= 0;
    return rc < 0 && rc != -EAGAIN && !mosix_failure_may_pass(-rc);
}

void btl_mosix_first_turn(mca_btl_mosix_module_t *module)
{
    uint32_t now = (uint32_t) mosix_time();
    struct mosix_first *next;

    OPAL_THREAD_LOCK(&module->lock);
    for (struct mosix_first *first = module->firsts; first != NULL; first = next) {
        mca_btl_base_endpoint_t *endpoint = first->peer;

        next = first->next;
        if (is_hopeless(module, endpoint, first, now)) {
            /* The next message gets the same error, and what it deserves. */
            btl_mosix_first_drop(module, endpoint);
            btl_mosix_endpoint_resume(module, endpoint);
        }
    }
    OPAL_THREAD_UNLOCK(&module->lock);
}

bool btl_mosix_first_is(const mca_btl_mosix_module_t *module, const struct mosix_frame *frame)
{
    return mosix_frame_is_numbered(frame) && frame->sequence == 0 &&
           frame->source.home != module->self.home;
}

void btl_mosix_first_answer(mca_btl_mosix_module_t *module, const struct mosix_frame *frame)
{
    /* The sender knows this rank's cookie, and this rank need not know the sender's. */
    const struct mosix_frame answer = {
        .cookie = module->self.cookie,
        .source = {module->self.home, module->self.pid, frame->source.stream},
        .kind = MOSIX_FRAME_RECEIPT,
    };
    const struct mosix_rank_address address = {.home = frame->source.home,
                                               .pid = frame->source.pid};

    OPAL_THREAD_LOCK(&module->lock);
    (void) btl_mosix_box_write_frame(module, &address, -1, &answer);
    OPAL_THREAD_UNLOCK(&module->lock);
}

/* The endpoint whose first message that is the answer to, or NULL. It may have been answered
 * before: a write that failed may have arrived. The lock is held. */
static mca_btl_base_endpoint_t *find_answered(mca_btl_mosix_module_t *module,
                                              const struct mosix_frame *frame)
{
    mca_btl_base_endpoint_t *endpoint;

    OPAL_LIST_FOREACH(endpoint, &module->endpoints, mca_btl_base_endpoint_t)
    {
        if (endpoint->address.home == frame->source.home &&
            endpoint->address.pid == frame->source.pid &&
            endpoint->address.cookie == frame->cookie && endpoint->stream == frame->source.stream) {
            return endpoint;
        }
    }
    return NULL;
}

bool btl_mosix_first_answered(mca_btl_mosix_module_t *module, const struct mosix_frame *frame)
{
    mca_btl_base_endpoint_t *endpoint;
    bool is_answer;

    OPAL_THREAD_LOCK(&module->lock);
    endpoint = find_answered(module, frame);
    is_answer = endpoint != NULL || module->answers_due > 0;
    module->answers_due -= module->answers_due > 0;
    if (endpoint != NULL) {
        btl_mosix_first_drop(module, endpoint);
        btl_mosix_endpoint_resume(module, endpoint);
    }
    OPAL_THREAD_UNLOCK(&module->lock);
    return is_answer;
}
