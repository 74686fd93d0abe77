/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of json_text: valid JSON whatever the text is.
 */
#include "test_main.h"

#include <stdlib.h>

#include "json_text.h"

static void expect(const char *text, const char *expected)
{
    char *written = NULL;
    size_t size;
    FILE *out = open_memstream(&written, &size);

    assert_non_null(out);
    json_put_string(text, out);
    assert_int_equal(fclose(out), 0);
    assert_string_equal(written, expected);
    free(written);
}

static void test_null(void **state)
{
    (void) state;
    expect(NULL, "null");
}

static void test_plain(void **state)
{
    (void) state;
    expect("", "\"\"");
    expect("a b/c", "\"a b/c\"");
    expect("\"\\", "\"\\\"\\\\\"");
    expect("a\tb\r\n\x7f", "\"a\\u0009b\\u000d\\u000a\\u007f\"");
}

static void test_utf8(void **state)
{
    (void) state;
    expect("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"");
}

static void test_not_utf8(void **state)
{
    (void) state;
    expect("\xff", "\"\\ufffd\"");
    expect("a\xc3", "\"a\\ufffd\"");
    expect("\xc3(", "\"\\ufffd(\"");
    expect("\xc0\x80", "\"\\ufffd\\ufffd\"");
    expect("\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"");
    expect("\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
    expect("\xe2\x82", "\"\\ufffd\\ufffd\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_null),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_not_utf8),
    };

    return RUN_TESTS(tests);
}
