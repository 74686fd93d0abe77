/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading ELF; see program_elf.h.
 */
#include "program_elf.h"

#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#if __ELF_NATIVE_CLASS == 64
#define OWN_CLASS ELFCLASS64
#else
#define OWN_CLASS ELFCLASS32
#endif

#if __BYTE_ORDER == __LITTLE_ENDIAN
#define OWN_DATA ELFDATA2LSB
#else
#define OWN_DATA ELFDATA2MSB
#endif

/* MOSIX 4 is for x86-64 only [doc4]; elsewhere the class and the byte order must suffice. */
#ifdef __x86_64__
#define OWN_MACHINE EM_X86_64
#else
#define OWN_MACHINE EM_NONE
#endif

/* Where ld puts a program that cannot be loaded anywhere else. */
#define FIXED_ADDRESS 0x400000u

/* Linkers make about ten. */
#define SEGMENTS_MAX 256

/* Linkers make about thirty. */
#define DYNAMIC_MAX 4096

/* Old C libraries do not name it. */
#ifndef DF_1_PIE
#define DF_1_PIE 0x08000000
#endif

int program_elf_read_at(int fd, void *buffer, size_t size, uint64_t offset)
{
    ssize_t got;

    if (offset > INT64_MAX - size) {
        return -ENOEXEC;
    }
    do {
        got = pread(fd, buffer, size, (off_t) offset);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return errno == EINVAL ? -ENOEXEC : -errno;
    }
    return (size_t) got == size ? 0 : -ENOEXEC;
}

static bool is_native(const ElfW(Ehdr) * header)
{
    return header->e_ident[EI_CLASS] == OWN_CLASS && header->e_ident[EI_DATA] == OWN_DATA &&
           (OWN_MACHINE == EM_NONE || header->e_machine == OWN_MACHINE);
}

/* Whether the dynamic section marks a program; a damaged one marks nothing. */
static bool is_marked_program(int fd, const ElfW(Phdr) * dynamic)
{
    for (unsigned int i = 0; i < DYNAMIC_MAX; i++) {
        ElfW(Dyn) entry;
        uint64_t at = (uint64_t) i * sizeof(entry);

        if (at + sizeof(entry) > dynamic->p_filesz || dynamic->p_offset > INT64_MAX / 2 ||
            program_elf_read_at(fd, &entry, sizeof(entry), dynamic->p_offset + at) < 0 ||
            entry.d_tag == DT_NULL) {
            return false;
        }
        if (entry.d_tag == DT_FLAGS_1) {
            return (entry.d_un.d_val & DF_1_PIE) != 0;
        }
    }
    return false;
}

/* What one segment tells. */
static void judge_segment(int fd, const ElfW(Phdr) * segment, uint64_t file_size,
                          struct program_elf *elf)
{
    switch (segment->p_type) {
    case PT_INTERP:
        elf->interpreter = true;
        break;
    case PT_LOAD:
        elf->whole = elf->whole && segment->p_offset <= file_size &&
                     segment->p_filesz <= file_size - segment->p_offset;
        break;
    case PT_DYNAMIC:
        elf->library = elf->library && !is_marked_program(fd, segment);
        break;
    default:
        break;
    }
}

static int read_segments(int fd, const ElfW(Ehdr) * header, struct program_elf *elf)
{
    ElfW(Addr) lowest = (ElfW(Addr)) - 1;
    bool lowest_has_code = true;
    struct stat status;

    if (header->e_phentsize < sizeof(ElfW(Phdr)) || header->e_phnum == 0 ||
        header->e_phnum > SEGMENTS_MAX || header->e_phoff > INT64_MAX / 2) {
        return -ENOEXEC;
    }
    if (fstat(fd, &status) != 0) {
        return -errno;
    }
    elf->whole = true;
    for (unsigned int i = 0; i < header->e_phnum; i++) {
        ElfW(Phdr) segment;
        int result = program_elf_read_at(fd, &segment, sizeof(segment),
                                         header->e_phoff + (uint64_t) i * header->e_phentsize);

        if (result < 0) {
            return result;
        }
        judge_segment(fd, &segment, (uint64_t) status.st_size, elf);
        if (segment.p_type == PT_LOAD && segment.p_vaddr < lowest) {
            lowest = segment.p_vaddr;
            lowest_has_code = (segment.p_flags & PF_X) != 0;
        }
    }
    elf->immovable = header->e_type == ET_EXEC && lowest == FIXED_ADDRESS && !lowest_has_code;
    return 0;
}

int program_elf_read(int fd, struct program_elf *elf)
{
    ElfW(Ehdr) header;
    int result;

    memset(elf, 0, sizeof(*elf));
    memset(&header, 0, sizeof(header));
    /* A file of another class may be shorter than our header: the first bytes judge that. */
    result = program_elf_read_at(fd, header.e_ident, sizeof(header.e_ident), 0);
    if (result < 0) {
        return result;
    }
    if (memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
        return -ENOEXEC;
    }
    if (header.e_ident[EI_CLASS] == OWN_CLASS) {
        result = program_elf_read_at(fd, &header, sizeof(header), 0);
        if (result < 0) {
            return result;
        }
    }
    elf->native = is_native(&header);
    if (!elf->native) {
        return 0;
    }
    if (header.e_type != ET_EXEC && header.e_type != ET_DYN) {
        return -ENOEXEC;
    }
    elf->library = header.e_type == ET_DYN;
    return read_segments(fd, &header, elf);
}
