/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Counts the heap of one shared object; see heap.h. The return address tells who calls. Pieces
 * that were counted are remembered, because anybody may free them.
 */
#include "heap.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

/* The C library keeps a word before each piece, and cuts pieces of multiples of 16 bytes. */
#define WORD sizeof(size_t)
#define GRAIN ((size_t) 16)
#define PIECE_MIN ((size_t) 32)

/* Pieces remembered at a time, a power of two, and known pages of code. */
#define PIECES (1u << 16)
#define PAGES (1u << 10)
#define PAGE_SHIFT 12

/* The C library's own functions under the names that it exports for libraries like this one. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

EXPORT int posix_memalign(void **memory, size_t alignment, size_t size);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    const void *memory;
    size_t size;
} pieces[PIECES];
static unsigned int piece_count;
static size_t live;

/* Pages of code, each with the answer in its lowest bit; 0 is not a page. */
static uintptr_t pages[PAGES];

/* A slot whose piece was freed; later ones may follow after it. */
static const char removed;

static bool ask_whose(const void *caller)
{
    const char *wanted = getenv("BENCH_HEAP_OF");
    const char *name;
    Dl_info info;

    if (wanted == NULL || dladdr(caller, &info) == 0 || info.dli_fname == NULL) {
        return false;
    }
    name = strrchr(info.dli_fname, '/');
    return strcmp(name == NULL ? info.dli_fname : name + 1, wanted) == 0;
}

/* Whether the code at caller belongs to the object. Two objects never share a page of code. */
static bool is_counted(const void *caller)
{
    uintptr_t page = ((uintptr_t) caller >> PAGE_SHIFT) << 1;
    uintptr_t *known = &pages[(page >> 1) % PAGES];
    uintptr_t found = __atomic_load_n(known, __ATOMIC_RELAXED);

    if ((found & ~(uintptr_t) 1) != page) {
        found = page | (ask_whose(caller) ? 1 : 0);
        __atomic_store_n(known, found, __ATOMIC_RELAXED);
    }
    return (found & 1) != 0;
}

/* Index of the piece at memory, or of where the search for it ends. The lock is held. */
static size_t find(const void *memory)
{
    size_t at = (size_t) (((uintptr_t) memory >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32) % PIECES;

    while (pieces[at].memory != NULL && pieces[at].memory != memory) {
        at = (at + 1) % PIECES;
    }
    return at;
}

/* What a piece of size bytes takes of the heap; sometimes a little more, by chance. */
static size_t cost_of(size_t size)
{
    size_t cost = (size + WORD + GRAIN - 1) & ~(GRAIN - 1);

    return cost < PIECE_MIN ? PIECE_MIN : cost;
}

static void *remember(void *memory, size_t size, const void *caller)
{
    size_t at;

    if (memory == NULL || !is_counted(caller)) {
        return memory;
    }
    pthread_mutex_lock(&lock);
    if (++piece_count > PIECES / 2) {
        fputs("libbench-heap.so: too many pieces of heap to count them\n", stderr);
        abort();
    }
    at = find(memory);
    pieces[at].memory = memory;
    pieces[at].size = cost_of(size);
    live += pieces[at].size;
    pthread_mutex_unlock(&lock);
    return memory;
}

static void forget(const void *memory)
{
    size_t at;

    /* Nothing was counted, as before the object is loaded. */
    if (memory == NULL || __atomic_load_n(&piece_count, __ATOMIC_RELAXED) == 0) {
        return;
    }
    pthread_mutex_lock(&lock);
    at = find(memory);
    if (pieces[at].memory == memory) {
        pieces[at].memory = &removed;
        live -= pieces[at].size;
    }
    pthread_mutex_unlock(&lock);
}

size_t bench_heap_live(void)
{
    size_t bytes;

    pthread_mutex_lock(&lock);
    bytes = live;
    pthread_mutex_unlock(&lock);
    return bytes;
}

EXPORT void *malloc(size_t size)
{
    return remember(__libc_malloc(size), size, __builtin_return_address(0));
}

EXPORT void *calloc(size_t count, size_t size)
{
    return remember(__libc_calloc(count, size), count * size, __builtin_return_address(0));
}

EXPORT void *realloc(void *memory, size_t size)
{
    forget(memory);
    return remember(__libc_realloc(memory, size), size, __builtin_return_address(0));
}

EXPORT int posix_memalign(void **memory, size_t alignment, size_t size)
{
    *memory = remember(__libc_memalign(alignment, size), size, __builtin_return_address(0));
    return *memory == NULL ? ENOMEM : 0;
}

EXPORT void free(void *memory)
{
    forget(memory);
    __libc_free(memory);
}
