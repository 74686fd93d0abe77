/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of command_options: what is taken, and what is refused with a sentence.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "command_options.h"

static char fault[2 * PATH_MAX];

/* words ends with NULL. */
static int read_words(const char *const words[], struct command_options *options)
{
    char copies[8][64];
    char *argv[9] = {NULL};
    int argc = 0;

    for (; words[argc] != NULL; argc++) {
        snprintf(copies[argc], sizeof(copies[argc]), "%s", words[argc]);
        argv[argc] = copies[argc];
    }
    fault[0] = '\0';
    return command_options_read(argc, argv, options, fault, sizeof(fault));
}

#define READ(options, ...) read_words((const char *const[]){"x", __VA_ARGS__, NULL}, options)

static void test_commands(void **state)
{
    struct command_options options;

    (void) state;
    assert_int_equal(READ(&options, "enable"), 0);
    assert_int_equal(options.verb, COMMAND_ENABLE);
    assert_string_equal(options.root, "");
    command_options_free(&options);
    assert_int_equal(READ(&options, "--quiet", "disable", "--root", "/"), 0);
    assert_int_equal(options.verb, COMMAND_DISABLE);
    assert_true(options.quiet);
    assert_string_equal(options.root, "");
    command_options_free(&options);
    assert_int_equal(READ(&options, "status", "--conf", "a", "--conf=b", "--json"), 0);
    assert_int_equal(options.conf_count, 2);
    assert_true(options.json);
    command_options_free(&options);
    assert_int_equal(READ(&options, "node", "check", "--json"), 0);
    assert_int_equal(options.verb, COMMAND_NODE_CHECK);
    command_options_free(&options);
    assert_int_equal(READ(&options, "--yes", "node", "--quiet", "setup"), 0);
    assert_int_equal(options.verb, COMMAND_NODE_SETUP);
    assert_true(options.yes && options.quiet);
    command_options_free(&options);
    assert_int_equal(READ(&options, "node", "undo", "--dry-run"), 0);
    assert_int_equal(options.verb, COMMAND_NODE_UNDO);
    command_options_free(&options);
    assert_int_equal(READ(&options, "ps", "--hostfile", "h", "--agent", "ssh -x", "--json"), 0);
    assert_string_equal(options.hostfile, "h");
    assert_int_equal(options.timeout, 0);
    assert_string_equal(options.agent, "ssh -x");
    command_options_free(&options);
    assert_int_equal(READ(&options, "ps", "--svg", "f", "--for", "60", "--nodes"), 0);
    assert_true(options.nodes && options.seconds == 60);
    command_options_free(&options);
    assert_int_equal(READ(&options, "ps", "--sort", "cpu", "--json"), 0);
    assert_int_equal(options.verb, COMMAND_PS);
    assert_string_equal(options.sort, "cpu");
    assert_int_equal(options.word_count, 0);
    command_options_free(&options);
    assert_int_equal(READ(&options, "migrate", "1,1:0", "--dry-run", "node2"), 0);
    assert_int_equal(options.verb, COMMAND_MIGRATE);
    assert_int_equal(options.word_count, 2);
    command_options_free(&options);
    assert_int_equal(READ(&options, "kill", "1,1", "--nodes", "--timeout", "3600"), 0);
    assert_int_equal(options.timeout, 3600);
    command_options_free(&options);
    assert_int_equal(READ(&options, "kill", "--raw", "--hostfile=h", "--", "1,1"), 0);
    assert_true(options.raw && command_options_want_hosts(&options));
    assert_string_equal(options.words[0], "1,1");
    command_options_free(&options);
    assert_int_equal(READ(&options, "--help"), 0);
    assert_int_equal(options.verb, COMMAND_HELP);
    command_options_free(&options);
    assert_int_equal(READ(&options, "status", "--root", "/usr/"), 0);
    assert_string_equal(options.root, "/usr");
    command_options_free(&options);
}

static void test_refused(void **state)
{
    struct command_options options;
    static const char *const wrong[][6] = {
        {"x", NULL},
        {"x", "enabled", NULL},
        {"x", "enable", "file", NULL},
        {"x", "enable", "--json", NULL},
        {"x", "status", "--conf", NULL},
        {"x", "status", "--no-such", NULL},
        {"x", "status", "--root=/no/such/directory", NULL},
        {"x", "status", "--root=/etc/passwd", NULL},
        {"x", "status", "--json=yes", NULL},
        {"x", "status", "--yes", NULL},
        {"x", "node", NULL},
        {"x", "migrate", "1,1", NULL},
        {"x", "migrate", "1,1", "2", "3", NULL},
        {"x", "migrate", "1,1", "2", "--root=/usr", NULL},
        {"x", "kill", NULL},
        {"x", "kill", "1", "--sort=cpu", NULL},
        {"x", "ps", "--json", "--svg=a", NULL},
        {"x", "ps", "--nodes", "--hostfile=a", NULL},
        {"x", "ps", "--agent=ssh", NULL},
        {"x", "ps", "--timeout=9", NULL},
        {"x", "ps", "--nodes", "--timeout=0", NULL},
        {"x", "ps", "--nodes", "--timeout=3601", NULL},
        {"x", "ps", "--nodes", "--timeout=9s", NULL},
        {"x", "status", "--timeout=9", NULL},
        {"x", "ps", "--nodes", "--root=/usr", NULL},
        {"x", "ps", "--for=60", NULL},
        {"x", "ps", "--svg=a", "--for=x", NULL},
        {"x", "ps", "--svg=a", "--for=0", NULL},
        {"x", "status", "--nodes", NULL},
        {"x", "ps", "--json", "--watch", NULL},
        {"x", "ps", "--svg=a", "--watch", NULL},
        {"x", "hostfile", "a", NULL},
        {"x", "status", "--watch", NULL},
        {"x", "node", "status", NULL},
        {"x", "node", "check", "all", NULL},
        {"x", "node", "check", "--yes", NULL},
        {"x", "node", "check", "--conf", "a", NULL},
        {"x", "node", "setup", "--json", NULL},
        {"x", "node", "undo", "--block", "a", NULL},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(read_words(wrong[i], &options), -EINVAL);
        assert_true(strlen(fault) > 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands),
        cmocka_unit_test(test_refused),
    };

    return RUN_TESTS(tests);
}
