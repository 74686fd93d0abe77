/* SPDX-License-Identifier: BSD-3-Clause */
/* See made_up_root.h. */
#include "test_main.h"

#include "made_up_root.h"

#include <elf.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void write_file(const char *root, const char *name, const void *data, size_t size,
                       mode_t mode)
{
    char path[2 * PATH_MAX];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", root, name);
    for (char *slash = path + strlen(root) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        (void) mkdir(path, 0755);
        *slash = '/';
    }
    file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

void made_up_file(const char *root, const char *name, const char *text, mode_t mode)
{
    write_file(root, name, text, strlen(text), mode);
}

void made_up_library(const char *root, const char *name, unsigned short machine, size_t size)
{
    const struct {
        Elf64_Ehdr header;
        Elf64_Phdr segment;
    } library = {
        .header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB},
                   .e_type = ET_DYN,
                   .e_machine = machine,
                   .e_phoff = sizeof(Elf64_Ehdr),
                   .e_phentsize = sizeof(Elf64_Phdr),
                   .e_phnum = 1},
        .segment = {.p_type = PT_LOAD, .p_filesz = size},
    };

    write_file(root, name, &library, sizeof(library), 0644);
}
