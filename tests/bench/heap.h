/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * libbench-heap.so, a library to preload: counts the heap that one shared object has allocated and
 * not freed. Its file name, without a directory, is in BENCH_HEAP_OF.
 */
#ifndef TESTS_HEAP_H
#define TESTS_HEAP_H

#include <stddef.h>

/*
 * Bytes in use at this moment, with what malloc() itself adds to each piece. Counted is what that
 * object asked for by its own calls; not what others allocate on its behalf. The address is NULL
 * where the library was not preloaded.
 */
__attribute__((weak, visibility("default"))) size_t bench_heap_live(void);

#endif
