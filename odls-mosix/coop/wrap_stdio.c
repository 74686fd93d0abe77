/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: flockfile() and its relatives. The C library knows the owner of a stream by its block
 * of thread-local storage, and the others wait in the kernel, for ever, since there is one thread
 * of the kernel. So streams are locked here, among those that call these functions.
 */
#include "coop_wrap.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "coop_report.h"
#include "coop_runtime.h"

struct hold {
    struct hold *next;
    FILE *stream;
    int owner; /* the number of a coroutine */
    unsigned count;
};

static struct hold *all;

static struct hold **find(const FILE *stream)
{
    struct hold **link = &all;

    while (*link != NULL && (*link)->stream != stream) {
        link = &(*link)->next;
    }
    return link;
}

/* Not if it ended with the lock, or is in the parent of fork() only. */
static bool lives(int id)
{
    const struct coop_thread *thread = coop.all;

    while (thread != NULL && (thread->task.id != id || thread->task.state == COOP_DONE)) {
        thread = thread->next;
    }
    return thread != NULL;
}

static void drop(struct hold **link)
{
    struct hold *hold = *link;

    *link = hold->next;
    free(hold);
}

/* Whether the caller has it now. */
static bool take(FILE *stream)
{
    struct hold **link = find(stream);

    if (*link != NULL && !lives((*link)->owner)) {
        drop(link);
        link = find(stream);
    }

    if (*link == NULL) {
        *link = calloc(1, sizeof(**link));
        if (*link == NULL) {
            coop_report("no memory to lock a stream");
            abort();
        }
        (*link)->stream = stream;
        (*link)->owner = coop.current->task.id;
    }
    if ((*link)->owner != coop.current->task.id) {
        return false;
    }
    (*link)->count++;
    return true;
}

COOP_WRAPPER void flockfile(FILE *stream)
{
    while (!take(stream)) {
        coop_block_object(stream);
    }
}

COOP_WRAPPER int ftrylockfile(FILE *stream)
{
    return take(stream) ? 0 : -1;
}

COOP_WRAPPER void funlockfile(FILE *stream)
{
    struct hold **link = find(stream);
    struct hold *hold = *link;

    if (hold != NULL && hold->owner == coop.current->task.id && --hold->count == 0) {
        drop(link);
        coop_wake(stream, 1);
    }
}

/* What older programs call. */
void _IO_flockfile(FILE *stream);
int _IO_ftrylockfile(FILE *stream);
void _IO_funlockfile(FILE *stream);

COOP_WRAPPER void _IO_flockfile(FILE *stream)
{
    flockfile(stream);
}

COOP_WRAPPER int _IO_ftrylockfile(FILE *stream)
{
    return ftrylockfile(stream);
}

COOP_WRAPPER void _IO_funlockfile(FILE *stream)
{
    funlockfile(stream);
}
