/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of params_block: the block goes in, and the file is what it was when it has gone out.
 */
#include "test_main.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "params_block.h"
#include "params_text.h"

#define BLOCK "# ours\nodls_mosix_enable = auto\nbtl_mosix_max_open = 128\n"
#define BEGIN_MARK "# >>> openmpi-mosix"
#define END_LINE "# <<< openmpi-mosix registered defaults <<<\n"

static const struct params_origin there = {.exists = true, .time = {1234567890, 987654321}};
static const struct params_origin missing = {.exists = false};

/* Enables; the caller frees. */
static struct params_result enable(const char *text, size_t size)
{
    struct params_result result;

    assert_int_equal(params_block_enable(text, size, &there, BLOCK, &result), 1);
    return result;
}

static void assert_text(const struct params_result *result, const char *text, size_t size)
{
    assert_int_equal(result->size, size);
    assert_memory_equal(result->text, text, size);
}

/* In, again, and out. */
static void there_and_back(const char *text, size_t size)
{
    struct params_result on = enable(text, size);
    struct params_result again;
    struct params_result off;
    struct params_block block;

    assert_int_equal(params_block_find(on.text, on.size, &block), PARAMS_BLOCK_INTACT);
    assert_int_equal(params_block_enable(on.text, on.size, &there, BLOCK, &again), 0);
    assert_int_equal(params_block_disable(on.text, on.size, &off), 1);
    assert_text(&off, text, size);
    assert_false(off.remove_file);
    assert_true(off.restore_time);
    assert_int_equal(off.time.tv_sec, there.time.tv_sec);
    assert_int_equal(off.time.tv_nsec, there.time.tv_nsec);
    free(on.text);
    free(off.text);
}

static void test_there_and_back(void **state)
{
    static const char *const texts[] = {
        "",     "\n",         "a = b",       "a = b\n",     "a = b\n\n\n", "a = b\r\nc = d\r\n",
        "\r\n", "a = b\r\nc", "# a comment", "/* no end\n", "\xff\xfe\x80"};

    (void) state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        there_and_back(texts[i], strlen(texts[i]));
    }
    there_and_back("a\0b\n\0", 5);
}

static void test_large(void **state)
{
    size_t size = 10u << 20;
    char *text = malloc(size);

    (void) state;
    assert_non_null(text);
    for (size_t i = 0; i < size; i++) {
        text[i] = i % 61 == 60 ? '\n' : (char) ('a' + i % 26);
    }
    there_and_back(text, size);
    free(text);
}

/* A final newline is added, so that what is appended does not spoil the last line. */
static void test_final_newline(void **state)
{
    struct params_result on = enable("a = b", 5);
    struct params_result off;
    char *appended;

    (void) state;
    assert_int_equal(on.text[on.size - 1], '\n');
    appended = malloc(on.size + 6);
    assert_non_null(appended);
    memcpy(appended, on.text, on.size);
    memcpy(appended + on.size, "c = d\n", 6);
    assert_int_equal(params_block_disable(appended, on.size + 6, &off), 1);
    assert_text(&off, "a = b\nc = d\n", 12);
    assert_false(off.restore_time);
    free(off.text);
    free(appended);
    /* Somebody took the newline away again. */
    assert_int_equal(params_block_disable(on.text, on.size - 1, &off), 1);
    assert_text(&off, "a = b", 5);
    free(off.text);
    free(on.text);
}

static void test_no_file(void **state)
{
    struct params_result on;
    struct params_result off;

    (void) state;
    assert_int_equal(params_block_enable(NULL, 0, &missing, BLOCK, &on), 1);
    assert_int_equal(params_block_disable(on.text, on.size, &off), 1);
    assert_true(off.remove_file);
    free(off.text);
    on.text = realloc(on.text, on.size + 6);
    assert_non_null(on.text);
    memcpy(on.text + on.size, "a = b\n", 6);
    assert_int_equal(params_block_disable(on.text, on.size + 6, &off), 1);
    assert_false(off.remove_file);
    assert_text(&off, "a = b\n", 6);
    free(off.text);
    free(on.text);
}

