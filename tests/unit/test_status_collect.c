/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of status_collect: when memory runs out anywhere, it says so and gives back all that it
 * had.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failing_alloc.h"
#include "status_collect.h"

static char work[] = "/tmp/test-status.XXXXXX";

static void make_directory(const char *name)
{
    char path[PATH_MAX];

    snprintf(path, sizeof(path), "%s/%s", work, name);
    assert_int_equal(mkdir(path, 0755), 0);
}

static void make_file(const char *name, const char *text)
{
    char path[PATH_MAX];
    FILE *out;

    snprintf(path, sizeof(path), "%s/%s", work, name);
    out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    assert_int_equal(fclose(out), 0);
}

/* An image with two installations of Open MPI, in each of which one component is found. */
static int make_root(void **state)
{
    static const char *const directories[] = {"etc",
                                              "etc/openmpi",
                                              "usr",
                                              "usr/local",
                                              "usr/local/etc",
                                              "usr/lib",
                                              "usr/lib/openmpi",
                                              "usr/local/lib",
                                              "usr/local/lib/openmpi"};

    (void) state;
    if (mkdtemp(work) == NULL) {
        return -1;
    }
    for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++) {
        make_directory(directories[i]);
    }
    make_file("etc/openmpi/openmpi-mca-params.conf", "btl_mosix_max_open = 9\nbtl = ^openib");
    make_file("usr/local/etc/openmpi-mca-params.conf", "odls_mosix_job_id = 7\n");
    make_file("usr/local/etc/prte-mca-params.conf", "\n");
    make_file("usr/local/etc/openmpi-mca-params-override.conf", "odls_mosix_verbose = 1\n");
    make_file("usr/local/lib/openmpi/mca_odls_mosix.so", "");
    make_file("usr/local/lib/libopen-pal.so.80", "");
    return 0;
}

static int remove_root(void **state)
{
    char command[PATH_MAX];

    (void) state;
    snprintf(command, sizeof(command), "rm -rf %s", work);
    return system(command);
}

/* Every allocation fails once. Returns how many there are. */
static unsigned long fail_each(const struct command_options *options)
{
    unsigned long which = 0;
    bool happened;

    do {
        struct status status;
        int rc;

        failing_alloc_start(++which);
        rc = status_collect(options, &status);
        happened = failing_alloc_happened();
        if (rc == 0) {
            status_free(&status);
        } else {
            assert_int_equal(rc, -ENOMEM);
        }
        if (failing_alloc_live() > 0) {
            fail_msg("%zu blocks are lost when allocation %lu fails", failing_alloc_live(), which);
        }
    } while (happened);
    failing_alloc_start(0);
    return which - 1;
}

static void test_image(void **state)
{
    struct command_options options = {.verb = COMMAND_STATUS};
    struct status status;

    (void) state;
    snprintf(options.root, sizeof(options.root), "%s", work);
    assert_int_equal(status_collect(&options, &status), 0);
    assert_int_equal(status.count, 2);
    assert_int_equal(status_exit(&status), COMMAND_FAILED);
    status_free(&status);
    assert_true(fail_each(&options) > 50);
}

static void test_named_files(void **state)
{
    char path[PATH_MAX];
    const char *files[] = {path, "/none/none.conf"};
    const struct command_options options = {.verb = COMMAND_STATUS, .conf = files, .conf_count = 2};

    (void) state;
    snprintf(path, sizeof(path), "%s/etc/openmpi/openmpi-mca-params.conf", work);
    assert_true(fail_each(&options) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_image),
        cmocka_unit_test(test_named_files),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_root, remove_root);
}
