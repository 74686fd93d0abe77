/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the C library keeps what in the block of thread-local storage of a thread, and how another
 * block is made and used. Nothing of this is a documented interface. The addresses come from what
 * the C library tells debuggers (_thread_db_..., from glibc 2.34 on) and the loader
 * (_dl_allocate_tls), looked up by name at run time and compared with the block in use; if anything
 * is missing or looks otherwise, there are no other blocks. Known to work with glibc 2.31, 2.36
 * and 2.41 on x86-64.
 */
#ifndef COOP_LAYOUT_H
#define COOP_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

struct coop_layout {
    void *(*allocate)(void *memory);                   /* of the loader */
    void (*deallocate)(void *block, bool free_memory); /* of the loader */
    /* A block begins with the C library's record of the thread. */
    size_t links;     /* in the record: its place in the list of threads, two pointers */
    size_t tid;       /* in the record: the kernel's number of the thread */
    size_t libc;      /* the C library's own variables begin so many bytes before the block */
    size_t libc_size; /* their length */
    bool instruction; /* the processor and the kernel let the program set the FS base */
};

/* Fill LAYOUT from the block in use: 0 or -ENOTSUP. */
int coop_layout_find(struct coop_layout *layout);

/* The block in use. */
void *coop_layout_block(void);

/* A new block in which all variables have their initial values, the C library's excepted. It
 * belongs to the kernel's thread that owns MODEL, and is in no list. NULL: no memory. */
void *coop_layout_make(const struct coop_layout *layout, void *model);

/* Go on with BLOCK. */
void coop_layout_use(const struct coop_layout *layout, void *block);

#endif
