/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Names of hosts that the resolver knows, and others.
 */
#include "test_main.h"

#include <errno.h>

#include <unistd.h>

#include "mosrun_host.h"

static void test_hosts(void **state)
{
    (void) state;
    if (access("/etc/hosts", R_OK) == 0) {
        assert_int_equal(mosrun_host_known("localhost"), 0);
    }
    assert_int_equal(mosrun_host_known("127.0.0.1"), 0);
    assert_int_equal(mosrun_host_known("no such host"), -ENOENT);
    assert_int_equal(mosrun_host_known(""), -ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hosts),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
