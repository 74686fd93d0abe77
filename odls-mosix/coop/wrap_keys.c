/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: values per thread. The main coroutine's are kept by the C library. */
#include "coop_wrap.h"

#include <pthread.h>

#include "coop_libc.h"
#include "coop_next.h"
#include "coop_state.h"

COOP_WRAPPER int pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
    int rc;

    /* Before glibc 2.34 the first dlsym() asks for a key for dlerror()'s messages. Without it they
     * have one buffer for all threads, which is right here, because there is one kernel thread. */
    if (coop_next_looks) {
        return EAGAIN;
    }
    rc = coop_real()->pthread_key_create(key, destructor);
    return rc != 0 ? rc : -coop_keys_created(&coop_keys, *key, destructor);
}

COOP_WRAPPER int pthread_key_delete(pthread_key_t key)
{
    int rc = coop_real()->pthread_key_delete(key);

    return rc != 0 ? rc : -coop_keys_deleted(&coop_keys, key);
}

COOP_WRAPPER void *pthread_getspecific(pthread_key_t key)
{
    if (__builtin_expect(coop.current == &coop.main, 1)) {
        return coop_real()->pthread_getspecific(key);
    }
    return coop_values_get(&coop.current->values, &coop_keys, key);
}

COOP_WRAPPER int pthread_setspecific(pthread_key_t key, const void *value)
{
    if (__builtin_expect(coop.current == &coop.main, 1)) {
        return coop_real()->pthread_setspecific(key, value);
    }
    return -coop_values_set(&coop.current->values, &coop_keys, key, (void *) value);
}

/* The C++ runtime asks by this name. */
int __pthread_key_create(pthread_key_t *key, void (*destructor)(void *));

COOP_WRAPPER int __pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
    return pthread_key_create(key, destructor);
}
