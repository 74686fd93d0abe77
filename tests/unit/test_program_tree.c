/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program and its libraries: those of this program, a made-up one that needs what is not there or
 * beside it, and lists of the loader that are damaged.
 */
#include "test_main.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loader_cache.h"
#include "program_tree.h"

static char directory[] = "test_program_tree.XXXXXX";
static char program[64];
static char library[64];
static char cache[64];

/* One segment that is loaded, with the dynamic section, the names and a section of symbols in it.
 */
struct image {
    ElfW(Ehdr) header;
    ElfW(Phdr) segments[2];
    ElfW(Dyn) dynamic[6];
    ElfW(Shdr) section;
    ElfW(Sym) symbols[3];
    char names[64];
};

/* Places in names. */
#define NEEDED 1
#define SYMBOL 14
#define RPATH 21

static struct image make_image(const char *rpath)
{
    struct image image = {
        .segments = {{.p_type = PT_LOAD, .p_vaddr = 0x1000, .p_filesz = sizeof(image)},
                     {.p_type = PT_DYNAMIC,
                      .p_offset = offsetof(struct image, dynamic),
                      .p_filesz = sizeof(image.dynamic)}},
        .dynamic = {{.d_tag = DT_STRTAB, .d_un.d_ptr = 0x1000 + offsetof(struct image, names)},
                    {.d_tag = DT_STRSZ, .d_un.d_val = sizeof(image.names)},
                    {.d_tag = DT_NEEDED, .d_un.d_val = NEEDED},
                    {.d_tag = DT_NEEDED, .d_un.d_val = 4000},
                    {.d_tag = rpath != NULL ? DT_RUNPATH : DT_DEBUG, .d_un.d_val = RPATH},
                    {.d_tag = DT_NULL}},
        .section = {.sh_type = SHT_DYNSYM,
                    .sh_offset = offsetof(struct image, symbols),
                    .sh_size = sizeof(image.symbols)},
        .symbols = {{.st_name = 0},
                    {.st_name = SYMBOL, .st_shndx = SHN_UNDEF},
                    {.st_name = NEEDED, .st_shndx = 1}},
        .names = "\0libtree.so.7\0shmget",
    };
    int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

    assert_int_equal(read(fd, &image.header, sizeof(image.header)), sizeof(image.header));
    (void) close(fd);
    image.header.e_type = ET_DYN;
    image.header.e_phoff = offsetof(struct image, segments);
    image.header.e_phentsize = sizeof(ElfW(Phdr));
    image.header.e_phnum = 2;
    image.header.e_shoff = offsetof(struct image, section);
    image.header.e_shentsize = sizeof(ElfW(Shdr));
    image.header.e_shnum = 1;
    if (rpath != NULL) {
        strcpy(image.names + RPATH, rpath);
    }
    return image;
}

static void put_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static struct program_tree read_tree(const char *path, const char *library_path)
{
    const struct program_search search = {
        .library_path = library_path, .cache = cache, .directories = "/no/such/directory"};
    struct program_tree tree;

    assert_int_equal(program_tree_read(path, &search, &tree), 0);
    return tree;
}

static void test_this_program(void **state)
{
    const struct program_search search = {.cache = LOADER_CACHE_FILE,
                                          .directories = "/lib:/usr/lib"};
    struct program_tree tree;
    bool has_libc = false;

    (void) state;
    assert_int_equal(program_tree_read("/proc/self/exe", &search, &tree), 0);
    assert_true(program_node_imports(&tree.nodes[0], "rmdir"));
    assert_false(program_node_imports(&tree.nodes[0], "main"));
    assert_false(program_node_imports(&tree.nodes[0], "rmdi"));
    for (size_t i = 1; i < tree.count; i++) {
        if (strcmp(tree.nodes[i].name, "libc.so.6") == 0) {
            has_libc = tree.nodes[i].path != NULL;
        }
    }
    assert_true(has_libc);
    program_tree_free(&tree);
}

static void test_no_program(void **state)
{
    const struct program_search search = {.cache = cache, .directories = "/lib"};
    struct program_tree tree;

    (void) state;
    assert_int_equal(program_tree_read("/etc/passwd", &search, &tree), -ENOEXEC);
    assert_int_equal(program_tree_read("/no/such/program", &search, &tree), -ENOENT);
}

static void test_missing_library(void **state)
{
    struct image image = make_image(NULL);
    struct program_tree tree;

    (void) state;
    put_file(program, &image, sizeof(image));
    tree = read_tree(program, NULL);
    assert_int_equal(tree.count, 2);
    assert_string_equal(tree.nodes[1].name, "libtree.so.7");
    assert_null(tree.nodes[1].path);
    assert_true(program_node_imports(&tree.nodes[0], "shmget"));
    assert_int_equal(tree.nodes[0].dynamic.import_count, 1);
    program_tree_free(&tree);
}

