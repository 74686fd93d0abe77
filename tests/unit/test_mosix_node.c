/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Is a node a MOSIX node: address files and starters of every kind, in a directory of the test's.
 */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mosix_node.h"

static char root[64];
static struct mosix_node node;
static enum mosix_release release;

/* Path that open() refuses with EACCES, which root would not meet otherwise. */
static const char *forbidden;

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);

int __wrap_open(const char *path, int flags, ...)
{
    if (forbidden != NULL && strcmp(path, forbidden) == 0) {
        errno = EACCES;
        return -1;
    }
    return __real_open(path, flags, 0600);
}

static void put_file(const char *name, const char *text, mode_t mode)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", root, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

/* Probes with address files (names in the root, separated by colons) and a PATH of the root. */
static void probe(const char *names, const char *executable)
{
    char files[512] = "";
    char copy[256];
    char *rest = NULL;
    struct mosix_node_query query = {files, executable, root, release};

    snprintf(copy, sizeof(copy), "%s", names);
    for (char *name = strtok_r(copy, ":", &rest); name != NULL; name = strtok_r(NULL, ":", &rest)) {
        size_t used = strlen(files);

        snprintf(files + used, sizeof(files) - used, "%s%s/%s", used > 0 ? ":" : "", root, name);
    }
    mosix_node_probe(&query, &node);
}

static int set_up(void **state)
{
    char command[128];

    (void) state;
    snprintf(root, sizeof(root), "/tmp/test_mosix_node.XXXXXX");
    if (mkdtemp(root) == NULL) {
        return -1;
    }
    put_file("good", "192.168.1.7\n", 0644);
    put_file("two", "192.168.1.7\n192.168.1.8\n", 0644);
    put_file("garbage", "not an address\n", 0644);
    put_file("empty", "", 0644);
    snprintf(command, sizeof(command), "%s/directory", root);
    return mkdir(command, 0755);
}

static int tear_down(void **state)
{
    static const char *const names[] = {"good",   "two",    "garbage", "empty",
                                        "mosrun", "mosenv", "wrapper", "mossetpe"};
    char path[128];

    (void) state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", root, names[i]);
        (void) unlink(path);
    }
    snprintf(path, sizeof(path), "%s/directory", root);
    (void) rmdir(path);
    return rmdir(root);
}

static void test_absent(void **state)
{
    (void) state;
    probe("", "");
    assert_int_equal(node.state, MOSIX_NODE_ABSENT);
    probe("none:neither", "");
    assert_int_equal(node.state, MOSIX_NODE_ABSENT);
    probe("good/below", "");
    assert_int_equal(node.state, MOSIX_NODE_ABSENT);
}

static void test_garbage(void **state)
{
    static const char *const names[] = {"garbage", "empty", "two", "none:garbage:good"};

    (void) state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        probe(names[i], "");
        assert_int_equal(node.state, MOSIX_NODE_GARBAGE);
        assert_non_null(strstr(node.file, root));
    }
}

static void test_unreadable(void **state)
{
    char path[128];

    (void) state;
    snprintf(path, sizeof(path), "%s/good", root);
    forbidden = path;
    probe("good:none", "");
    assert_int_equal(node.state, MOSIX_NODE_UNREADABLE);
    assert_int_equal(node.error, EACCES);
    assert_string_equal(node.file, path);
    probe("good:directory", "");
    assert_int_equal(node.state, MOSIX_NODE_UNREADABLE);
    assert_string_equal(node.file, path);
    probe("good:garbage", "");
    assert_int_equal(node.state, MOSIX_NODE_GARBAGE);
    forbidden = NULL;
    probe("directory", "");
    assert_int_equal(node.state, MOSIX_NODE_UNREADABLE);
    assert_int_equal(node.error, EISDIR);
}

static void test_no_program(void **state)
{
    (void) state;
    probe("good", "no-such-starter");
    assert_int_equal(node.state, MOSIX_NODE_NO_PROGRAM);
    assert_int_equal(node.error, ENOENT);
    assert_string_equal(node.program, "no-such-starter");
    put_file("wrapper", "#!/bin/sh\n", 0644);
    probe("good", "wrapper");
    assert_int_equal(node.state, MOSIX_NODE_NO_PROGRAM);
    assert_int_equal(node.error, EACCES);
    probe("good", "directory");
    assert_int_equal(node.state, MOSIX_NODE_NO_PROGRAM);
    assert_int_equal(node.error, EACCES);
    probe("good", "/no/such/starter");
    assert_int_equal(node.state, MOSIX_NODE_NO_PROGRAM);
}

static void test_ready(void **state)
{
    char path[128];

    (void) state;
    put_file("mosrun", "#!/bin/sh\n", 0755);
    probe("none:good:garbage", "");
    assert_int_equal(node.state, MOSIX_NODE_READY);
    snprintf(path, sizeof(path), "%s/mosrun", root);
    assert_string_equal(node.mosrun, path);
    assert_string_equal(mosix_node_starter(&node, false), path);

    put_file("mosenv", "#!/bin/sh\n", 0755);
    probe("good", "");
    snprintf(path, sizeof(path), "%s/mosenv", root);
    assert_string_equal(mosix_node_starter(&node, true), path);
    assert_string_not_equal(mosix_node_starter(&node, false), path);
}

