/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The environment of a rank under mosrun: what the user decided stays, the rest is added with a
 * reason.
 */
#include "test_main.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failing_alloc.h"
#include "mosrun_env.h"
#include "mosrun_fragile.h"

static const char *value_of(const struct mosrun_additions *additions, const char *name)
{
    for (size_t i = 0; i < additions->count; i++) {
        if (strcmp(additions->items[i].name, name) == 0) {
            assert_non_null(additions->items[i].reason);
            return additions->items[i].value;
        }
    }
    return NULL;
}

static size_t index_of(const char *framework)
{
    for (size_t i = 0; i < MOSRUN_EXCLUSION_COUNT; i++) {
        if (strcmp(mosrun_exclusions[i].framework, framework) == 0) {
            return i;
        }
    }
    fail_msg("no framework %s", framework);
    return 0;
}

static void test_no_memory_anywhere(void **state)
{
    char *env[] = {"LD_PRELOAD=/lib/a.so", NULL};
    struct mosrun_facts facts = {
        .preload = "/lib/b.so", .release = MOSIX_RELEASE_4, .libc = "2.36", .allocator = "/c.so"};
    struct mosrun_additions additions;
    int number = 1;

    (void) state;
    facts.selection[index_of("btl")] = "^openib";
    for (;; number++) {
        int result;

        failing_alloc_start((unsigned long) number);
        result = mosrun_env_plan(env, &facts, &additions);
        if (!failing_alloc_happened()) {
            failing_alloc_start(0);
            assert_int_equal(result, 0);
            break;
        }
        assert_int_equal(result, -ENOMEM);
        assert_int_equal(additions.count, 0);
        assert_null(additions.items);
    }
    assert_true(number > 20);
    mosrun_env_free(&additions);
}

static void test_nothing_known(void **state)
{
    char *env[] = {NULL};
    struct mosrun_facts facts = {0};
    struct mosrun_additions additions;
    const char *mark;

    (void) state;
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "OMPI_MCA_btl"),
                        "^vader,sm,smcuda,openib,uct,ofi,usnic");
    assert_string_equal(value_of(&additions, "OMPI_MCA_coll"), "^sm");
    assert_string_equal(value_of(&additions, "PMIX_MCA_gds"), "hash");
    assert_string_equal(value_of(&additions, "EVENT_NOEPOLL"), "1");
    assert_string_equal(value_of(&additions, "OMPI_MCA_orte_bound_at_launch"), "1");
    assert_null(value_of(&additions, "UCX_MEM_MMAP_HOOK_MODE"));
    assert_null(value_of(&additions, "LD_PRELOAD"));
    mark = value_of(&additions, MOSRUN_ENV_MARK);
    for (size_t i = 0; i < additions.count; i++) {
        assert_int_equal(mosrun_list_has(mark, additions.items[i].name),
                         strcmp(additions.items[i].name, MOSRUN_ENV_MARK) != 0);
    }
    mosrun_env_free(&additions);
    assert_int_equal(additions.count, 0);
}

static void test_natively_next_to_others(void **state)
{
    char *none[] = {"A=1", NULL};
    char *users[] = {"PMIX_MCA_gds=ds21", NULL};
    struct mosrun_additions additions;

    (void) state;
    failing_alloc_start(1);
    assert_int_equal(mosrun_env_plan_native(none, &additions), -ENOMEM);
    assert_int_equal(additions.count, 0);
    assert_int_equal(mosrun_env_plan_native(users, &additions), 0);
    assert_int_equal(additions.count, 1);
    assert_string_equal(value_of(&additions, "MOSIX_BTL_NEIGHBOURS"), "1");
    mosrun_env_free(&additions);
    assert_int_equal(mosrun_env_plan_native(none, &additions), 0);
    assert_int_equal(additions.count, 2);
    assert_string_equal(value_of(&additions, "PMIX_MCA_gds"), "hash");
    mosrun_env_free(&additions);
}

