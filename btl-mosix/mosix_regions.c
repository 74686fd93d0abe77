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
        places[i] = (struct mosix_region){.next = i + 1 < capacity ? i + 2 : 0};
    }
    regions->first_free = regions->capacity + 1;
    regions->places = places;
    regions->capacity = capacity;
    return 0;
}

static uint64_t number_of(const struct mosix_regions *regions, uint32_t place)
{
    return ((uint64_t) regions->places[place].generation << 32) | place;
}

/* Appends a place to those that are awaited. */
static void await(struct mosix_regions *regions, uint32_t place)
{
    struct mosix_region *region = &regions->places[place];

    region->is_awaited = true;
    region->next = 0;
    region->previous = regions->last_awaited;
    if (regions->last_awaited == 0) {
        regions->first_awaited = place + 1;
    } else {
        regions->places[regions->last_awaited - 1].next = place + 1;
    }
    regions->last_awaited = place + 1;
}

/* Takes a place out of those that are awaited. */
static void forget(struct mosix_regions *regions, struct mosix_region *region)
{
    if (!region->is_awaited) {
        return;
    }
    region->is_awaited = false;
    if (region->previous == 0) {
        regions->first_awaited = region->next;
    } else {
        regions->places[region->previous - 1].next = region->next;
    }
    if (region->next == 0) {
        regions->last_awaited = region->previous;
    } else {
        regions->places[region->next - 1].previous = region->previous;
    }
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
    regions->first_free = region->next;
    region->base = (uintptr_t) base;
    region->size = size;
    region->generation = region->generation == UINT32_MAX ? 1 : region->generation + 1;
    await(regions, place);
    return number_of(regions, place);
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
    forget(regions, region);
    region->base = 0;
    region->size = 0;
    region->next = regions->first_free;
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

struct mosix_put mosix_regions_next(const struct mosix_regions *regions)
{
    const struct mosix_region *region;
    uint32_t place;

    if (regions->first_awaited == 0) {
        return (struct mosix_put){.size = 0};
    }
    place = regions->first_awaited - 1;
    region = &regions->places[place];
    if (region->size > MOSIX_PUT_MAX) {
        return (struct mosix_put){.size = 0};
    }
    return (struct mosix_put){.region = number_of(regions, place),
                              .address = region->base,
                              .size = (uint32_t) region->size};
}

void mosix_regions_filled(struct mosix_regions *regions, uint64_t number)
{
    struct mosix_region *region = find(regions, number);

    if (region != NULL) {
        forget(regions, region);
    }
}
