/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading what is for the loader; see program_dynamic.h.
 */
#include "program_dynamic.h"

#include <errno.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

#include "program_elf.h"

/* Far more than linkers make: entries of the dynamic section, bytes of names, sections, symbols. */
#define DYNAMIC_MAX 4096
#define NAMES_MAX (64u << 20)
#define SECTIONS_MAX 65536
#define SYMBOLS_MAX (4u << 20)

/* What the dynamic section says; the address of the names first in memory, then in the file. */
struct section {
    uint64_t names;
    uint64_t size;
    struct program_dynamic *dynamic;
};

static void take_entry(const ElfW(Dyn) * entry, struct section *section)
{
    struct program_dynamic *dynamic = section->dynamic;

    switch (entry->d_tag) {
    case DT_STRTAB:
        section->names = entry->d_un.d_ptr;
        break;
    case DT_STRSZ:
        section->size = entry->d_un.d_val;
        break;
    case DT_NEEDED:
        if (dynamic->needed_count < PROGRAM_NEEDED_MAX) {
            dynamic->needed[dynamic->needed_count++] = (size_t) entry->d_un.d_val;
        }
        break;
    case DT_RPATH:
        dynamic->rpath = (size_t) entry->d_un.d_val;
        break;
    case DT_RUNPATH:
        dynamic->runpath = (size_t) entry->d_un.d_val;
        break;
    default:
        break;
    }
}

static int read_section(int fd, const ElfW(Phdr) * segment, struct section *section)
{
    for (unsigned int i = 0; i < DYNAMIC_MAX; i++) {
        ElfW(Dyn) entry;
        uint64_t at = (uint64_t) i * sizeof(entry);

        if (at + sizeof(entry) > segment->p_filesz || segment->p_offset > INT64_MAX / 2 ||
            program_elf_read_at(fd, &entry, sizeof(entry), segment->p_offset + at) < 0) {
            return -ENOEXEC;
        }
        if (entry.d_tag == DT_NULL) {
            break;
        }
        take_entry(&entry, section);
    }
    return section->size > 0 && section->size <= NAMES_MAX ? 0 : -ENOEXEC;
}

/* Calls visit for every segment until it returns something else than 0, and returns that. */
static int each_segment(int fd, const ElfW(Ehdr) * header,
                        int (*visit)(int fd, const ElfW(Phdr) * segment, struct section *section),
                        struct section *section)
{
    int result = 0;

    for (unsigned int i = 0; result == 0 && i < header->e_phnum; i++) {
        ElfW(Phdr) segment;

        result = program_elf_read_at(fd, &segment, sizeof(segment),
                                     header->e_phoff + (uint64_t) i * header->e_phentsize);
        if (result == 0) {
            result = visit(fd, &segment, section);
        }
    }
    return result;
}

static int visit_dynamic(int fd, const ElfW(Phdr) * segment, struct section *section)
{
    int result = segment->p_type == PT_DYNAMIC ? read_section(fd, segment, section) : 0;

    return result < 0 ? result : segment->p_type == PT_DYNAMIC;
}

/* Turns the address of the names into their place in the file. */
static int visit_load(int fd, const ElfW(Phdr) * segment, struct section *section)
{
    (void) fd;
    if (segment->p_type != PT_LOAD || section->names < segment->p_vaddr ||
        section->names - segment->p_vaddr >= segment->p_filesz) {
        return 0;
    }
    if (segment->p_offset > INT64_MAX / 2) {
        return -ENOEXEC;
    }
    section->names = section->names - segment->p_vaddr + segment->p_offset;
    return 1;
}

static int find_section(int fd, const ElfW(Ehdr) * header, struct section *section)
{
    int result = each_segment(fd, header, visit_dynamic, section);

    if (result == 1) {
        result = each_segment(fd, header, visit_load, section);
    }
    return result == 1 ? 0 : result == 0 ? -ENOEXEC : result;
}

