/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The loader's list of libraries, /etc/ld.so.cache of glibc. Libc only; trusts nothing in the file.
 */
#ifndef LOADER_CACHE_H
#define LOADER_CACHE_H

#include <stddef.h>

#define LOADER_CACHE_FILE "/etc/ld.so.cache"

/*
 * text, size  the file, to be given back by loader_cache_free()
 * base        where the newer of its two formats begins
 * count       how many entries it has
 */
struct loader_cache {
    char *text;
    size_t size;
    size_t base;
    size_t count;
};

/* Reads such a file. Returns 0, -ENOEXEC for one of another format, or another -errno. */
int loader_cache_read(const char *path, struct loader_cache *cache);

void loader_cache_free(struct loader_cache *cache);

/* The path of the next library of that name, from entry *place on, which it moves; the first
 * entries are the best. NULL when there is no other one. */
const char *loader_cache_next(const struct loader_cache *cache, const char *name, size_t *place);

#endif
