/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * When the agent need not ask Open MPI's parameter system. What the node has is replaced.
 */
#include "test_main.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent_quick.h"
#include "mosix_node.h"

void __wrap_mosix_node_probe(const struct mosix_node_query *query, struct mosix_node *node);

static enum mosix_node_state state_here;
static char directory[] = "/tmp/test-agent-quick-XXXXXX";

void __wrap_mosix_node_probe(const struct mosix_node_query *query, struct mosix_node *node)
{
    (void) query;
    memset(node, 0, sizeof(*node));
    node->state = state_here;
}

static bool is_native_with(const char *variable)
{
    char *env[] = {(char *) "PATH=/nowhere", (char *) variable, NULL};

    return agent_quick_is_native(env, (long) getpid(), directory);
}

static void put_file(const char *text)
{
    char path[PATH_MAX];
    FILE *file;

    snprintf(path, sizeof(path), "%s/openmpi-mca-params.conf", directory);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void test_nothing(void **state)
{
    (void) state;
    state_here = MOSIX_NODE_ABSENT;
    assert_true(is_native_with(NULL));
    assert_true(is_native_with("OMPI_MCA_btl=self"));
    assert_true(is_native_with("HOME=/nowhere"));
}

static void test_a_trace_of_mosix(void **state)
{
    (void) state;
    state_here = MOSIX_NODE_NO_ADDRESS;
    assert_false(is_native_with(NULL));
    state_here = MOSIX_NODE_READY;
    assert_false(is_native_with(NULL));
}

static void test_variables(void **state)
{
    (void) state;
    state_here = MOSIX_NODE_ABSENT;
    assert_false(is_native_with("OMPI_MCA_odls_mosix_enable=require"));
    assert_false(is_native_with("PMIX_MCA_odls_mosix_enable=require"));
    assert_true(is_native_with("PMIX_MCA_gds=hash"));
    assert_false(is_native_with("OMPI_MCA_mca_base_param_files=/tmp/f"));
}

static void test_files(void **state)
{
    (void) state;
    state_here = MOSIX_NODE_ABSENT;
    put_file("# odls_mosix_enable = require\nbtl = ^openib");
    assert_true(is_native_with(NULL));
    put_file("btl = ^openib\nodls_mosix_enable = require");
    assert_false(is_native_with(NULL));
    put_file("mca_base_param_files = /elsewhere\n");
    assert_false(is_native_with(NULL));
    put_file("");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_a_trace_of_mosix),
        cmocka_unit_test(test_variables),
        cmocka_unit_test(test_files),
    };
    char path[sizeof(directory) + 32];
    int result;

    if (mkdtemp(directory) == NULL) {
        return 1;
    }
    result = RUN_TESTS(tests);
    snprintf(path, sizeof(path), "%s/openmpi-mca-params.conf", directory);
    (void) unlink(path);
    (void) rmdir(directory);
    return result;
}
