/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What becomes of lists of components of the user and of files.
 */
#include "test_main.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failing_alloc.h"
#include "mosrun_env.h"

static const struct mosrun_exclusion *of(const char *framework)
{
    for (size_t i = 0; i < MOSRUN_EXCLUSION_COUNT; i++) {
        if (strcmp(mosrun_exclusions[i].framework, framework) == 0) {
            return &mosrun_exclusions[i];
        }
    }
    fail_msg("no framework %s", framework);
    return NULL;
}

/* What becomes of the user's list; expected NULL: it stays. */
static void check_users(const char *framework, const char *list, const char *expected,
                        bool expect_replaced)
{
    char *value = NULL;
    bool replaced = !expect_replaced;

    assert_int_equal(mosrun_components_choose(of(framework), list, true, &value, &replaced), 0);
    assert_int_equal(replaced, expect_replaced);
    if (expected == NULL) {
        assert_null(value);
    } else {
        assert_string_equal(value, expected);
    }
    free(value);
}

static void test_exclude_lists_are_extended(void **state)
{
    (void) state;
    check_users("btl", "^openib", "^openib,vader,sm,smcuda,uct,ofi,usnic", false);
    check_users("coll", "", "^sm", false);
    check_users("osc", "^pt2pt", "^pt2pt,ucx,rdma", false);
}

static void test_include_lists_that_work_stay(void **state)
{
    (void) state;
    check_users("btl", "tcp,self", NULL, false);
    check_users("btl", "mosix", NULL, false);
    check_users("pml", "ob1", NULL, false);
}

static void test_include_lists_that_cannot_work_are_replaced(void **state)
{
    (void) state;
    check_users("btl", "vader,self", "self,mosix", true);
    check_users("btl", "self,mosix,vader", "self,mosix", true);
    check_users("btl", "vader,tcp,self", "tcp,self,mosix", true);
    check_users("pml", "ucx", "^ucx,cm,yalla", true);
    check_users("mtl", "psm2,ofi", "^ofi,portals4,psm,psm2", true);
    check_users("coll", "sm,basic", "basic", true);
}

static void test_no_memory(void **state)
{
    static const char *const lists[] = {"^openib", "vader,self", "vader"};

    (void) state;
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        char *value = NULL;
        bool replaced;

        for (int number = 1;; number++) {
            int result;

            failing_alloc_start((unsigned long) number);
            result = mosrun_components_choose(of("btl"), lists[i], true, &value, &replaced);
            if (!failing_alloc_happened()) {
                failing_alloc_start(0);
                assert_int_equal(result, 0);
                free(value);
                break;
            }
            assert_int_equal(result, -ENOMEM);
            assert_null(value);
        }
    }
}

/* A later launch must take the adapted list for the user's, not for ours. */
static void test_the_users_list_is_not_marked(void **state)
{
    char *env[] = {"OMPI_MCA_btl=vader,self", NULL};
    struct mosrun_facts facts = {0};
    struct mosrun_additions additions;
    bool found = false;

    (void) state;
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    for (size_t i = 0; i < additions.count; i++) {
        const struct mosrun_addition *item = &additions.items[i];

        if (strcmp(item->name, "OMPI_MCA_btl") == 0) {
            found = true;
            assert_string_equal(item->value, "self,mosix");
            assert_string_equal(item->replaced, "vader,self");
        }
        assert_false(strcmp(item->name, MOSRUN_ENV_MARK) == 0 &&
                     mosrun_list_has(item->value, "OMPI_MCA_btl"));
    }
    assert_true(found);
    mosrun_env_free(&additions);
}

static void test_listed(void **state)
{
    (void) state;
    assert_true(mosrun_list_has("a,bc,d", "bc"));
    assert_true(mosrun_list_has("a", "a"));
    assert_false(mosrun_list_has("abc", "a"));
    assert_false(mosrun_list_has("", "a"));
    assert_false(mosrun_list_has(NULL, "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_listed),
        cmocka_unit_test(test_exclude_lists_are_extended),
        cmocka_unit_test(test_include_lists_that_work_stay),
        cmocka_unit_test(test_include_lists_that_cannot_work_are_replaced),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_the_users_list_is_not_marked),
    };

    return RUN_TESTS(tests);
}
