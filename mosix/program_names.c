/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading the table of names; see program_names.h.
 */
#include "program_names.h"

#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "program_elf.h"

/* Far more than linkers make: entries of the dynamic section, bytes of names. */
#define DYNAMIC_MAX 4096
#define NAMES_MAX (64u << 20)

/* Where the table of names is: its address in memory, and how long it is. */
struct table {
    uint64_t address;
    uint64_t size;
};

/* Looks for the table in the dynamic section. */
static int read_dynamic(int fd, const ElfW(Phdr) * dynamic, struct table *table)
{
    for (unsigned int i = 0; i < DYNAMIC_MAX; i++) {
        ElfW(Dyn) entry;
        uint64_t at = (uint64_t) i * sizeof(entry);

        if (at + sizeof(entry) > dynamic->p_filesz || dynamic->p_offset > INT64_MAX / 2 ||
            program_elf_read_at(fd, &entry, sizeof(entry), dynamic->p_offset + at) < 0) {
            return -ENOEXEC;
        }
        if (entry.d_tag == DT_STRTAB) {
            table->address = entry.d_un.d_ptr;
        } else if (entry.d_tag == DT_STRSZ) {
            table->size = entry.d_un.d_val;
        } else if (entry.d_tag == DT_NULL) {
            break;
        }
    }
    return table->size > 0 && table->size <= NAMES_MAX ? 0 : -ENOEXEC;
}

/* Calls visit for every segment until it returns something else than 0, and returns that. */
static int each_segment(int fd, const ElfW(Ehdr) * header,
                        int (*visit)(int fd, const ElfW(Phdr) * segment, struct table *table),
                        struct table *table)
{
    int result = 0;

    for (unsigned int i = 0; result == 0 && i < header->e_phnum; i++) {
        ElfW(Phdr) segment;

        result = program_elf_read_at(fd, &segment, sizeof(segment),
                                     header->e_phoff + (uint64_t) i * header->e_phentsize);
        if (result == 0) {
            result = visit(fd, &segment, table);
        }
    }
    return result;
}

static int visit_dynamic(int fd, const ElfW(Phdr) * segment, struct table *table)
{
    int result = segment->p_type == PT_DYNAMIC ? read_dynamic(fd, segment, table) : 0;

    return result < 0 ? result : segment->p_type == PT_DYNAMIC;
}

/* Turns the address of the table into its place in the file. */
static int visit_load(int fd, const ElfW(Phdr) * segment, struct table *table)
{
    (void) fd;
    if (segment->p_type != PT_LOAD || table->address < segment->p_vaddr ||
        table->address - segment->p_vaddr >= segment->p_filesz) {
        return 0;
    }
    if (segment->p_offset > INT64_MAX / 2) {
        return -ENOEXEC;
    }
    table->address = table->address - segment->p_vaddr + segment->p_offset;
    return 1;
}

static bool has_name(const char *text, size_t size, const char *name)
{
    size_t length = strlen(name);

    while (size > 0) {
        size_t own = strnlen(text, size);

        if (own >= length && memcmp(text, name, length) == 0 &&
            (own == length || text[length] == '.')) {
            return true;
        }
        own += own < size;
        text += own;
        size -= own;
    }
    return false;
}

static int find_in_table(int fd, const struct table *table, const char *const *names, size_t count)
{
    char *text = malloc((size_t) table->size);
    int result = text == NULL ? -ENOMEM
                              : program_elf_read_at(fd, text, (size_t) table->size, table->address);

    if (result == 0) {
        result = -ENOENT;
        for (size_t i = 0; result == -ENOENT && i < count; i++) {
            if (has_name(text, (size_t) table->size, names[i])) {
                result = (int) i;
            }
        }
    }
    free(text);
    return result;
}

int program_names_find(int fd, const char *const *names, size_t count)
{
    struct table table = {0};
    struct program_elf elf;
    ElfW(Ehdr) header;
    int result = program_elf_read(fd, &elf);

    if (result == 0) {
        result = elf.native ? program_elf_read_at(fd, &header, sizeof(header), 0) : -ENOEXEC;
    }
    if (result == 0) {
        result = each_segment(fd, &header, visit_dynamic, &table);
    }
    if (result == 1) {
        result = each_segment(fd, &header, visit_load, &table);
    }
    if (result == 0) {
        return -ENOEXEC;
    }
    return result < 0 ? result : find_in_table(fd, &table, names, count);
}
