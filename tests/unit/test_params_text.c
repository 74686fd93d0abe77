/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of params_text: which settings Open MPI finds in a parameter file.
 */
#include "test_main.h"

#include <stdio.h>
#include <string.h>

#include "params_text.h"

/* All settings of a text as `line:key=value;`. */
static void list_settings(const char *text, size_t size, char *list, size_t room)
{
    struct params_setting setting;
    struct params_text walk;
    size_t length = 0;

    list[0] = '\0';
    params_text_start(&walk, text, size);
    while (params_text_next(&walk, &setting)) {
        length += (size_t) snprintf(list + length, room - length, "%d:%.*s=%.*s;", setting.line,
                                    (int) setting.key_length, setting.key,
                                    (int) setting.value_length, setting.value);
    }
}

static void expect(const char *text, const char *expected)
{
    char list[512];

    list_settings(text, strlen(text), list, sizeof(list));
    assert_string_equal(list, expected);
}

static void test_nothing(void **state)
{
    (void) state;
    expect("", "");
    expect("\n\n", "");
    expect("# a = b\n// c = d\n/* e = f\n g = h */\n", "");
    expect("word\nother words\n", "");
}

static void test_settings(void **state)
{
    (void) state;
    expect("btl = ^uct,openib,ofi", "1:btl=^uct,openib,ofi;");
    expect("a=1\n\tb \t= 2 \t\n  c =\n", "1:a=1;2:b=2;3:c=;");
    expect("a = b # no comment\n", "1:a=b # no comment;");
    expect("a = b\r\nc = d\r\n", "1:a=b\r;2:c=d\r;");
    expect("/* x */ a = 1 /* y\n*/ b = 2\n", "1:a=1 /* y;2:b=2;");
    expect("word b = 2\nc = 3\n", "2:c=3;");
    expect("? a = 1\n", "1:a=1;");
}

static void test_options(void **state)
{
    (void) state;
    expect("--mca a 1\n-mca b 2 --mca c 3\n", "1:a=1;2:b=2;2:c=3;");
    expect("--mca a\n", "");
}

/* Open MPI takes a comment on a last line without newline apart. */
static void test_last_line(void **state)
{
    (void) state;
    expect("# a = b", "1:a=b;");
    expect("x = 1\n/* never ended\na = b\n", "1:x=1;");
}

static void test_any_bytes(void **state)
{
    static const char text[] = "a = 1\0 2\n\0\0b = 3\n";
    char list[512];

    (void) state;
    list_settings(text, sizeof(text) - 1, list, sizeof(list));
    assert_non_null(strstr(list, "2:b=3;"));
}

static void expect_bad(const char *text, int line)
{
    if (params_text_bad(text, strlen(text)) != line) {
        fail_msg("%d instead of %d: %s", params_text_bad(text, strlen(text)), line, text);
    }
}

/* What mpirun of Open MPI 4.1 complains of, as "keyval parser: error". */
static void test_bad_lines(void **state)
{
    (void) state;
    expect_bad("", 0);
    expect_bad("# a, b\n\n \f\n/* c,\n d */\n// e\na = b # c\n-x FOO=1\n--mca btl self\n  z = 1",
               0);
    expect_bad("a = 1\nbtl tcp,self\nc\n", 2);
    expect_bad("a = 1\n\"x\" = 3\n", 2);
    expect_bad("\001\002\n", 1);
    expect_bad("a = 1\n# no newline", 2);
    assert_int_equal(params_text_bad("a = 1\n\0\377", 8), 2);
}

static void test_last_setting_counts(void **state)
{
    static const char text[] = "a = 1\nb = 2\na = 3\n# a = 4\n";
    struct params_setting setting;

    (void) state;
    assert_true(params_text_last(text, 0, strlen(text), "a", &setting));
    assert_int_equal(setting.line, 3);
    assert_true(params_text_last(text, 0, 6, "a", &setting));
    assert_int_equal(setting.line, 1);
    assert_false(params_text_last(text, 6, 12, "a", NULL));
    assert_false(params_text_last(text, 0, strlen(text), "c", NULL));
    assert_false(params_text_last(NULL, 0, 0, "c", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_last_line),
        cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_last_setting_counts),
    };

    return RUN_TESTS(tests);
}
