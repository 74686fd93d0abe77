/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What MOSIX says, however a pipe cuts it.
 */
#include "test_main.h"

#include <string.h>

#include "mosrun_tail.h"

#define LINE "MOSRUN: illegal system call #318"

/* Feeds a text in pieces of that size, and returns what was found first. */
static struct mosrun_tail feed(const char *text, size_t piece)
{
    struct mosrun_tail tail = {0};

    for (size_t left = strlen(text); left > 0 && tail.said[0] == '\0';) {
        size_t taken = mosrun_tail_feed(&tail, text, left < piece ? left : piece);

        text += taken;
        left -= taken;
    }
    return tail;
}

static void test_pieces(void **state)
{
    (void) state;
    for (size_t piece = 1; piece < 60; piece++) {
        struct mosrun_tail tail = feed("hello\n" LINE "\nMOSRUN: Error #805\n", piece);

        assert_string_equal(tail.said, LINE);
        assert_int_equal(tail.end.number, 318);
        assert_true(mosrun_tail_is_final(&tail, false));
    }
}

static void test_one_after_the_other(void **state)
{
    static const char text[] = "a\n" LINE "\nb\nMOSRUN: Error #805\nc\n";
    struct mosrun_tail tail = {0};
    size_t at = mosrun_tail_feed(&tail, text, sizeof(text) - 1);

    (void) state;
    assert_int_equal(at, strlen("a\n" LINE "\n"));
    at += mosrun_tail_feed(&tail, text + at, sizeof(text) - 1 - at);
    assert_int_equal(tail.end.kind, MOSRUN_END_MAILBOX);
    at += mosrun_tail_feed(&tail, text + at, sizeof(text) - 1 - at);
    assert_string_equal(tail.said, "");
    assert_int_equal(at, sizeof(text) - 1);
}

static void test_colours(void **state)
{
    (void) state;
    for (size_t piece = 1; piece < 60; piece++) {
        struct mosrun_tail tail = feed("\033[31m" LINE "\033[0m\n", piece);

        assert_string_equal(tail.said, LINE);
    }
    assert_string_equal(feed("\033[1;3\n\033\n\033[\n", 9).said, "");
    assert_string_equal(feed("\033x" LINE "\n", 9).said, "");
    assert_string_equal(feed("\033[" LINE "\n", 9).said, "");
}

static void test_final(void **state)
{
    struct mosrun_tail tail = feed(LINE, 7);

    (void) state;
    assert_false(mosrun_tail_is_final(&tail, true));
    tail = feed("MOSRUN: system-call 'shmat' not supported under MOSIX\n", 7);
    assert_false(mosrun_tail_is_final(&tail, false));
    assert_true(mosrun_tail_is_final(&tail, true));
    tail = feed("status=0x200\n", 7);
    assert_string_equal(tail.said, "status=0x200");
    assert_false(mosrun_tail_is_final(&tail, true));
    tail = feed("", 1);
    assert_false(mosrun_tail_is_final(&tail, true));
}

static void test_long_lines(void **state)
{
    char text[1000];
    struct mosrun_tail tail;

    (void) state;
    memset(text, 'x', sizeof(text));
    memcpy(text, LINE " ", sizeof(LINE));
    text[998] = '\n';
    text[999] = '\0';
    tail = feed(text, 100);
    assert_string_equal(tail.said, "");
    (void) mosrun_tail_feed(&tail, LINE "\n", sizeof(LINE));
    assert_string_equal(tail.said, LINE);
    /* The longest that is kept, and one more. */
    text[MOSRUN_TAIL_LINE] = '\n';
    text[MOSRUN_TAIL_LINE + 1] = '\0';
    tail = feed(text, 1);
    assert_int_equal(strlen(tail.said), MOSRUN_TAIL_LINE);
    text[MOSRUN_TAIL_LINE] = 'x';
    text[MOSRUN_TAIL_LINE + 1] = '\n';
    text[MOSRUN_TAIL_LINE + 2] = '\0';
    tail = feed(text, 1);
    assert_string_equal(tail.said, "");
}

static void test_control_characters(void **state)
{
    struct mosrun_tail tail = feed("\033]MOSRUN: a\nMOSRUN: \033]31m\r\n", 9);

    (void) state;
    assert_string_equal(tail.said, "MOSRUN:  ]31m ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),     cmocka_unit_test(test_one_after_the_other),
        cmocka_unit_test(test_colours),    cmocka_unit_test(test_final),
        cmocka_unit_test(test_long_lines), cmocka_unit_test(test_control_characters),
    };

    return RUN_TESTS(tests);
}
