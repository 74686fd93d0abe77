/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of report_scrub: no word of the list is left in a text, and the rest of it is.
 */
#include "test_main.h"

#include <stdlib.h>
#include <string.h>

#include "report_names.h"
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
    assert_int_equal(report_words_add(&words, "ann", 3, "[user]", REPORT_WORD_NAME), 0);
    assert_int_equal(report_words_add(&words, "anna", 4, "[user]", REPORT_WORD_NAME), 0);
    assert_int_equal(report_words_add(&words, "anna", 4, "[again]", REPORT_WORD_NAME), 0);
    assert_int_equal(report_words_add(&words, "", 0, "[nothing]", REPORT_WORD_NAME), 0);
    assert_int_equal(report_words_add(&words, "s e\tcret", 8, "[secret]", REPORT_WORD_ANYWHERE), 0);
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

/* What a text tells of users is left out of it. */
static void expect_found(const char *text, const char *result)
{
    struct report_words words = {.list = NULL};

    assert_int_equal(report_names_find(text, &words), 0);
    expect(text, &words, result);
    report_words_free(&words);
}

static void test_found(void **state)
{
    (void) state;
    expect_found("a = /home/alice/x\nalice, /tmp/alice.log\n",
                 "a = /home/[user]/x\n[user], /tmp/[user].log\n");
    expect_found("plm_rsh_agent = ssh -l alice", "plm_rsh_agent = ssh -l [user]");
    expect_found("agent: \"rsh\" -lalice:", "agent: \"rsh\" -l[user]:");
    expect_found("ssh -o User=j.doe -J bob@gate:1", "ssh -o User=[user] -J [user]@gate:1");
    expect_found("ssh -l d\\alice @ -l", "ssh -l [user] @ -l");
    /* No agent. */
    expect_found("x -l alice, mail@example", "x -l alice, mail@example");
    /* Nobody's names, and words that are everywhere. */
    expect_found("/home/shared/x /home/$USER/ /home/7/ /home/a/ /home/ /home/..",
                 "/home/shared/x "
                 "/home/$USER/ /home/7/ /home/a/ /home/ /home/..");
    expect_found("it is /home/it/x", "it is /home/[user]/x");
    expect_found("", "");
}

static void test_nobody(void **state)
{
    struct report_words words = {.list = NULL};

    (void) state;
    assert_int_equal(report_names_add(&words, "nobody", 6), 0);
    assert_int_equal(report_names_add(&words, "set", 3), 0);
    expect("nobody set a=set", &words, "nobody set a=[user]");
    report_words_free(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_nobody),
    };

    return RUN_TESTS(tests);
}
