/* SPDX-License-Identifier: BSD-3-Clause */
/* Values of keys per coroutine, see coop_values.h. Libc only. */
#include "coop_values.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct coop_value {
    uint32_t
        sequence; /* of the key when the value was set: another one means that the key is gone */
    void *value;
};

/* Slots are added in steps, as programs use few keys with low numbers. */
#define STEP 32

int coop_keys_created(struct coop_keys *keys, unsigned key, void (*destructor)(void *))
{
    if (key >= PTHREAD_KEYS_MAX) {
        return -EINVAL;
    }
    keys->key[key].sequence = (keys->key[key].sequence | 1) + 2;
    keys->key[key].destructor = destructor;
    return 0;
}

static bool in_use(const struct coop_keys *keys, unsigned key)
{
    return key < PTHREAD_KEYS_MAX && keys->key[key].sequence % 2 == 1;
}

int coop_keys_deleted(struct coop_keys *keys, unsigned key)
{
    if (!in_use(keys, key)) {
        return -EINVAL;
    }
    keys->key[key].sequence++;
    keys->key[key].destructor = NULL;
    return 0;
}

void *coop_values_get(const struct coop_values *values, const struct coop_keys *keys, unsigned key)
{
    if (key >= values->count || !in_use(keys, key) ||
        values->slots[key].sequence != keys->key[key].sequence) {
        return NULL;
    }
    return values->slots[key].value;
}

static int make_room(struct coop_values *values, unsigned key)
{
    size_t count = (key / STEP + 1) * STEP;
    struct coop_value *slots;

    if (key < values->count) {
        return 0;
    }
    slots = realloc(values->slots, count * sizeof(*slots));
    if (slots == NULL) {
        return -ENOMEM;
    }
    memset(slots + values->count, 0, (count - values->count) * sizeof(*slots));
    values->slots = slots;
    values->count = count;
    return 0;
}

int coop_values_prepare(struct coop_values *values)
{
    return make_room(values, 0);
}

int coop_values_set(struct coop_values *values, const struct coop_keys *keys, unsigned key,
                    void *value)
{
    int rc;

    if (!in_use(keys, key)) {
        return -EINVAL;
    }
    if (value == NULL && key >= values->count) {
        return 0;
    }
    rc = make_room(values, key);
    if (rc == 0) {
        values->slots[key] =
            (struct coop_value){.sequence = keys->key[key].sequence, .value = value};
    }
    return rc;
}

/* One round over all values: whether a destructor was called. */
static bool destroy_round(struct coop_values *values, const struct coop_keys *keys)
{
    bool called = false;

    for (unsigned key = 0; key < values->count; key++) {
        void *value = coop_values_get(values, keys, key);
        void (*destructor)(void *) = value == NULL ? NULL : keys->key[key].destructor;

        values->slots[key].value = NULL;
        if (destructor != NULL) {
            destructor(value);
            called = true;
        }
    }
    return called;
}

void coop_values_end(struct coop_values *values, const struct coop_keys *keys)
{
    for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
        if (!destroy_round(values, keys)) {
            break;
        }
    }
}

void coop_values_free(struct coop_values *values)
{
    free(values->slots);
    values->slots = NULL;
    values->count = 0;
}
