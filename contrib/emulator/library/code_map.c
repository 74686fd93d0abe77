/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the code of this image is; see code_map.h.
 */
#include "code_map.h"

#include <gnu/libc-version.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>
#include <sys/auxv.h>

/* The ranges of opens: the program, and all of its libraries in one. The system loads libraries
 * side by side, so that what lies between them is small. */
enum { OPENS_PROGRAM, OPENS_LIBRARIES, OPENS_COUNT };

static bool holds(const struct code_range *range, uint64_t address)
{
    return address >= range->first && address < range->end;
}

static void widen(struct code_range *range, const struct code_range *more)
{
    if (range->end == 0 || more->first < range->first) {
        range->first = more->first;
    }
    if (more->end > range->end) {
        range->end = more->end;
    }
}

/* The kernel's own code in the process, which opens nothing and lies far from the libraries. */
static bool is_of_the_kernel(const struct dl_phdr_info *info)
{
    uint64_t kernel = getauxval(AT_SYSINFO_EHDR);

    return kernel != 0 && info->dlpi_addr == kernel;
}

static int add_object(struct dl_phdr_info *info, size_t size, void *data)
{
    struct code_map *map = data;
    /* The program comes first and has no name. */
    bool is_program = info->dlpi_name == NULL || info->dlpi_name[0] == '\0';

    (void) size;
    if (is_of_the_kernel(info)) {
        return 0;
    }
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        const struct code_range code = {
            .first = info->dlpi_addr + part->p_vaddr,
            .end = info->dlpi_addr + part->p_vaddr + part->p_memsz,
        };

        if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0 || part->p_memsz == 0) {
            continue;
        }
        if (holds(&code, (uintptr_t) gnu_get_libc_version)) {
            map->libc = code;
        }
        widen(&map->opens[is_program ? OPENS_PROGRAM : OPENS_LIBRARIES], &code);
    }
    return 0;
}

void code_map_read(struct code_map *map)
{
    memset(map, 0, sizeof(*map));
    map->open_count = OPENS_COUNT;
    dl_iterate_phdr(add_object, map);
}