/* The value that Open MPI would use. */
static void expect_setting(const struct params_result *result, const char *key, const char *value)
{
    struct params_setting setting;

    assert_true(params_text_last(result->text, 0, result->size, key, &setting));
    assert_int_equal(setting.value_length, strlen(value));
    assert_memory_equal(setting.value, value, strlen(value));
}

static void test_own_setting_below(void **state)
{
    static const char own[] = "odls_mosix_enable = never\n";
    struct params_result on = enable(own, strlen(own));

    (void) state;
    expect_setting(&on, "odls_mosix_enable", "never");
    expect_setting(&on, "btl_mosix_max_open", "128");
    free(on.text);
}

/* Somebody wrote above the block; the next run makes that setting count. */
static void test_own_setting_above(void **state)
{
    static const char own[] = "odls_mosix_enable = never\n";
    struct params_result on = enable("x = y\n", 6);
    char *text = malloc(on.size + strlen(own));
    struct params_result again;
    struct params_result off;

    (void) state;
    assert_non_null(text);
    memcpy(text, own, strlen(own));
    memcpy(text + strlen(own), on.text, on.size);
    assert_int_equal(params_block_enable(text, on.size + strlen(own), &there, BLOCK, &again), 1);
    expect_setting(&again, "odls_mosix_enable", "never");
    expect_setting(&again, "btl_mosix_max_open", "128");
    assert_int_equal(params_block_disable(again.text, again.size, &off), 1);
    assert_text(&off, "odls_mosix_enable = never\nx = y\n", 32);
    free(off.text);
    free(again.text);
    free(text);
    free(on.text);
}

static void test_new_defaults_replace_old_ones(void **state)
{
    struct params_result on = enable("x = y", 5);
    struct params_result next;
    struct params_result off;

    (void) state;
    assert_int_equal(
        params_block_enable(on.text, on.size, &there, "odls_mosix_enable = never\n", &next), 1);
    expect_setting(&next, "odls_mosix_enable", "never");
    assert_false(params_text_last(next.text, 0, next.size, "btl_mosix_max_open", NULL));
    assert_int_equal(params_block_disable(next.text, next.size, &off), 1);
    assert_text(&off, "x = y", 5);
    assert_true(off.restore_time);
    free(off.text);
    free(next.text);
    free(on.text);
}

static void test_edited(void **state)
{
    struct params_result on = enable("x = y\n", 6);
    struct params_result result;
    struct params_block block;
    char *place = strstr(on.text, "128");

    (void) state;
    assert_non_null(place);
    memcpy(place, "127", 3);
    assert_int_equal(params_block_find(on.text, on.size, &block), PARAMS_BLOCK_EDITED);
    assert_int_equal(params_block_enable(on.text, on.size, &there, BLOCK, &result), 0);
    assert_int_equal(params_block_disable(on.text, on.size, &result), 1);
    assert_text(&result, "x = y\n", 6);
    free(result.text);
    free(on.text);
}

static void expect_damaged(const char *text, size_t size, int line)
{
    struct params_block block;
    struct params_result result;

    assert_int_equal(params_block_find(text, size, &block), PARAMS_BLOCK_DAMAGED);
    assert_int_equal(block.damage_line, line);
    assert_non_null(block.damage);
    assert_int_equal(params_block_enable(text, size, &there, BLOCK, &result), -EBADMSG);
    assert_int_equal(params_block_disable(text, size, &result), -EBADMSG);
}

static void test_damaged(void **state)
{
    struct params_result on = enable("", 0);
    char *twice = malloc(2 * on.size);
    char *end = strstr(on.text, END_LINE);

    (void) state;
    assert_non_null(twice);
    assert_non_null(end);
    memcpy(twice, on.text, on.size);
    memcpy(twice + on.size, on.text, on.size);
    expect_damaged(twice, 2 * on.size, 6);
    expect_damaged(on.text, (size_t) (end - on.text), 1);
    expect_damaged(end, strlen(END_LINE), 1);
    expect_damaged(END_LINE BEGIN_MARK " registered defaults >>>\n",
                   strlen(END_LINE BEGIN_MARK " registered defaults >>>\n"), 1);
    memcpy(strstr(on.text, "time="), "TIME=", 5);
    expect_damaged(on.text, on.size, 1);
    free(twice);
    free(on.text);
}