static void test_users_values_stay(void **state)
{
    char *env[] = {"OMPI_MCA_btl=tcp,self", "OMPI_MCA_coll=tuned,basic", "PMIX_MCA_gds=ds21",
                   "EVENT_NOEPOLL=", NULL};
    struct mosrun_facts facts = {0};
    struct mosrun_additions additions;

    (void) state;
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    assert_null(value_of(&additions, "OMPI_MCA_btl"));
    assert_null(value_of(&additions, "OMPI_MCA_coll"));
    assert_null(value_of(&additions, "PMIX_MCA_gds"));
    assert_null(value_of(&additions, "EVENT_NOEPOLL"));
    assert_non_null(value_of(&additions, "OMPI_MCA_osc"));
    mosrun_env_free(&additions);
}

static void test_lists_of_files(void **state)
{
    char *env[] = {NULL};
    struct mosrun_facts facts = {0};
    struct mosrun_additions additions;

    (void) state;
    facts.selection[index_of("btl")] = "^uct,openib,ofi";
    facts.selection[index_of("osc")] = "pt2pt";
    facts.selection[index_of("coll")] = "";
    facts.selection[index_of("pml")] = "^ucx";
    facts.selection[index_of("mtl")] = "^a,,b,a,";
    facts.selection[index_of("sharedfp")] = "^lockedfile";
    facts.locked[index_of("sharedfp")] = true;
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "OMPI_MCA_btl"),
                        "^uct,openib,ofi,vader,sm,smcuda,usnic");
    assert_null(value_of(&additions, "OMPI_MCA_osc"));
    assert_string_equal(value_of(&additions, "OMPI_MCA_coll"), "^sm");
    assert_string_equal(value_of(&additions, "OMPI_MCA_pml"), "^ucx,cm,yalla");
    assert_string_equal(value_of(&additions, "OMPI_MCA_mtl"), "^a,b,ofi,portals4,psm,psm2");
    assert_null(value_of(&additions, "OMPI_MCA_sharedfp"));
    mosrun_env_free(&additions);
}

static void test_open_mpi_5(void **state)
{
    char *env[] = {NULL};
    struct mosrun_facts facts = {.is_series_5 = true};
    struct mosrun_additions additions;

    (void) state;
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "OMPI_MCA_opal_event_include"), "poll");
    assert_string_equal(value_of(&additions, "UCX_MEM_MMAP_HOOK_MODE"), "none");
    assert_string_equal(value_of(&additions, "OMPI_MCA_smsc"), "^cma,knem,xpmem");
    assert_null(value_of(&additions, "OMPI_MCA_orte_bound_at_launch"));
    mosrun_env_free(&additions);
}

static void test_readmitted(void **state)
{
    char *env[] = {NULL};
    struct mosrun_facts facts = {0};
    struct mosrun_additions additions;

    (void) state;
    facts.selection[index_of("osc")] = "^ucx,pt2pt";
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "OMPI_MCA_osc"), "^ucx,rdma");
    mosrun_env_free(&additions);
}

static void test_own_additions_are_not_the_users(void **state)
{
    char *env[] = {"OMPI_MCA_btl=^vader", "OMPI_MCA_coll=tuned",
                   MOSRUN_ENV_MARK "=PMIX_MCA_gds,OMPI_MCA_btl", NULL};
    struct mosrun_facts facts = {0};
    struct mosrun_additions additions;

    (void) state;
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    assert_non_null(value_of(&additions, "OMPI_MCA_btl"));
    assert_null(value_of(&additions, "OMPI_MCA_coll"));
    mosrun_env_free(&additions);
}

static void test_preload(void **state)
{
    char *env[] = {"LD_PRELOAD=/lib/a.so", NULL};
    char *empty[] = {"LD_PRELOAD=", NULL};
    struct mosrun_facts facts = {.preload = "/lib/b.so:/lib/c.so"};
    struct mosrun_additions additions;

    (void) state;
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "LD_PRELOAD"), "/lib/b.so:/lib/c.so:/lib/a.so");
    assert_false(mosrun_list_has(value_of(&additions, MOSRUN_ENV_MARK), "LD_PRELOAD"));
    mosrun_env_free(&additions);
    assert_int_equal(mosrun_env_plan(empty, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "LD_PRELOAD"), "/lib/b.so:/lib/c.so");
    mosrun_env_free(&additions);
}

