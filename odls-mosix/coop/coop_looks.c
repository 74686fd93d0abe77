/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_looks.h. */
#include "coop_looks.h"

#include <string.h>

static struct coop_look *find(struct coop_looks *looks, const void *key)
{
    struct coop_look *look;

    for (size_t i = 0; i < COOP_LOOKS_MAX; i++) {
        if (looks->looks[i].key == key) {
            return &looks->looks[i];
        }
    }
    look = &looks->looks[looks->next];
    looks->next = (looks->next + 1) % COOP_LOOKS_MAX;
    look->key = key;
    return look;
}

void coop_looks_note(struct coop_looks *looks, const void *key, const struct pollfd *descriptors,
                     size_t count)
{
    struct coop_look *look;

    if (count == 0) {
        return;
    }
    if (count > COOP_LOOK_SIZE) {
        looks->too_large = true;
        return;
    }
    look = find(looks, key);
    look->count = count;
    memcpy(look->descriptors, descriptors, count * sizeof(*descriptors));
}

size_t coop_looks_copy(const struct coop_looks *looks, struct pollfd *all)
{
    size_t count = 0;

    for (size_t i = 0; i < COOP_LOOKS_MAX; i++) {
        const struct coop_look *look = &looks->looks[i];

        memcpy(all + count, look->descriptors, look->count * sizeof(*all));
        count += look->count;
    }
    return count;
}

void coop_looks_forget(struct coop_looks *looks)
{
    for (size_t i = 0; i < COOP_LOOKS_MAX; i++) {
        looks->looks[i].count = 0;
    }
    looks->too_large = false;
}
