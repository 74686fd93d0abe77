/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Included before every source of the BTL for races.bats. helgrind knows mutexes, but not the free
 * lists of Open MPI, which are inline assembler. It is told that a thread that takes an item out of
 * a list comes after the one that put it in. With MOSIX_TEST_UNLOCKED the BTL's own mutexes do
 * nothing, which helgrind must notice.
 */
#ifndef RACES_H
#define RACES_H

#include "opal_config.h"

#include "opal/class/opal_free_list.h"
#include "opal/threads/mutex.h"

#if __has_include(<valgrind/helgrind.h>)
#include <valgrind/helgrind.h>
#else /* and then races.bats has no valgrind to run */
#define ANNOTATE_HAPPENS_BEFORE(item)
#define ANNOTATE_HAPPENS_AFTER(item)
#endif

static inline opal_free_list_item_t *annotated_get(opal_free_list_t *list)
{
    opal_free_list_item_t *item = opal_free_list_get(list);

    if (item != NULL) {
        ANNOTATE_HAPPENS_AFTER(item);
    }
    return item;
}

static inline void annotated_return(opal_free_list_t *list, opal_free_list_item_t *item)
{
    ANNOTATE_HAPPENS_BEFORE(item);
    opal_free_list_return(list, item);
}

#define opal_free_list_get annotated_get
#define opal_free_list_return annotated_return

#ifdef MOSIX_TEST_UNLOCKED
#undef OPAL_THREAD_LOCK
#undef OPAL_THREAD_TRYLOCK
#undef OPAL_THREAD_UNLOCK
#define OPAL_THREAD_LOCK(mutex) ((void) (mutex))
#define OPAL_THREAD_TRYLOCK(mutex) ((void) (mutex), 0)
#define OPAL_THREAD_UNLOCK(mutex) ((void) (mutex))
#endif

#endif