static void test_preload_of_cooperative_threads(void **state)
{
    char *env[] = {"LD_PRELOAD=/lib/a.so", NULL};
    char *empty[] = {NULL};
    struct mosrun_facts facts = {.coop = "/lib/coop.so"};
    struct mosrun_additions additions;

    (void) state;
    assert_int_equal(mosrun_env_plan(empty, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "LD_PRELOAD"), "/lib/coop.so");
    mosrun_env_free(&additions);
    facts.preload = "/lib/b.so";
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "LD_PRELOAD"), "/lib/b.so:/lib/coop.so:/lib/a.so");
    mosrun_env_free(&additions);
    facts = (struct mosrun_facts){.preload = ""};
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    assert_null(value_of(&additions, "LD_PRELOAD"));
    mosrun_env_free(&additions);
}

static void test_one_thread_unless_the_user_says_more(void **state)
{
    char *none[] = {NULL};
    char *threads[] = {"OMP_NUM_THREADS=4", NULL};
    char *limit[] = {"OMP_THREAD_LIMIT=2", NULL};
    char *handed_down[] = {"OMP_NUM_THREADS=1", MOSRUN_ENV_MARK "=OMP_NUM_THREADS", NULL};
    char **users[] = {threads, limit};
    struct mosrun_facts facts = {.coop = "/lib/coop.so"};
    struct mosrun_additions additions;

    (void) state;
    assert_int_equal(mosrun_env_plan(none, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "OMP_NUM_THREADS"), "1");
    assert_string_equal(value_of(&additions, "OMP_THREAD_LIMIT"), "1");
    mosrun_env_free(&additions);
    assert_int_equal(mosrun_env_plan(handed_down, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "OMP_NUM_THREADS"), "1");
    mosrun_env_free(&additions);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(mosrun_env_plan(users[i], &facts, &additions), 0);
        assert_null(value_of(&additions, "OMP_NUM_THREADS"));
        assert_null(value_of(&additions, "OMP_THREAD_LIMIT"));
        mosrun_env_free(&additions);
    }
    facts.coop = NULL;
    assert_int_equal(mosrun_env_plan(none, &facts, &additions), 0);
    assert_null(value_of(&additions, "OMP_NUM_THREADS"));
    mosrun_env_free(&additions);
}

static void test_the_daemon(void **state)
{
    char *none[] = {NULL};
    struct mosrun_facts facts = {.coop = "/lib/coop.so", .daemon = 4711};
    struct mosrun_additions additions;

    (void) state;
    assert_int_equal(mosrun_env_plan(none, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "MOSIX_COOP_DAEMON"), "4711");
    mosrun_env_free(&additions);
    facts.coop = NULL;
    assert_int_equal(mosrun_env_plan(none, &facts, &additions), 0);
    assert_null(value_of(&additions, "MOSIX_COOP_DAEMON"));
    mosrun_env_free(&additions);
}

static void test_strip(void **state)
{
    char **env = calloc(7, sizeof(*env));

    (void) state;
    env[0] = strdup("OMPI_MCA_btl=^vader");
    env[1] = strdup("A=1");
    env[2] = strdup(MOSRUN_ENV_MARK "=OMPI_MCA_btl,GONE,");
    env[3] = strdup("OMPI_MCA_btl=tcp,self");
    env[4] = strdup("OMPI_MCA_btl_x=1");
    mosrun_env_strip(env);
    assert_string_equal(env[0], "A=1");
    assert_string_equal(env[1], "OMPI_MCA_btl=tcp,self");
    assert_string_equal(env[2], "OMPI_MCA_btl_x=1");
    assert_null(env[3]);
    mosrun_env_strip(env);
    assert_string_equal(env[0], "A=1");
    for (char **entry = env; *entry != NULL; entry++) {
        free(*entry);
    }
    free(env);
}

static void test_get_takes_the_last(void **state)
{
    char *env[] = {"A=1", "AB=2", "A=3", "A", "=4", NULL};

    (void) state;
    assert_string_equal(mosrun_env_get(env, "A"), "3");
    assert_string_equal(mosrun_env_get(env, "AB"), "2");
    assert_null(mosrun_env_get(env, "B"));
}

