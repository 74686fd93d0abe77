/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: the headers of a program that the launcher looks at. Whatever the file holds, the
 * result is one of the documented ones, and a file that is not a program of this node tells nothing
 * else.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "program_dynamic.h"
#include "program_elf.h"
#include "program_names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int condition)
{
    if (!condition) {
        abort();
    }
}

/* All places are in the table of names. */
static void check_places(const struct program_dynamic *dynamic)
{
    for (size_t i = 0; i < dynamic->needed_count; i++) {
        expect(dynamic->needed[i] < dynamic->size);
    }
    for (size_t i = 0; i < dynamic->import_count; i++) {
        expect(dynamic->imports[i] < dynamic->size);
    }
    expect(dynamic->rpath < dynamic->size && dynamic->runpath < dynamic->size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"libc.so", "__asan_init"};
    struct program_dynamic dynamic;
    struct program_elf elf;
    int fd = memfd_create("program", MFD_CLOEXEC);
    int result;

    if (fd < 0) {
        return 0;
    }
    if (write(fd, data, size) == (ssize_t) size) {
        result = program_elf_read(fd, &elf);
        expect(result == 0 || result == -ENOEXEC);
        if (result == 0 && !elf.native) {
            expect(!elf.library && !elf.whole && !elf.interpreter && !elf.immovable);
        }
        if (result == 0) {
            expect(!elf.immovable || !elf.library);
        }
        result = program_names_find(fd, names, 2);
        expect(result == -ENOENT || result == -ENOEXEC || result == 0 || result == 1);
        if (program_dynamic_read(fd, true, &dynamic) == 0) {
            check_places(&dynamic);
            program_dynamic_free(&dynamic);
        }
    }
    (void) close(fd);
    return 0;
}
