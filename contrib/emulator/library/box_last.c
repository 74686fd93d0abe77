/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The message that was read last; see box_last.h. While there is a mailbox with a store, that has
 * it, too, because it costs no system call there.
 */
#include "box_last.h"

#include <stdatomic.h>

#include "box_exec.h"
#include "box_inbox.h"

static struct {
    _Atomic uint32_t home;
    _Atomic int32_t pid;
    _Atomic uint32_t length;
    _Atomic uint32_t location;
} last_read;

static void set(const struct box_store_last *last)
{
    atomic_store_explicit(&last_read.home, last->home, memory_order_relaxed);
    atomic_store_explicit(&last_read.pid, last->pid, memory_order_relaxed);
    atomic_store_explicit(&last_read.length, last->length, memory_order_relaxed);
    atomic_store_explicit(&last_read.location, last->location, memory_order_relaxed);
}

static void get(struct box_store_last *last)
{
    last->known = true;
    last->home = atomic_load_explicit(&last_read.home, memory_order_relaxed);
    last->pid = atomic_load_explicit(&last_read.pid, memory_order_relaxed);
    last->length = atomic_load_explicit(&last_read.length, memory_order_relaxed);
    last->location = atomic_load_explicit(&last_read.location, memory_order_relaxed);
}

void box_last_note(const struct mail_info *info)
{
    const struct box_store_last last = {true, info->home, info->pid, info->length, info->location};

    set(&last);
    box_inbox_note_last(&last);
}

void box_last_get(struct mail_info *last)
{
    struct box_store_last found;

    get(&found);
    last->home = found.home;
    last->pid = found.pid;
    last->length = found.length;
    last->location = found.location;
}

void box_last_keep(void)
{
    struct box_store_last last;

    get(&last);
    box_exec_note_last(&last);
}

void box_last_resume(const struct box_store_last *last)
{
    struct box_store_last found;

    if (last != NULL) {
        set(last);
        return;
    }
    get(&found);
    box_inbox_last(&found);
    set(&found);
}