static void test_fragile(void **state)
{
    char *plain[] = {"PATH=/bin", "XLD_PRELOAD=a", "LD=1", "MALLOC=2", "TMPDIRS=/", NULL};
    static const char *const fragile[] = {"LD_LIBRARY_PATH=/lib", "LD_PRELOAD=", "MALLOC_CHECK_=3",
                                          "TMPDIR=/scratch", "GCONV_PATH=/x"};

    (void) state;
    assert_null(mosrun_env_fragile(plain));
    for (size_t i = 0; i < sizeof(fragile) / sizeof(fragile[0]); i++) {
        char *env[] = {"A=1", (char *) fragile[i], NULL};

        assert_ptr_equal(mosrun_env_fragile(env), fragile[i]);
    }
}

static void plan_4(char *const *env, const char *libc, const char *allocator,
                   struct mosrun_additions *additions)
{
    struct mosrun_facts facts = {
        .release = MOSIX_RELEASE_4, .libc = libc, .coop = "/coop.so", .allocator = allocator};

    assert_int_equal(mosrun_env_plan(env, &facts, additions), 0);
}

static void test_tunables_of_glibc(void **state)
{
    static const struct {
        const char *variable;
        const char *libc;
        const char *expected;
    } cases[] = {
        {"A=1", "2.31", NULL},
        {"A=1", "2.34", NULL},
        {"A=1", "2.35", "glibc.pthread.rseq=0"},
        {"A=1", "2.41", "glibc.pthread.rseq=0"},
        {"A=1", "3.0", "glibc.pthread.rseq=0"},
        {"GLIBC_TUNABLES=", "2.36", "glibc.pthread.rseq=0"},
        {"GLIBC_TUNABLES=glibc.malloc.check=1", "2.36",
         "glibc.malloc.check=1:glibc.pthread.rseq=0"},
        {"GLIBC_TUNABLES=a=1:glibc.pthread.rseq=0", "2.36", NULL},
        {"GLIBC_TUNABLES=glibc.pthread.rseq=1:glibc.pthread.rseq=0:a=1", "2.36", NULL},
        {"GLIBC_TUNABLES=a=1:glibc.pthread.rseq=1", "2.34", NULL},
        {"GLIBC_TUNABLES=a=1:glibc.pthread.rseq=1", "2.36",
         "a=1:glibc.pthread.rseq=1:glibc.pthread.rseq=0"},
        {"GLIBC_TUNABLES=glibc.pthread.rseq=0:glibc.pthread.rseq=01", "2.36",
         "glibc.pthread.rseq=0:glibc.pthread.rseq=01:glibc.pthread.rseq=0"},
        {"GLIBC_TUNABLES=glibc.pthread.rseq=", "2.36", "glibc.pthread.rseq=:glibc.pthread.rseq=0"},
        {"GLIBC_TUNABLES=glibc.pthread.rseqx=1", "2.36",
         "glibc.pthread.rseqx=1:glibc.pthread.rseq=0"},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *env[] = {(char *) cases[i].variable, NULL};
        struct mosrun_additions additions;
        const char *value;

        plan_4(env, cases[i].libc, NULL, &additions);
        value = value_of(&additions, "GLIBC_TUNABLES");
        if (cases[i].expected == NULL) {
            assert_null(value);
        } else {
            assert_string_equal(value, cases[i].expected);
            assert_false(mosrun_list_has(value_of(&additions, MOSRUN_ENV_MARK), "GLIBC_TUNABLES"));
        }
        mosrun_env_free(&additions);
    }
}

static void test_reason_names_the_allocator(void **state)
{
    char *env[] = {NULL};
    struct mosrun_additions additions;
    bool is_named = false;

    (void) state;
    plan_4(env, "2.36", "/malloc.so", &additions);
    for (size_t i = 0; i < additions.count; i++) {
        const struct mosrun_addition *item = &additions.items[i];

        is_named = is_named || (strcmp(item->name, "LD_PRELOAD") == 0 &&
                                strstr(item->reason, "threads") != NULL &&
                                strstr(item->reason, "malloc") != NULL);
    }
    assert_true(is_named);
    mosrun_env_free(&additions);
}

