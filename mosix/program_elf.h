/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the header of an ELF file tells about a program. Libc only; trusts nothing in the file.
 */
#ifndef PROGRAM_ELF_H
#define PROGRAM_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * native: class, byte order and machine are those of this program's own node; when false, the rest
 * is not known.
 *
 * library: a shared library. The loader can load it at any address, and it is not marked as a
 * program of that kind, which the loader of glibc refuses to preload.
 *
 * whole: the file has all that its segments take from it; a process that uses a file which was cut
 * off ends with SIGBUS.
 *
 * interpreter: names a loader, so that libraries can be preloaded into it.
 *
 * immovable: linked to 0x400000, with its code in a segment of its own: MOSIX 4.4.3 never moves
 * such a program to another node [real].
 */
struct program_elf {
    bool native;
    bool library;
    bool whole;
    bool interpreter;
    bool immovable;
};

/*
 * Reads the headers of an open file, whose position stays. Returns 0, -ENOEXEC when it is no
 * program or library in ELF or its headers are damaged, or another -errno.
 */
int program_elf_read(int fd, struct program_elf *elf);

/* Reads exactly size bytes from offset. Returns 0, -ENOEXEC for a file that ends before, which is
 * damaged, or another -errno. */
int program_elf_read_at(int fd, void *buffer, size_t size, uint64_t offset);

#endif