/* Forgets places outside of the table of names. */
static void check_places(struct program_dynamic *dynamic)
{
    size_t kept = 0;

    for (size_t i = 0; i < dynamic->needed_count; i++) {
        if (dynamic->needed[i] < dynamic->size) {
            dynamic->needed[kept++] = dynamic->needed[i];
        }
    }
    dynamic->needed_count = kept;
    if (dynamic->rpath >= dynamic->size) {
        dynamic->rpath = 0;
    }
    if (dynamic->runpath >= dynamic->size) {
        dynamic->runpath = 0;
    }
}

static int read_names(int fd, const struct section *section)
{
    struct program_dynamic *dynamic = section->dynamic;
    int result;

    dynamic->size = (size_t) section->size;
    dynamic->names = malloc(dynamic->size + 1);
    if (dynamic->names == NULL) {
        return -ENOMEM;
    }
    dynamic->names[dynamic->size] = '\0';
    result = program_elf_read_at(fd, dynamic->names, dynamic->size, section->names);
    if (result == 0) {
        check_places(dynamic);
    }
    return result;
}

/* Finds the section with the symbols. Returns 0 or -ENOEXEC. */
static int find_symbols(int fd, const ElfW(Ehdr) * header, ElfW(Shdr) * symbols)
{
    if (header->e_shentsize < sizeof(*symbols) || header->e_shoff > INT64_MAX / 2) {
        return -ENOEXEC;
    }
    for (unsigned int i = 0; i < header->e_shnum && i < SECTIONS_MAX; i++) {
        if (program_elf_read_at(fd, symbols, sizeof(*symbols),
                                header->e_shoff + (uint64_t) i * header->e_shentsize) < 0) {
            return -ENOEXEC;
        }
        if (symbols->sh_type == SHT_DYNSYM) {
            return symbols->sh_size / sizeof(ElfW(Sym)) <= SYMBOLS_MAX ? 0 : -ENOEXEC;
        }
    }
    return -ENOEXEC;
}

/* Without the table, or with a damaged one, imports stay unknown: the program runs all the same. */
static int read_imports(int fd, const ElfW(Ehdr) * header, struct program_dynamic *dynamic)
{
    ElfW(Shdr) section;
    ElfW(Sym) * symbols;
    size_t count;

    if (find_symbols(fd, header, &section) < 0) {
        return 0;
    }
    count = (size_t) section.sh_size / sizeof(*symbols);
    symbols = malloc(count * sizeof(*symbols) + 1);
    dynamic->imports = malloc(count * sizeof(*dynamic->imports) + 1);
    if (symbols == NULL || dynamic->imports == NULL) {
        free(symbols);
        return -ENOMEM;
    }
    if (program_elf_read_at(fd, symbols, count * sizeof(*symbols), section.sh_offset) < 0) {
        free(dynamic->imports);
        dynamic->imports = NULL;
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (symbols[i].st_shndx == SHN_UNDEF && symbols[i].st_name != 0 &&
            symbols[i].st_name < dynamic->size) {
            dynamic->imports[dynamic->import_count++] = symbols[i].st_name;
        }
    }
    free(symbols);
    return 0;
}

int program_dynamic_read(int fd, bool wants_imports, struct program_dynamic *dynamic)
{
    struct section section = {.dynamic = dynamic};
    struct program_elf elf;
    ElfW(Ehdr) header;
    int result = program_elf_read(fd, &elf);

    memset(dynamic, 0, sizeof(*dynamic));
    if (result == 0) {
        result = elf.native ? program_elf_read_at(fd, &header, sizeof(header), 0) : -ENOEXEC;
    }
    if (result == 0) {
        result = find_section(fd, &header, &section);
    }
    if (result == 0) {
        result = read_names(fd, &section);
    }
    if (result == 0 && wants_imports) {
        result = read_imports(fd, &header, dynamic);
    }
    if (result < 0) {
        program_dynamic_free(dynamic);
    }
    return result;
}

void program_dynamic_free(struct program_dynamic *dynamic)
{
    free(dynamic->names);
    free(dynamic->imports);
    memset(dynamic, 0, sizeof(*dynamic));
}
