/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thread-local storage (__thread, thread_local) of coroutines. On x86-64 it lies where the
 * processor's FS base points; a switch of coroutines moves that base. MOSIX 4.4.3 permits this and
 * keeps it across system calls, signals, fork() and moves to other nodes [real].
 *
 * The C library makes the blocks, as it does for its own threads, and has them in its list of
 * threads, so that libraries loaded later find them. Its own variables (errno, malloc's caches ...)
 * exist once: a switch takes them along to the block of the one that runs. So it sees one thread.
 *
 * Those without a block use that of the process's first thread.
 */
#ifndef COOP_TLS_H
#define COOP_TLS_H

#include <pthread.h>
#include <stdbool.h>

/* own (the default): a block for each; call: the same, switched by system calls, for nodes of which
 * some cannot do it by an instruction; shared: one for all. */
#define COOP_TLS_ENV "MOSIX_COOP_TLS"

/* All zero: no block. */
struct coop_tls {
    void *block;           /* where the FS base points while its owner runs */
    void *retired;         /* the same after coop_tls_leave() */
    struct coop_tls *next; /* in the list of all that have a block */
};

/* Whether coroutines can have blocks: as the C library, the processor and the environment say. */
bool coop_tls_possible(void);

/* Whether a switch needs no system call. */
bool coop_tls_is_cheap(void);

/* A new block for TLS, whose address must stay: 0, -ENOTSUP (not possible) or -ENOMEM. */
int coop_tls_make(struct coop_tls *tls);

/* The caller, whose block that of TLS is, has ended and goes on without a block. */
void coop_tls_leave(struct coop_tls *tls);

/* Give back the block, which must not be in use. */
void coop_tls_free(struct coop_tls *tls);

/* Go on with the block of TO. Nothing that was at a thread-local address may be kept in a register
 * across this call. */
void coop_tls_switch(const struct coop_tls *to);

/* Around fork(): the C library writes its list of threads anew in the child. CURRENT: the caller's,
 * which is that of the child's first thread from then on. */
void coop_tls_before_fork(void);
void coop_tls_after_fork(void);
void coop_tls_forked(const struct coop_tls *current);

/* What the C library calls the kernel's one thread, also in a coroutine that has a block. */
pthread_t coop_tls_kernel_thread(void);

/* For calls in which the C library keeps addresses in its record of the thread: the block of the
 * first thread is used in between. Not nested. */
void coop_tls_begin_shared(void);
void coop_tls_end_shared(const struct coop_tls *current);

#endif