static void test_places(void **state)
{
    struct image image = make_image("$ORIGIN");
    struct image other = make_image("/no/such:$LIB");
    struct program_tree tree;

    (void) state;
    /* The library needs itself, which is no reason to look again. */
    put_file(library, &image, sizeof(image));
    put_file(program, &image, sizeof(image));
    tree = read_tree(program, NULL);
    assert_int_equal(tree.count, 2);
    assert_string_equal(tree.nodes[1].path, library);
    program_tree_free(&tree);
    put_file(program, &other, sizeof(other));
    tree = read_tree(program, NULL);
    assert_null(tree.nodes[1].path);
    program_tree_free(&tree);
    tree = read_tree(program, directory);
    assert_string_equal(tree.nodes[1].path, library);
    program_tree_free(&tree);
    /* One for another processor is passed over. */
    image.header.e_ident[EI_CLASS] ^= 3;
    put_file(library, &image, sizeof(image));
    tree = read_tree(program, directory);
    assert_null(tree.nodes[1].path);
    program_tree_free(&tree);
    assert_int_equal(unlink(library), 0);
}

static void test_lost_sections(void **state)
{
    struct image image = make_image(NULL);
    struct program_tree tree;

    (void) state;
    image.header.e_shnum = 0;
    put_file(program, &image, sizeof(image));
    tree = read_tree(program, NULL);
    assert_null(tree.nodes[0].dynamic.imports);
    program_tree_free(&tree);
    image.header.e_shnum = 1;
    image.section.sh_offset = UINT64_MAX;
    put_file(program, &image, sizeof(image));
    tree = read_tree(program, NULL);
    assert_null(tree.nodes[0].dynamic.imports);
    program_tree_free(&tree);
}

/* The loader's list with one entry, of library. */
struct list {
    char magic[20];
    uint32_t count;
    char head[24];
    uint32_t entry[6];
    char strings[96];
};

static struct list make_list(void)
{
    struct list list = {.magic = "glibc-ld.so.cache1.", .count = 1, .entry = {0, 72, 85, 0, 0, 0}};

    list.magic[19] = '1';
    strcpy(list.strings, "libtree.so.7");
    strcpy(list.strings + 13, library);
    return list;
}

static void test_list(void **state)
{
    struct list list = make_list();
    struct image image = make_image(NULL);
    struct program_tree tree;

    (void) state;
    put_file(program, &image, sizeof(image));
    put_file(library, &image, sizeof(image));
    put_file(cache, &list, sizeof(list));
    tree = read_tree(program, NULL);
    assert_string_equal(tree.nodes[1].path, library);
    program_tree_free(&tree);
    assert_int_equal(unlink(library), 0);
    assert_int_equal(unlink(cache), 0);
}

static int read_list(const struct list *list, size_t size)
{
    struct loader_cache read;
    size_t place = 0;
    int result;

    put_file(cache, list, size);
    result = loader_cache_read(cache, &read);
    if (result == 0) {
        result = loader_cache_next(&read, "libtree.so.7", &place) != NULL;
        loader_cache_free(&read);
    }
    assert_int_equal(unlink(cache), 0);
    return result;
}

static void test_damaged_list(void **state)
{
    struct list list = make_list();

    (void) state;
    assert_int_equal(read_list(&list, sizeof(list)), 1);
    assert_int_equal(read_list(&list, 0), -ENOEXEC);
    assert_int_equal(read_list(&list, 40), -ENOEXEC);
    assert_int_equal(read_list(&list, 60), -ENOEXEC);
    list.count = UINT32_MAX;
    assert_int_equal(read_list(&list, sizeof(list)), -ENOEXEC);
    list.count = 1;
    list.entry[1] = UINT32_MAX;
    assert_int_equal(read_list(&list, sizeof(list)), 0);
    list.magic[0] = 'x';
    assert_int_equal(read_list(&list, sizeof(list)), -ENOEXEC);
}

static int set_up(void **state)
{
    (void) state;
    if (mkdtemp(directory) == NULL) {
        return -1;
    }
    snprintf(program, sizeof(program), "%s/program", directory);
    snprintf(library, sizeof(library), "%s/libtree.so.7", directory);
    snprintf(cache, sizeof(cache), "%s/cache", directory);
    return 0;
}

static int clean_up(void **state)
{
    (void) state;
    (void) unlink(program);
    (void) unlink(library);
    (void) unlink(cache);
    return rmdir(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_this_program),    cmocka_unit_test(test_no_program),
        cmocka_unit_test(test_missing_library), cmocka_unit_test(test_places),
        cmocka_unit_test(test_lost_sections),   cmocka_unit_test(test_list),
        cmocka_unit_test(test_damaged_list),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, clean_up);
}
