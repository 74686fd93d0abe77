/* SPDX-License-Identifier: BSD-3-Clause */
/* What a file's mode permits to whom. */
#include "test_main.h"

#include <unistd.h>

#include "coop_files.h"

#define OWNER 7
#define STRANGER 8

static bool permits(mode_t file_mode, int mode, uid_t user, bool in_group)
{
    const struct stat file = {.st_mode = file_mode, .st_uid = OWNER};

    return coop_files_permits(&file, mode, user, in_group);
}

static void test_classes(void **state)
{
    (void) state;
    assert_true(permits(S_IFREG | 0400, R_OK, OWNER, false));
    assert_false(permits(S_IFREG | 0400, W_OK, OWNER, false));
    assert_false(permits(S_IFREG | 0400, R_OK | W_OK, OWNER, false));
    assert_false(permits(S_IFREG | 0400, R_OK, STRANGER, true));
    assert_true(permits(S_IFREG | 0040, R_OK, STRANGER, true));
    assert_false(permits(S_IFREG | 0040, R_OK, STRANGER, false));
    assert_true(permits(S_IFREG | 0005, R_OK | X_OK, STRANGER, false));
    /* The first class that fits decides. */
    assert_false(permits(S_IFREG | 0077, R_OK, OWNER, true));
    assert_false(permits(S_IFREG | 0707, R_OK, STRANGER, true));
}

static void test_root(void **state)
{
    (void) state;
    assert_true(permits(S_IFREG | 0000, R_OK | W_OK, 0, false));
    assert_false(permits(S_IFREG | 0666, X_OK, 0, false));
    assert_true(permits(S_IFREG | 0001, X_OK, 0, false));
    assert_true(permits(S_IFDIR | 0000, X_OK, 0, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_root),
    };

    return RUN_TESTS(tests);
}
