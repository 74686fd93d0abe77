/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading the loader's list; see loader_cache.h.
 */
#include "loader_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* Some hundred kilobytes are usual. */
#define CACHE_MAX (64 << 20)

/* The newer format: this word, then the number of entries; the entries follow the head. Places of
 * strings are counted from the word. */
#define MAGIC "glibc-ld.so.cache1.1"
#define HEAD_SIZE 48
#define ENTRY_SIZE 24
#define KEY_AT 4
#define VALUE_AT 8

static uint32_t word_at(const struct loader_cache *cache, size_t place)
{
    uint32_t word;

    memcpy(&word, cache->text + place, sizeof(word));
    return word;
}

static int read_all(int fd, struct loader_cache *cache)
{
    while (cache->size > 0) {
        ssize_t got = read(fd, cache->text, cache->size);

        if (got < 0 && errno == EINTR) {
            continue;
        }
        /* The file is replaced as a whole, so it has its size at once. */
        return got < 0 ? -errno : (size_t) got == cache->size ? 0 : -ENOEXEC;
    }
    return -ENOEXEC;
}

static int read_file(const char *path, struct loader_cache *cache)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat status;
    int result = 0;

    if (fd < 0) {
        return -errno;
    }
    if (fstat(fd, &status) != 0) {
        result = -errno;
    } else if (!S_ISREG(status.st_mode) || status.st_size > CACHE_MAX) {
        result = -ENOEXEC;
    }
    if (result == 0) {
        cache->size = (size_t) status.st_size;
        cache->text = malloc(cache->size + 1);
        result = cache->text == NULL ? -ENOMEM : read_all(fd, cache);
    }
    (void) close(fd);
    return result;
}

static int find_entries(struct loader_cache *cache)
{
    const char *magic = memmem(cache->text, cache->size, MAGIC, strlen(MAGIC));

    if (magic == NULL) {
        return -ENOEXEC;
    }
    cache->text[cache->size] = '\0';
    cache->base = (size_t) (magic - cache->text);
    if (cache->size - cache->base < HEAD_SIZE) {
        return -ENOEXEC;
    }
    cache->count = word_at(cache, cache->base + strlen(MAGIC));
    return cache->count <= (cache->size - cache->base - HEAD_SIZE) / ENTRY_SIZE ? 0 : -ENOEXEC;
}

int loader_cache_read(const char *path, struct loader_cache *cache)
{
    int result;

    memset(cache, 0, sizeof(*cache));
    result = read_file(path, cache);
    if (result == 0) {
        result = find_entries(cache);
    }
    if (result < 0) {
        loader_cache_free(cache);
    }
    return result;
}

void loader_cache_free(struct loader_cache *cache)
{
    free(cache->text);
    memset(cache, 0, sizeof(*cache));
}

/* The string whose place is at that place; "" for one outside of the file. */
static const char *string_at(const struct loader_cache *cache, size_t place)
{
    size_t offset = word_at(cache, place);

    return offset < cache->size - cache->base ? cache->text + cache->base + offset : "";
}

const char *loader_cache_next(const struct loader_cache *cache, const char *name, size_t *place)
{
    while (*place < cache->count) {
        size_t entry = cache->base + HEAD_SIZE + (*place)++ * ENTRY_SIZE;

        if (strcmp(string_at(cache, entry + KEY_AT), name) == 0) {
            return string_at(cache, entry + VALUE_AT);
        }
    }
    return NULL;
}
