/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Registered memory; see mosix_regions.h. A number is the generation of a place and the place.
 */
#include "mosix_regions.h"

#include <stdlib.h>

#define FIRST_CAPACITY 16
#define CAPACITY_MAX (UINT32_MAX / 2)

void mosix_regions_clear(struct mosix_regions *regions)
{
    free(regions->places);
    *regions = (struct mosix_regions){0};
}

static int grow(struct mosix_regions *regions)
{
    uint32_t capacity = regions->capacity == 0 ? FIRST_CAPACITY : regions->capacity * 2;
    struct mosix_region *places;

    if (capacity > CAPACITY_MAX) {
        return -1;
    }
    places = realloc(regions->places, capacity * sizeof(*places));
    if (places == NULL) {
        return -1;
    }
    for (uint32_t i = regions->capacity; i < capacity; i++) {
        places[i] = (struct mosix_region){.next_free = i + 1 < capacity ? i + 2 : 0};
    }
    regions->first_free = regions->capacity + 1;
    regions->places = places;
    regions->capacity = capacity;
    return 0;
}

uint64_t mosix_regions_add(struct mosix_regions *regions, void *base, size_t size)
{
    struct mosix_region *region;
    uint32_t place;

    if (regions->first_free == 0 && grow(regions) < 0) {
        return 0;
    }
    place = regions->first_free - 1;
    region = &regions->places[place];
    regions->first_free = region->next_free;
    region->base = (uintptr_t) base;
    region->size = size;
    region->generation = region->generation == UINT32_MAX ? 1 : region->generation + 1;
    region->next_free = 0;
    return ((uint64_t) region->generation << 32) | place;
}

/* The region of that number, if it is registered. */
static struct mosix_region *find(const struct mosix_regions *regions, uint64_t number)
{
    uint32_t place = (uint32_t) number;

    if (place >= regions->capacity || regions->places[place].base == 0 ||
        regions->places[place].generation != number >> 32) {
        return NULL;
    }
    return &regions->places[place];
}

void mosix_regions_remove(struct mosix_regions *regions, uint64_t number)
{
    struct mosix_region *region = find(regions, number);

    if (region == NULL) {
        return;
    }
    region->base = 0;
    region->size = 0;
    region->next_free = regions->first_free;
    regions->first_free = (uint32_t) number + 1;
}

void *mosix_regions_find(const struct mosix_regions *regions, uint64_t number, uint64_t address,
                         size_t size)
{
    const struct mosix_region *region = find(regions, number);

    if (region == NULL || address < region->base || address - region->base > region->size ||
        size > region->size - (address - region->base)) {
        return NULL;
    }
    return (void *) (uintptr_t) address;
}
