/* SPDX-License-Identifier: BSD-3-Clause */
/* Blocks of thread-local storage, see coop_tls.h. */
#include "coop_tls.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "coop_layout.h"
#include "coop_libc.h"
#include "coop_report.h"

/* The links of the C library's list of threads. */
struct links {
    struct links *next;
    struct links *previous;
};

static struct coop_layout layout;
static enum { UNKNOWN, POSSIBLE, IMPOSSIBLE } state;
static void *home; /* the block of the first thread, once state is POSSIBLE */
static void *now;  /* the block in use */
static struct coop_tls *all;

/* What the environment says: whether blocks are wanted, and whether the instruction may be used. */
static bool is_wanted(bool *instruction)
{
    const char *text = getenv(COOP_TLS_ENV);

    *instruction = true;
    if (text == NULL || strcmp(text, "own") == 0) {
        return true;
    }
    if (strcmp(text, "call") == 0) {
        *instruction = false;
        return true;
    }
    if (strcmp(text, "shared") == 0) {
        return false;
    }
    coop_report(COOP_TLS_ENV " is \"%s\", but must be own, call or shared; own is used", text);
    return true;
}

bool coop_tls_possible(void)
{
    bool instruction;

    if (state == UNKNOWN) {
        state = is_wanted(&instruction) && coop_layout_find(&layout) == 0 ? POSSIBLE : IMPOSSIBLE;
        if (state == POSSIBLE) {
            layout.instruction = layout.instruction && instruction;
            home = coop_layout_block();
            now = home;
        }
    }
    return state == POSSIBLE;
}

bool coop_tls_is_cheap(void)
{
    return layout.instruction;
}

static void *block_of(const struct coop_tls *tls)
{
    return tls->block != NULL ? tls->block : tls->retired;
}

static struct links *links_of(void *block)
{
    return (struct links *) ((char *) block + layout.links);
}

/* A neighbour of the first thread. */
static void link_block(void *block)
{
    struct links *links = links_of(block);
    struct links *before = links_of(home);

    links->next = before->next;
    links->previous = before;
    before->next->previous = links;
    before->next = links;
}

/* Alone, so that it may be taken out again. */
static void unlink_block(void *block)
{
    struct links *links = links_of(block);

    links->previous->next = links->next;
    links->next->previous = links->previous;
    links->next = links;
    links->previous = links;
}

int coop_tls_make(struct coop_tls *tls)
{
    if (!coop_tls_possible()) {
        return -ENOTSUP;
    }
    tls->block = coop_layout_make(&layout, home);
    if (tls->block == NULL) {
        return -ENOMEM;
    }
    link_block(tls->block);
    tls->next = all;
    all = tls;
    return 0;
}

static void use(void *block)
{
    if (block != now) {
        memcpy((char *) block - layout.libc, (char *) now - layout.libc, layout.libc_size);
        now = block;
        coop_layout_use(&layout, block);
    }
}

void coop_tls_switch(const struct coop_tls *to)
{
    if (state == POSSIBLE) {
        use(to->block != NULL ? to->block : home);
    }
}

void coop_tls_leave(struct coop_tls *tls)
{
    if (tls->block != NULL) {
        use(home);
        tls->retired = tls->block;
        tls->block = NULL;
    }
}

void coop_tls_free(struct coop_tls *tls)
{
    void *block = block_of(tls);
    struct coop_tls **link = &all;

    if (block == NULL) {
        return;
    }
    while (*link != tls) {
        link = &(*link)->next;
    }
    *link = tls->next;
    unlink_block(block);
    layout.deallocate(block, true);
    *tls = (struct coop_tls){0};
}

void coop_tls_before_fork(void)
{
    for (struct coop_tls *tls = all; tls != NULL; tls = tls->next) {
        if (block_of(tls) != home) {
            unlink_block(block_of(tls));
        }
    }
}

void coop_tls_after_fork(void)
{
    for (struct coop_tls *tls = all; tls != NULL; tls = tls->next) {
        if (block_of(tls) != home) {
            link_block(block_of(tls));
        }
    }
}

void coop_tls_forked(const struct coop_tls *current)
{
    if (state == POSSIBLE && current->block != NULL) {
        home = current->block;
    }
}

pthread_t coop_tls_kernel_thread(void)
{
    return state == POSSIBLE ? (pthread_t) home : coop_real()->pthread_self();
}

void coop_tls_begin_shared(void)
{
    if (state == POSSIBLE) {
        use(home);
    }
}

void coop_tls_end_shared(const struct coop_tls *current)
{
    coop_tls_switch(current);
}
