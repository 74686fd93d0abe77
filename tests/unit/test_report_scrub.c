/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of report_scrub: no word of the list is left in a text, and the rest of it is.
 */
#include "test_main.h"

#include <stdlib.h>
#include <string.h>

#include "report_scrub.h"

static void expect(const char *text, const struct report_words *words, const char *result)
{
    char *clean = report_scrub(text, words);

    assert_non_null(clean);
    assert_string_equal(clean, result);
    free(clean);
}

static void test_words(void **state)
{
    struct report_words words = {.list = NULL};

    (void) state;
    expect("as it is\n", &words, "as it is\n");
    assert_int_equal(report_words_add(&words, "ann", 3, "[user]", true), 0);
    assert_int_equal(report_words_add(&words, "anna", 4, "[user]", true), 0);
    assert_int_equal(report_words_add(&words, "anna", 4, "[again]", true), 0);
    assert_int_equal(report_words_add(&words, "", 0, "[nothing]", true), 0);
    assert_int_equal(report_words_add(&words, "s e\tcret", 8, "[secret]", false), 0);
    assert_int_equal(words.count, 3);
    expect("/home/anna/x ann annas xs e\tcrets", &words, "/home/[user]/x [user] annas x[secret]s");
    expect("annann _ann ann2 channel ann-ann.ann@ann:x", &words,
           "annann _ann ann2 channel [user]-[user].[user]@[user]:x");
    expect("s e\tcretann ann", &words, "[secret]ann [user]");
    expect("an", &words, "an");
    expect("\xff\xfe"
           "ann",
           &words, "\xff\xfe[user]");
    report_words_free(&words);
    assert_int_equal(words.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
    };

    return RUN_TESTS(tests);
}
