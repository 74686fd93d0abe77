/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a program or library in ELF tells the loader: the libraries that it needs, where they are
 * looked for, and the symbols that it takes from them. Libc only; trusts nothing in the file.
 */
#ifndef PROGRAM_DYNAMIC_H
#define PROGRAM_DYNAMIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Far more than linkers make. */
#define PROGRAM_NEEDED_MAX 256

/*
 * names    the table of names, size bytes and one NUL after them; the other fields are places in it
 * needed   names of libraries
 * rpath, runpath   directories with colons between; 0 when there are none
 * imports  symbols that the file uses and does not define; NULL when the file has lost its table of
 *          sections, which tells how many there are
 */
struct program_dynamic {
    char *names;
    size_t size;
    size_t needed[PROGRAM_NEEDED_MAX];
    size_t needed_count;
    size_t rpath;
    size_t runpath;
    size_t *imports;
    size_t import_count;
};

/*
 * Reads that of an open file, whose position stays; imports only if wanted. Returns 0; -ENOEXEC for
 * a file that is not linked dynamically, is for another processor or is damaged; or another -errno.
 * program_dynamic_free() is to be called after success.
 */
int program_dynamic_read(int fd, bool wants_imports, struct program_dynamic *dynamic);

void program_dynamic_free(struct program_dynamic *dynamic);

#endif
