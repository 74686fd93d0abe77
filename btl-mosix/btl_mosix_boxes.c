/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which send boxes are open; see btl_mosix_boxes.h.
 */
#include "btl_mosix_boxes.h"

#include <errno.h>

void btl_mosix_box_close(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint)
{
    if (endpoint->box < 0) {
        return;
    }
    mosix_box_close(endpoint->box);
    endpoint->box = -1;
    for (unsigned int i = 0; i < module->open_count; i++) {
        if (module->open[i] == endpoint) {
            module->open[i] = module->open[--module->open_count];
            break;
        }
    }
}

/* Closes the send box that was used least recently. At least one is open. */
static void close_least_recently_used(mca_btl_mosix_module_t *module)
{
    mca_btl_base_endpoint_t *oldest = module->open[0];

    for (unsigned int i = 1; i < module->open_count; i++) {
        /* The clock wraps around. */
        if (module->clock - module->open[i]->last_used > module->clock - oldest->last_used) {
            oldest = module->open[i];
        }
    }
    btl_mosix_box_close(module, oldest);
}

int btl_mosix_box_open_for_once(mca_btl_mosix_module_t *module,
                                const struct mosix_rank_address *address)
{
    const mca_btl_mosix_component_t *component = &mca_btl_mosix_component;
    uint32_t home = address->home == module->self.home ? 0 : address->home;
    int box;

    if (module->open_count >= component->numbers.max_open) {
        close_least_recently_used(module);
    }
    for (;;) {
        box = mosix_box_open_peer(component->root, component->channel, home, address->pid);
        if ((box != -EMFILE && box != -ENFILE) || module->open_count == 0) {
            return box;
        }
        close_least_recently_used(module);
    }
}

int btl_mosix_box_write_frame(mca_btl_mosix_module_t *module,
                              const struct mosix_rank_address *address, int box,
                              const struct mosix_frame *frame)
{
    uint8_t header[MOSIX_FRAME_SIZE];
    const struct iovec part = {header, sizeof(header)};
    bool was_open = box >= 0;
    int rc;

    if (!was_open) {
        box = btl_mosix_box_open_for_once(module, address);
        if (box < 0) {
            return box;
        }
    }
    mosix_frame_encode(frame, header);
    rc = mosix_box_write(box, &part, 1);
    if (!was_open) {
        mosix_box_close(box);
    }
    return rc;
}

static int open_box(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint)
{
    int box = btl_mosix_box_open_for_once(module, &endpoint->address);

    if (box < 0) {
        return box;
    }
    endpoint->box = box;
    module->open[module->open_count++] = endpoint;
    return 0;
}

/* Whether the peer has none but the first message: a later one, written through another box, could
 * overtake what a moving receiver has not got yet. */
static bool is_at_first(const mca_btl_base_endpoint_t *endpoint)
{
    return endpoint->next_sequence == 0 || btl_mosix_endpoint_is_held(endpoint);
}

int btl_mosix_box_write(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                        const struct iovec *parts, int count)
{
    int rc = endpoint->box < 0 ? open_box(module, endpoint) : 0;

    if (rc < 0) {
        return rc;
    }
    endpoint->last_used = ++module->clock;
    rc = mosix_box_write(endpoint->box, parts, count);
    if (rc < 0 && mosix_failure_may_pass(-rc) && is_at_first(endpoint)) {
        btl_mosix_box_close(module, endpoint);
    }
    return rc;
}
