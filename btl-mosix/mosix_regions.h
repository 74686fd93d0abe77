/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory that peers may write to: what the upper layer has registered, by number. A peer's
 * request is checked against it before a byte is written. Libc only, not thread-safe.
 */
#ifndef MOSIX_REGIONS_H
#define MOSIX_REGIONS_H

#include <stddef.h>
#include <stdint.h>

struct mosix_region {
    uintptr_t base;
    size_t size;
    uint32_t generation; /* counts the uses of this place in the table */
    uint32_t next_free;  /* next place in the list of free ones, while it is free */
};

/* All zero is a valid empty table. */
struct mosix_regions {
    struct mosix_region *places;
    uint32_t capacity;
    uint32_t first_free; /* 1 + place, or 0 */
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

#endif
