/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading ELF headers that were made here, and damaged ones.
 */
#include "test_main.h"

#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "program_elf.h"

#ifndef __x86_64__
#define OWN_MACHINE EM_NONE
#else
#define OWN_MACHINE EM_X86_64
#endif

#define SEGMENTS 5
#define ENTRIES 3

struct image {
    Elf64_Ehdr header;
    Elf64_Phdr segments[SEGMENTS];
    Elf64_Dyn dynamic[ENTRIES];
};

/* A program as gcc makes them; the tests change it. */
static struct image dynamic_program(void)
{
    struct image image = {
        .header =
            {
                .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
                            __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB},
                .e_type = ET_DYN,
                .e_machine = OWN_MACHINE,
                .e_phoff = offsetof(struct image, segments),
                .e_phentsize = sizeof(Elf64_Phdr),
                .e_phnum = SEGMENTS,
            },
        .segments = {{.p_type = PT_PHDR},
                     {.p_type = PT_INTERP},
                     {.p_type = PT_LOAD, .p_flags = PF_R},
                     {.p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_vaddr = 0x1000},
                     {.p_type = PT_DYNAMIC,
                      .p_offset = offsetof(struct image, dynamic),
                      .p_filesz = sizeof(image.dynamic)}},
        .dynamic = {{.d_tag = DT_NEEDED}, {.d_tag = DT_FLAGS_1}, {.d_tag = DT_NULL}},
    };

    return image;
}

static int read_bytes(const void *bytes, size_t size, struct program_elf *elf)
{
    int fd = memfd_create("image", MFD_CLOEXEC);
    int result;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), size);
    result = program_elf_read(fd, elf);
    assert_int_equal(lseek(fd, 0, SEEK_CUR), size);
    close(fd);
    return result;
}

static struct program_elf read_image(const struct image *image)
{
    struct program_elf elf;

    assert_int_equal(read_bytes(image, sizeof(*image), &elf), 0);
    return elf;
}

static void test_kinds(void **state)
{
    struct image image = dynamic_program();
    struct program_elf elf = read_image(&image);

    (void) state;
    assert_true(elf.native && elf.library && elf.interpreter && !elf.immovable);
    image.segments[1].p_type = PT_NOTE;
    elf = read_image(&image);
    assert_true(elf.native && elf.library && !elf.interpreter);
    image.header.e_type = ET_EXEC;
    elf = read_image(&image);
    assert_true(elf.native && !elf.library && !elf.interpreter);
}

/* Programs that can be loaded anywhere are marked; damage marks nothing. */
static void test_programs_are_no_libraries(void **state)
{
    struct image image = dynamic_program();
    Elf64_Phdr *dynamic = &image.segments[4];

    (void) state;
    image.dynamic[1].d_un.d_val = DF_1_PIE | DF_1_NOW;
    assert_false(read_image(&image).library);
    dynamic->p_filesz = sizeof(image.dynamic[0]);
    assert_true(read_image(&image).library);
    dynamic->p_filesz = UINT64_MAX;
    assert_false(read_image(&image).library);
    dynamic->p_offset = UINT64_MAX;
    assert_true(read_image(&image).library);
    dynamic->p_offset = sizeof(image);
    assert_true(read_image(&image).library);
    dynamic->p_offset = offsetof(struct image, dynamic);
    image.dynamic[0].d_tag = DT_NULL;
    assert_true(read_image(&image).library);
}

static void test_files_that_were_cut_off(void **state)
{
    struct image image = dynamic_program();
    Elf64_Phdr *code = &image.segments[3];

    (void) state;
    assert_true(read_image(&image).whole);
    code->p_offset = 8;
    code->p_filesz = sizeof(image) - 8;
    assert_true(read_image(&image).whole);
    code->p_filesz++;
    assert_false(read_image(&image).whole);
    code->p_filesz = UINT64_MAX;
    assert_false(read_image(&image).whole);
    code->p_offset = UINT64_MAX;
    code->p_filesz = 0;
    assert_false(read_image(&image).whole);
    code->p_type = PT_NOTE;
    assert_true(read_image(&image).whole);
}

