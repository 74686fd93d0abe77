/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The values that one coroutine has for the keys of pthread_key_create(). Libc only. The keys
 * themselves are made by the C library; this module remembers their destructors, as the C library
 * calls them only for the kernel thread.
 */
#ifndef COOP_VALUES_H
#define COOP_VALUES_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

/* All keys of the process. All zero: none was created. */
struct coop_keys {
    struct coop_key {
        uint32_t sequence; /* odd: in use; changes at each creation and deletion */
        void (*destructor)(void *);
    } key[PTHREAD_KEYS_MAX];
};

/* The values of one coroutine. All zero: no value is set. */
struct coop_values {
    struct coop_value *slots; /* owned; NULL before the first value */
    size_t count;
};

/* The C library has given out KEY. -EINVAL: no such key can be. */
int coop_keys_created(struct coop_keys *keys, unsigned key, void (*destructor)(void *));

/* KEY is gone, and so is every coroutine's value for it; destructors are not called. */
int coop_keys_deleted(struct coop_keys *keys, unsigned key);

/* The value of KEY, or NULL. */
void *coop_values_get(const struct coop_values *values, const struct coop_keys *keys, unsigned key);

/* Make room for the values of the first keys: an allocator that is called for the first time in a
 * coroutine sets one, and cannot be called meanwhile. 0 or -ENOMEM. */
int coop_values_prepare(struct coop_values *values);

/* -EINVAL: no such key, -ENOMEM. */
int coop_values_set(struct coop_values *values, const struct coop_keys *keys, unsigned key,
                    void *value);

/* Call the destructors, as often as POSIX says. They may set values. */
void coop_values_end(struct coop_values *values, const struct coop_keys *keys);

/* Free the memory, without destructors. */
void coop_values_free(struct coop_values *values);

#endif
