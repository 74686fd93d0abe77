/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `openmpi-mosix explain`: what it finds in a text, and what it says about calls.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain_text.h"

static struct explain_list explain(const char *text)
{
    struct explain_list list = {.count = 0};
    struct mosrun_tail tail = {0};

    explain_text_feed(&list, &tail, text, strlen(text));
    explain_text_end(&list, &tail);
    return list;
}

static void test_text(void **state)
{
    struct explain_list list = explain("MOSRUN: illegal system call #318\nother\n"
                                       "[1,3]<stderr>:MOSRUN: illegal system call #318\n"
                                       "MOSRUN: Error #805");

    (void) state;
    assert_int_equal(list.count, 2);
    assert_int_equal(list.entries[0].times, 2);
    assert_string_equal(list.entries[0].line, "MOSRUN: illegal system call #318");
    assert_int_equal(list.entries[1].end.kind, MOSRUN_END_MAILBOX);
    assert_int_equal(explain("nothing\n").count, 0);
    assert_int_equal(explain("").count, 0);
}

static void test_many(void **state)
{
    struct explain_list list = {.count = 0};
    struct mosrun_tail tail = {0};

    (void) state;
    for (int i = 0; i < 2 * EXPLAIN_MAX; i++) {
        char line[64];

        snprintf(line, sizeof(line), "MOSRUN: illegal system call #%d\n", i);
        explain_text_feed(&list, &tail, line, strlen(line));
    }
    assert_int_equal(list.count, EXPLAIN_MAX);
    assert_int_equal(list.left_out, EXPLAIN_MAX);
}

/* Lines that are not known are alike only where they say the same. */
static void test_unlike(void **state)
{
    struct explain_list list = explain("MOSRUN: foo\nMOSRUN: bar\n[1,0]<stderr>:MOSRUN: foo\n"
                                       "MOSRUN: failed migrating to 7: not in map\n"
                                       "MOSRUN: failed migrating to 8: not in map\n"
                                       "MOSRUN: Error #805\n"
                                       "\033[01;31m\033[KMOSRUN:\033[0m Error #805\033[m\n");

    (void) state;
    assert_int_equal(list.count, 5);
    assert_int_equal(list.entries[0].times, 2);
    assert_string_equal(list.entries[1].line, "MOSRUN: bar");
    assert_string_equal(list.entries[3].line, "MOSRUN: failed migrating to 8: not in map");
    assert_int_equal(list.entries[4].times, 2);
}

/* What is said about a call; "" for a word that is none. */
static char *said_about(const char *word)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    int result;

    assert_non_null(out);
    result = explain_call_print(word, out);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(result < 0, size == 0);
    assert_int_equal(result > 0,
                     strstr(text, "not among those") != NULL && strstr(text, "Error") == NULL);
    return text;
}

static void expect(const char *word, const char *part)
{
    char *text = said_about(word);

    if (strstr(text, part) == NULL) {
        print_message("%s: %s\n", word, text);
    }
    assert_non_null(strstr(text, part));
    free(text);
}

static void test_calls(void **state)
{
    char *text;

    (void) state;
    expect("318", "getrandom");
    expect("#318", "libmosix-coop.so answers it");
    expect("arc4random", "system call 318");
    expect("epoll_create1", "mosrun -e");
    expect("452", "fchmodat2");
    expect("9999", "number 9999");
    /* A number may be that of an error: both are explained where there is such a call. */
    expect("805", "MOSRUN: Error #805");
    expect("#96", "vdso=0");
    expect("96", "not among those");
    expect("1", "not among those");
    expect("65536", "");
    text = said_about("805");
    assert_null(strstr(text, "system call"));
    free(text);
    assert_int_equal(explain_call_print("65536", stdout), -ENOENT);
    assert_int_equal(explain_call_print("read", stdout), -ENOENT);
    assert_int_equal(explain_call_print("", stdout), -ENOENT);
    assert_int_equal(explain_call_print("-1", stdout), -ENOENT);
    assert_int_equal(explain_call_print("12x", stdout), -ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_unlike),
        cmocka_unit_test(test_calls),
    };

    return RUN_TESTS(tests);
}
