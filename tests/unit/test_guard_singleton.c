/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the environment of a singleton gets. Which libraries this process has is replaced.
 */
#include "test_main.h"

#include <errno.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

#include "guard_singleton.h"
#include "mosix_program.h"

int __wrap_dl_iterate_phdr(int (*visit)(struct dl_phdr_info *, size_t, void *), void *data);
int __wrap_mosix_program_find(const char *name, const char *search_path, char found[PATH_MAX]);

static const char *library;
static const char *program;

int __wrap_dl_iterate_phdr(int (*visit)(struct dl_phdr_info *, size_t, void *), void *data)
{
    struct dl_phdr_info info = {.dlpi_name = library};

    return visit(&info, sizeof(info), data);
}

int __wrap_mosix_program_find(const char *name, const char *search_path, char found[PATH_MAX])
{
    (void) found;
    assert_string_equal(search_path, "/x");
    return strcmp(name, program) == 0 ? 0 : -ENOENT;
}

static int start(void **state)
{
    (void) state;
    for (const char *const *name =
             (const char *const[]){"PMIX_NAMESPACE", "PMI_RANK", "PMI_FD", "OMPI_COMM_WORLD_RANK",
                                   "PMIX_MCA_gds", "MOSIX_BTL_NEIGHBOURS", NULL};
         *name != NULL; name++) {
        unsetenv(*name);
    }
    library = "/usr/lib/libmpi.so.40";
    program = "mosrun";
    return 0;
}

static void test_adapts(void **state)
{
    (void) state;
    assert_true(guard_singleton_adapt("/x"));
    assert_string_equal(getenv("PMIX_MCA_gds"), "hash");
    assert_string_equal(getenv("MOSIX_BTL_NEIGHBOURS"), "1");
    start(NULL);
    program = "mosenv";
    setenv("PMIX_MCA_gds", "ds21", 1);
    assert_true(guard_singleton_adapt("/x"));
    assert_string_equal(getenv("PMIX_MCA_gds"), "ds21");
}

static void test_leaves_alone(void **state)
{
    (void) state;
    program = "none";
    assert_false(guard_singleton_adapt("/x"));
    program = "mosrun";
    library = "/usr/lib/libopen-rte.so.40";
    assert_false(guard_singleton_adapt("/x"));
    library = "";
    assert_false(guard_singleton_adapt("/x"));
    library = "/usr/lib/libmpi.so.40";
    setenv("PMIX_NAMESPACE", "1", 1);
    assert_false(guard_singleton_adapt("/x"));
    assert_null(getenv("PMIX_MCA_gds"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_adapts, start),
        cmocka_unit_test_setup(test_leaves_alone, start),
    };

    return RUN_TESTS(tests);
}
