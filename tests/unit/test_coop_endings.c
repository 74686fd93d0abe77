/* SPDX-License-Identifier: BSD-3-Clause */
/* What is called when a coroutine ends. */
#include "test_main.h"

#include <dlfcn.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>

#include "coop_endings.h"

static struct coop_ending *endings;
static char story[16];
static size_t length;

static void tell(void *letter)
{
    story[length++] = *(char *) letter;
}

static void add_another(void *letter)
{
    tell(letter);
    assert_int_equal(coop_endings_add(&endings, tell, "x", NULL), 0);
}

static int reset(void **state)
{
    (void) state;
    coop_endings_free(&endings);
    memset(story, 0, sizeof(story));
    length = 0;
    return 0;
}

static void test_newest_first(void **state)
{
    (void) state;
    assert_int_equal(coop_endings_add(&endings, tell, "a", NULL), 0);
    assert_int_equal(coop_endings_add(&endings, add_another, "b", story), 0);
    assert_int_equal(coop_endings_add(&endings, tell, "c", NULL), 0);
    coop_endings_run(&endings);
    assert_string_equal(story, "cbxa");
    assert_null(endings);
    coop_endings_run(&endings);
    assert_string_equal(story, "cbxa");
}

static void test_forgotten(void **state)
{
    (void) state;
    assert_int_equal(coop_endings_add(&endings, tell, "a", NULL), 0);
    coop_endings_free(&endings);
    assert_null(endings);
    assert_string_equal(story, "");
}

static bool is_loaded(const char *name)
{
    void *library = dlopen(name, RTLD_LAZY | RTLD_NOLOAD);

    return library != NULL && dlclose(library) == 0;
}

/* A library stays until its object has ended. */
static void test_library(void **state)
{
    static const char name[] = "libutil.so.1";
    void *library = dlopen(name, RTLD_LAZY);
    struct link_map *map;

    (void) state;
    if (library == NULL || dlinfo(library, RTLD_DI_LINKMAP, (void *) &map) != 0) {
        skip();
    }
    assert_int_equal(coop_endings_add(&endings, tell, "a", map->l_ld), 0);
    dlclose(library);
    assert_true(is_loaded(name));
    coop_endings_run(&endings);
    assert_string_equal(story, "a");
    assert_false(is_loaded(name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_newest_first, reset, reset),
        cmocka_unit_test_setup_teardown(test_forgotten, reset, reset),
        cmocka_unit_test_setup_teardown(test_library, reset, reset),
    };

    return RUN_TESTS(tests);
}
