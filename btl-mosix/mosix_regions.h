/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory that peers may write to: what the upper layer has registered, by number. A peer's
 * request is checked against it before a byte is written. Libc only, not thread-safe.
 */
#ifndef MOSIX_REGIONS_H
#define MOSIX_REGIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mosix_put.h"

struct mosix_region {
    uintptr_t base;
    size_t size;
    uint32_t generation; /* counts the uses of this place in the table */
    /* 1 + places, or 0: the neighbours among those awaited, or the next free one */
    uint32_t next;
    uint32_t previous;
    bool is_awaited; /* nothing has been put there yet */
};

/* All zero is a valid empty table. */
struct mosix_regions {
    struct mosix_region *places;
    uint32_t capacity;
    /* 1 + places, or 0 */
    uint32_t first_free;
    uint32_t first_awaited; /* in the order of registration */
    uint32_t last_awaited;
};

/* Frees what the table holds; it is empty and usable afterwards. */
void mosix_regions_clear(struct mosix_regions *regions);

/*
 * Registers size bytes at base. Returns a number that is not 0 and will not be used again for a
 * long time, or 0 without memory.
 */
uint64_t mosix_regions_add(struct mosix_regions *regions, void *base, size_t size);

/* Ends a registration. An unknown number is ignored. */
void mosix_regions_remove(struct mosix_regions *regions, uint64_t number);

/*
 * The memory of size bytes at address, if all of it lies in the region of that number; else NULL.
 * All three may come from the wire.
 */
void *mosix_regions_find(const struct mosix_regions *regions, uint64_t number, uint64_t address,
                         size_t size);

/*
 * The put that will come next, most likely: one that fills the whole of the region that was
 * registered first of those in which nothing has been put. Its size is 0 when there is none, or
 * when the region is larger than any put.
 */
struct mosix_put mosix_regions_next(const struct mosix_regions *regions);

/* Something was put into this region: it is not what comes next. An unknown number is ignored. */
void mosix_regions_filled(struct mosix_regions *regions, uint64_t number);

#endif