static void test_immovable(void **state)
{
    struct image image = dynamic_program();

    (void) state;
    image.header.e_type = ET_EXEC;
    image.segments[2].p_vaddr = 0x400000;
    image.segments[3].p_vaddr = 0x401000;
    assert_true(read_image(&image).immovable);
    image.segments[2].p_flags |= PF_X;
    assert_false(read_image(&image).immovable);
    image.segments[2].p_flags = PF_R;
    image.segments[2].p_vaddr = 0x10000000;
    image.segments[3].p_vaddr = 0x10001000;
    assert_false(read_image(&image).immovable);
    image = dynamic_program();
    image.segments[2].p_vaddr = 0x400000;
    image.segments[3].p_vaddr = 0x401000;
    assert_false(read_image(&image).immovable);
}

static void test_other_architectures(void **state)
{
    struct image image = dynamic_program();
    struct program_elf elf;

    (void) state;
#ifdef __x86_64__
    image.header.e_machine = EM_AARCH64;
    assert_false(read_image(&image).native);
#endif
    image = dynamic_program();
    image.header.e_ident[EI_CLASS] = ELFCLASS32;
    assert_false(read_image(&image).native);
    /* A whole file of 32 bits may be shorter than our header. */
    assert_int_equal(read_bytes(&image, EI_NIDENT, &elf), 0);
    assert_false(elf.native);
    image = dynamic_program();
    image.header.e_ident[EI_DATA] ^= ELFDATA2LSB ^ ELFDATA2MSB;
    assert_false(read_image(&image).native);
}

static void test_damage(void **state)
{
    struct image good = dynamic_program();
    struct image image;
    struct program_elf elf;

    (void) state;
    for (size_t size = 0; size < offsetof(struct image, dynamic); size++) {
        assert_int_equal(read_bytes(&good, size, &elf), -ENOEXEC);
    }
    assert_int_equal(read_bytes("#!/bin/sh\necho a script\n", 25, &elf), -ENOEXEC);
    image = good;
    image.header.e_type = ET_REL;
    assert_int_equal(read_bytes(&image, sizeof(image), &elf), -ENOEXEC);
    image = good;
    image.header.e_phentsize = 8;
    assert_int_equal(read_bytes(&image, sizeof(image), &elf), -ENOEXEC);
    image = good;
    image.header.e_phnum = 0;
    assert_int_equal(read_bytes(&image, sizeof(image), &elf), -ENOEXEC);
    image.header.e_phnum = PN_XNUM;
    assert_int_equal(read_bytes(&image, sizeof(image), &elf), -ENOEXEC);
    image.header.e_phnum = SEGMENTS + 1;
    assert_int_equal(read_bytes(&image, offsetof(struct image, dynamic), &elf), -ENOEXEC);
    image = good;
    for (int shift = 7; shift < 64; shift++) {
        image.header.e_phoff = UINT64_C(1) << shift | 1;
        if (image.header.e_phoff > sizeof(image) - sizeof(image.segments)) {
            assert_int_equal(read_bytes(&image, sizeof(image), &elf), -ENOEXEC);
        }
    }
    image.header.e_phoff = UINT64_MAX;
    assert_int_equal(read_bytes(&image, sizeof(image), &elf), -ENOEXEC);
}

static void test_no_descriptor(void **state)
{
    struct program_elf elf;
    int ends[2];

    (void) state;
    assert_int_equal(program_elf_read(-1, &elf), -EBADF);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(program_elf_read(ends[0], &elf), -ESPIPE);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_programs_are_no_libraries),
        cmocka_unit_test(test_files_that_were_cut_off),
        cmocka_unit_test(test_immovable),
        cmocka_unit_test(test_other_architectures),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_no_descriptor),
    };

    return RUN_TESTS(tests);
}