/* Cut anywhere: never taken for a whole block, never read past its end. */
static void test_cut_anywhere(void **state)
{
    struct params_result on = enable("", 0);
    size_t whole = on.size - strlen(END_LINE);
    struct params_block block;

    (void) state;
    for (size_t size = 0; size < whole; size++) {
        char *cut = malloc(size + 1);
        enum params_block_state found;

        assert_non_null(cut);
        memcpy(cut, on.text, size);
        found = params_block_find(cut, size, &block);
        assert_true(found == PARAMS_BLOCK_DAMAGED || found == PARAMS_BLOCK_ABSENT);
        free(cut);
    }
    free(on.text);
}

/* An editor of another system rewrote every line's end. */
static void test_carriage_returns(void **state)
{
    struct params_result on = enable("x = y\n", 6);
    char *text = malloc(2 * on.size);
    struct params_block block;
    size_t size = 0;

    (void) state;
    assert_non_null(text);
    for (size_t i = 0; i < on.size; i++) {
        if (on.text[i] == '\n') {
            text[size++] = '\r';
        }
        text[size++] = on.text[i];
    }
    assert_int_equal(params_block_find(text, size, &block), PARAMS_BLOCK_EDITED);
    free(text);
    free(on.text);
}

static void test_check(void **state)
{
    int line;

    (void) state;
    assert_int_equal(params_block_check(BLOCK, &line), 0);
    assert_int_equal(params_block_check("osc = ^ucx\n", &line), 0);
    assert_int_equal(params_block_check("# a\nbtl = mosix,self\n", &line), -EINVAL);
    assert_int_equal(line, 2);
    assert_int_equal(params_block_check("odls = mosix\n", &line), -EINVAL);
    assert_int_equal(params_block_check("btl = ^\n", &line), -EINVAL);
    assert_int_equal(params_block_check("odls_mosix_enable = auto", &line), -EINVAL);
    assert_int_equal(params_block_check(END_LINE, &line), -EINVAL);
}

static unsigned long random_state = 20261120;

static unsigned random_below(unsigned limit)
{
    random_state = random_state * 6364136223846793005ul + 1442695040888963407ul;
    return (unsigned) (random_state >> 33) % limit;
}

/* Pieces of parameter files, and bytes of any kind between them. */
static size_t random_text(char *text, size_t room)
{
    static const char *const pieces[] = {"\n",
                                         "\r\n",
                                         "# comment",
                                         "btl = ^uct",
                                         " = ",
                                         "/*",
                                         "*/",
                                         "odls_mosix_enable = never",
                                         "btl_mosix_max_open=1",
                                         "--mca a b",
                                         "\t",
                                         "# >>>",
                                         "# <<<",
                                         "//",
                                         "\\"};
    size_t size = 0;
    unsigned count = random_below(40);

    while (count-- > 0 && size + 32 < room) {
        unsigned which = random_below(sizeof(pieces) / sizeof(pieces[0]) + 5);

        if (which < sizeof(pieces) / sizeof(pieces[0])) {
            memcpy(text + size, pieces[which], strlen(pieces[which]));
            size += strlen(pieces[which]);
        } else {
            text[size++] = (char) random_below(256);
        }
    }
    return size;
}

static void test_random_files(void **state)
{
    const char *repeats = getenv("MOSIX_TEST_REPEATS");
    int count = repeats != NULL && strcmp(repeats, "all") == 0 ? 10000 : 2000;
    char text[2048];

    (void) state;
    for (int i = 0; i < count; i++) {
        there_and_back(text, random_text(text, sizeof(text)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_large),
        cmocka_unit_test(test_final_newline),
        cmocka_unit_test(test_no_file),
        cmocka_unit_test(test_own_setting_below),
        cmocka_unit_test(test_own_setting_above),
        cmocka_unit_test(test_new_defaults_replace_old_ones),
        cmocka_unit_test(test_edited),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_cut_anywhere),
        cmocka_unit_test(test_carriage_returns),
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_random_files),
    };

    return RUN_TESTS(tests);
}