static void test_allocator_comes_last(void **state)
{
    char *env[] = {"LD_PRELOAD=/mine.so", NULL};
    char *empty[] = {NULL};
    struct mosrun_facts facts = {.preload = "/asked.so", .allocator = "/other.so"};
    struct mosrun_additions additions;

    (void) state;
    plan_4(env, "2.36", "/malloc.so", &additions);
    assert_string_equal(value_of(&additions, "LD_PRELOAD"), "/coop.so:/mine.so:/malloc.so");
    mosrun_env_free(&additions);
    assert_int_equal(mosrun_env_plan(env, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "LD_PRELOAD"), "/asked.so:/mine.so:/other.so");
    mosrun_env_free(&additions);
    facts.preload = "";
    assert_int_equal(mosrun_env_plan(empty, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "LD_PRELOAD"), "/other.so");
    mosrun_env_free(&additions);
}

static void test_handlers_of_signals(void **state)
{
    char *plain[] = {NULL};
    char *users[] = {"OMPI_MCA_opal_signal=6,11", NULL};
    struct mosrun_facts facts = {.release = MOSIX_RELEASE_4, .libc = "2.31"};
    struct mosrun_additions additions;

    (void) state;
    assert_int_equal(mosrun_env_plan(plain, &facts, &additions), 0);
    assert_string_equal(value_of(&additions, "OMPI_MCA_opal_signal"), "");
    assert_true(mosrun_list_has(value_of(&additions, MOSRUN_ENV_MARK), "OMPI_MCA_opal_signal"));
    mosrun_env_free(&additions);
    assert_int_equal(mosrun_env_plan(users, &facts, &additions), 0);
    assert_null(value_of(&additions, "OMPI_MCA_opal_signal"));
    mosrun_env_free(&additions);
    facts.handles_signals = true;
    assert_int_equal(mosrun_env_plan(plain, &facts, &additions), 0);
    assert_null(value_of(&additions, "OMPI_MCA_opal_signal"));
    mosrun_env_free(&additions);
    facts = (struct mosrun_facts){.release = MOSIX_RELEASE_2009, .libc = "2.36"};
    assert_int_equal(mosrun_env_plan(plain, &facts, &additions), 0);
    assert_null(value_of(&additions, "OMPI_MCA_opal_signal"));
    assert_null(value_of(&additions, "GLIBC_TUNABLES"));
    mosrun_env_free(&additions);
}

static void test_arguments_are_dropped(void **state)
{
    static const char *const all[] = {"A=1",        "LD_PRELOAD=x", "GLIBC_TUNABLES=y",
                                      "MALLOC_X=1", "TMPDIR=/t",    "B="};

    (void) state;
    for (int mosenv = 0; mosenv < 2; mosenv++) {
        char *env[8] = {NULL};

        for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
            env[i] = strdup(all[i]);
        }
        mosrun_env_drop_arguments(env, mosenv == 1);
        assert_string_equal(env[0], "A=1");
        assert_string_equal(env[1], mosenv == 1 ? "LD_PRELOAD=x" : "B=");
        assert_null(env[mosenv == 1 ? 4 : 2]);
        for (char **entry = env; *entry != NULL; entry++) {
            free(*entry);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_memory_anywhere),
        cmocka_unit_test(test_nothing_known),
        cmocka_unit_test(test_natively_next_to_others),
        cmocka_unit_test(test_users_values_stay),
        cmocka_unit_test(test_lists_of_files),
        cmocka_unit_test(test_open_mpi_5),
        cmocka_unit_test(test_readmitted),
        cmocka_unit_test(test_own_additions_are_not_the_users),
        cmocka_unit_test(test_preload),
        cmocka_unit_test(test_preload_of_cooperative_threads),
        cmocka_unit_test(test_tunables_of_glibc),
        cmocka_unit_test(test_reason_names_the_allocator),
        cmocka_unit_test(test_allocator_comes_last),
        cmocka_unit_test(test_handlers_of_signals),
        cmocka_unit_test(test_one_thread_unless_the_user_says_more),
        cmocka_unit_test(test_the_daemon),
        cmocka_unit_test(test_strip),
        cmocka_unit_test(test_get_takes_the_last),
        cmocka_unit_test(test_fragile),
        cmocka_unit_test(test_arguments_are_dropped),
    };

    return RUN_TESTS(tests);
}
