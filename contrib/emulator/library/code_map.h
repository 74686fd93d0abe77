/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the code of this image is: the filter of the library looks at calls from there. Libc only.
 */
#ifndef MOSIX_EMULATOR_CODE_MAP_H
#define MOSIX_EMULATOR_CODE_MAP_H

#include <stddef.h>
#include <stdint.h>

/* Most ranges for open(2). */
#define CODE_MAP_RANGES 8

/* Addresses from FIRST to below END. */
struct code_range {
    uint64_t first;
    uint64_t end;
};

struct code_map {
    struct code_range libc;                   /* calls of the discipline are trapped here */
    struct code_range opens[CODE_MAP_RANGES]; /* open(2) is trapped here */
    size_t open_count;
};

/*
 * Finds the code of the C library, of the program, and of all libraries that are loaded now. Code
 * that dlopen() loads later is not in the map.
 */
void code_map_read(struct code_map *map);

#endif
