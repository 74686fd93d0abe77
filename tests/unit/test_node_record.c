/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files that node setup wrote: recognised, and an edit anywhere in them as well.
 */
#include "test_main.h"

#include <stdlib.h>
#include <string.h>

#include "node_record.h"

static void test_there_and_back(void **state)
{
    static const char *const bodies[] = {"", "x", "[Service]\nA=b\n", "# comment\n\n"};
    struct node_record record;

    (void) state;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        for (int made = 0; made < 2; made++) {
            char *text = node_record_make(bodies[i], made != 0);

            assert_non_null(text);
            assert_int_equal(text[0], '#');
            assert_int_equal(node_record_read(text, strlen(text), &record), NODE_RECORD_INTACT);
            assert_int_equal(record.made_directory, made);
            assert_int_equal(record.body_size, strlen(bodies[i]));
            assert_memory_equal(record.body, bodies[i], record.body_size);
            free(text);
        }
    }
}

static void test_foreign(void **state)
{
    static const char *const texts[] = {"", "\n", "[Service]\n", "# Written by somebody\n"};
    struct node_record record;

    (void) state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_int_equal(node_record_read(texts[i], strlen(texts[i]), &record),
                         NODE_RECORD_FOREIGN);
    }
}

/* Every byte after the mark counts, and every end but the right one. */
static void test_edited(void **state)
{
    char *text = node_record_make("A=b\n", false);
    size_t size = strlen(text);
    size_t mark = strcspn(text, "(");
    struct node_record record;

    (void) state;
    for (size_t i = mark; i < size; i++) {
        char old = text[i];

        text[i] = old == 'x' ? 'y' : 'x';
        /* The word for the directory is not part of the sum: made and everything else. */
        if (i < mark + strlen("(directory=") || i >= mark + strlen("(directory=kept")) {
            assert_int_equal(node_record_read(text, size, &record), NODE_RECORD_EDITED);
        }
        text[i] = old;
        if (i > mark) {
            assert_int_equal(node_record_read(text, i, &record), NODE_RECORD_EDITED);
        }
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_edited),
    };

    return RUN_TESTS(tests);
}
