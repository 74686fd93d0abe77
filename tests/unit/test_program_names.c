/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Names that programs give to the loader: those of this program, and damaged copies of it.
 */
#include "test_main.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "program_names.h"

static int find_in_file(const char *path, const char *name)
{
    const char *const names[] = {"no_such_name", name};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int result;

    assert_true(fd >= 0);
    result = program_names_find(fd, names, 2);
    (void) close(fd);
    return result;
}

static int find_in_bytes(const void *bytes, size_t size, const char *name)
{
    const char *const names[] = {name};
    int fd = memfd_create("image", MFD_CLOEXEC);
    int result;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), size);
    result = program_names_find(fd, names, 1);
    (void) close(fd);
    return result;
}

static void test_own_names(void **state)
{
    (void) state;
    assert_int_equal(find_in_file("/proc/self/exe", "libc.so"), 1);
    assert_int_equal(find_in_file("/proc/self/exe", "libc.so.6"), 1);
    assert_int_equal(find_in_file("/proc/self/exe", "memfd_create"), 1);
    assert_int_equal(find_in_file("/proc/self/exe", "memfd_creat"), -ENOENT);
    assert_int_equal(find_in_file("/proc/self/exe", "emfd_create"), -ENOENT);
}

static void test_no_program(void **state)
{
    (void) state;
    assert_int_equal(find_in_file("/etc/passwd", "root"), -ENOEXEC);
    assert_int_equal(find_in_bytes("", 0, "x"), -ENOEXEC);
    assert_int_equal(find_in_bytes(ELFMAG, SELFMAG, "x"), -ENOEXEC);
}

/* One segment that is loaded, with the dynamic section and the names in it. */
struct image {
    ElfW(Ehdr) header;
    ElfW(Phdr) segments[2];
    ElfW(Dyn) dynamic[3];
    char names[16];
};

static struct image small_program(void)
{
    struct image image = {
        .segments = {{.p_type = PT_LOAD, .p_vaddr = 0x1000, .p_filesz = sizeof(image)},
                     {.p_type = PT_DYNAMIC,
                      .p_offset = offsetof(struct image, dynamic),
                      .p_filesz = sizeof(image.dynamic)}},
        .dynamic = {{.d_tag = DT_STRTAB, .d_un.d_ptr = 0x1000 + offsetof(struct image, names)},
                    {.d_tag = DT_STRSZ, .d_un.d_val = sizeof(image.names)},
                    {.d_tag = DT_NULL}},
        .names = "\0one\0libx.so.7",
    };
    int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

    assert_int_equal(read(fd, &image.header, sizeof(image.header)), sizeof(image.header));
    (void) close(fd);
    image.header.e_phoff = offsetof(struct image, segments);
    image.header.e_phnum = 2;
    return image;
}

static int find(const struct image *image, const char *name)
{
    return find_in_bytes(image, sizeof(*image), name);
}

static void test_damaged(void **state)
{
    struct image image = small_program();

    (void) state;
    assert_int_equal(find(&image, "one"), 0);
    assert_int_equal(find(&image, "libx.so"), 0);
    assert_int_equal(find(&image, "libx"), 0);
    assert_int_equal(find(&image, "lib"), -ENOENT);
    image.dynamic[1].d_un.d_val = sizeof(image.names) + 1;
    assert_int_equal(find(&image, "one"), -ENOEXEC);
    image.dynamic[1].d_un.d_val = 0;
    assert_int_equal(find(&image, "one"), -ENOEXEC);
    image.dynamic[1].d_un.d_val = UINT64_MAX;
    assert_int_equal(find(&image, "one"), -ENOEXEC);
    image = small_program();
    image.dynamic[0].d_un.d_ptr = 0xfff;
    assert_int_equal(find(&image, "one"), -ENOEXEC);
    image = small_program();
    image.segments[1].p_offset = INT64_MAX;
    assert_int_equal(find(&image, "one"), -ENOEXEC);
    image = small_program();
    image.segments[0].p_offset = INT64_MAX;
    assert_int_equal(find(&image, "one"), -ENOEXEC);
    image = small_program();
    image.segments[1].p_type = PT_NOTE;
    assert_int_equal(find(&image, "one"), -ENOEXEC);
    image = small_program();
    image.dynamic[2].d_tag = DT_DEBUG;
    assert_int_equal(find(&image, "one"), -ENOEXEC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_names),
        cmocka_unit_test(test_no_program),
        cmocka_unit_test(test_damaged),
    };

    return RUN_TESTS(tests);
}