static void test_one_starter_is_enough(void **state)
{
    (void) state;
    memset(&node, 0, sizeof(node));
    strcpy(node.mosenv, "/bin/mosenv");
    assert_string_equal(mosix_node_starter(&node, false), "/bin/mosenv");
    assert_string_equal(mosix_node_starter(&node, true), "/bin/mosenv");
    memset(&node, 0, sizeof(node));
    strcpy(node.mosrun, "/bin/mosrun");
    assert_string_equal(mosix_node_starter(&node, true), "/bin/mosrun");
}

static void test_configured_starter(void **state)
{
    char path[128];

    (void) state;
    put_file("wrapper", "#!/bin/sh\n", 0755);
    snprintf(path, sizeof(path), "%s/wrapper", root);
    probe("good", "wrapper");
    assert_int_equal(node.state, MOSIX_NODE_READY);
    assert_string_equal(mosix_node_starter(&node, true), path);
    assert_string_equal(mosix_node_starter(&node, false), path);
    probe("good", path);
    assert_int_equal(node.state, MOSIX_NODE_READY);
    assert_string_equal(node.mosrun, path);
}

/* A mosrun without anything that tells an address: MOSIX is only partly installed. */
static void test_no_address(void **state)
{
    char text[PATH_MAX + 200];

    (void) state;
    put_file("mosrun", "#!/bin/sh\n", 0755);
    probe("none", "");
    assert_int_equal(node.state, MOSIX_NODE_NO_ADDRESS);
    assert_int_equal(node.release, MOSIX_RELEASE_NONE);
    /* Nor is it silently no MOSIX at all if the release is set, wrongly or not. */
    release = MOSIX_RELEASE_2009;
    probe("none", "");
    assert_int_equal(node.state, MOSIX_NODE_NO_ADDRESS);
    mosix_node_explain(&node, text, sizeof(text));
    assert_non_null(strstr(text, "was found, but not a file with a MOSIX address"));
    assert_non_null(strstr(mosix_node_remedy(&node), "odls_mosix_release is 2009"));
    release = MOSIX_RELEASE_NONE;
    /* Somebody's own starter is not a sign of MOSIX. */
    probe("none", "mosrun");
    assert_int_equal(node.state, MOSIX_NODE_ABSENT);
}

#define SETPE "#!/bin/sh\n[ \"$*\" = -r ] && "

static void expect_4(const char *setpe, const char *mosrun, enum mosix_node_state expected)
{
    put_file("mossetpe", setpe, 0755);
    put_file("mosrun", mosrun, 0755);
    probe("none", "");
    assert_int_equal(node.state, expected);
    assert_int_equal(node.release, MOSIX_RELEASE_4);
}

static void test_release_4(void **state)
{
    (void) state;
    expect_4(SETPE "printf 'This MOSIX node is: 10.77.0.1 (node1)\\n\\nNodes in cluster:\\n'",
             "#!/bin/sh\n", MOSIX_NODE_READY);
    assert_int_equal(node.home, 0x0a4d0001);
    /* What the address files say of MOSIX 4 is of no importance. */
    probe("garbage", "");
    assert_int_equal(node.state, MOSIX_NODE_READY);
    release = MOSIX_RELEASE_2009;
    probe("garbage", "");
    assert_int_equal(node.state, MOSIX_NODE_GARBAGE);
    assert_int_equal(node.release, MOSIX_RELEASE_2009);
    release = MOSIX_RELEASE_NONE;
}

static void test_release_4_stopped(void **state)
{
    char text[2 * PATH_MAX];

    (void) state;
    expect_4(SETPE "echo 'MOSIX cluster is currently not configured!'", "#!/bin/sh\n",
             MOSIX_NODE_STOPPED);
    mosix_node_explain(&node, text, sizeof(text));
    assert_non_null(strstr(text, "\"MOSIX cluster is currently not configured!\""));
    assert_non_null(strstr(mosix_node_remedy(&node), "mosd"));
    expect_4("#!/bin/sh\n", "#!/bin/sh\n", MOSIX_NODE_STOPPED);
    expect_4(SETPE "echo 'This MOSIX node is: 0.0.0.0 (node1)'", "#!/bin/sh\n", MOSIX_NODE_STOPPED);
    expect_4(SETPE "echo 'This MOSIX node is: 1000.1000.1000.1000 (x)'", "#!/bin/sh\n",
             MOSIX_NODE_STOPPED);
}

static void test_release_4_expected(void **state)
{
    char path[128];

    (void) state;
    snprintf(path, sizeof(path), "%s/mossetpe", root);
    (void) unlink(path);
    release = MOSIX_RELEASE_4;
    probe("good", "");
    assert_int_equal(node.state, MOSIX_NODE_NO_PROGRAM);
    assert_string_equal(node.program, "mossetpe");
    release = MOSIX_RELEASE_NONE;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absent),
        cmocka_unit_test(test_garbage),
        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_no_program),
        cmocka_unit_test(test_ready),
        cmocka_unit_test(test_one_starter_is_enough),
        cmocka_unit_test(test_configured_starter),
        cmocka_unit_test(test_no_address),
        cmocka_unit_test(test_release_4),
        cmocka_unit_test(test_release_4_stopped),
        cmocka_unit_test(test_release_4_expected),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
