/* SPDX-License-Identifier: BSD-3-Clause */
/* The environment that mosrun hands on: no memory first, then what is lost, kept and added. */
#include "test_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "env_names.h"
#include "program_env.h"

#define LIBRARY "/lib/of/the/emulator.so"

/* How many allocations may still succeed; negative: all. */
static int allocations = -1;

static bool may_allocate(void)
{
    return allocations < 0 || allocations-- > 0;
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
char *__wrap_strdup(const char *text);
int __wrap_asprintf(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));
int __wrap___asprintf_chk(char **text, int flag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void *__wrap_calloc(size_t count, size_t size)
{
    return may_allocate() ? __real_calloc(count, size) : NULL;
}

char *__wrap_strdup(const char *text)
{
    char *copy = may_allocate() ? malloc(strlen(text) + 1) : NULL;

    return copy == NULL ? NULL : strcpy(copy, text);
}

static int format_text(char **text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static int format_text(char **text, const char *format, va_list arguments)
{
    return may_allocate() ? vasprintf(text, format, arguments) : -1;
}

int __wrap_asprintf(char **text, const char *format, ...)
{
    va_list arguments;
    int rc;

    va_start(arguments, format);
    rc = format_text(text, format, arguments);
    va_end(arguments);
    return rc;
}

int __wrap___asprintf_chk(char **text, int flag, const char *format, ...)
{
    va_list arguments;
    int rc;

    (void) flag;
    va_start(arguments, format);
    rc = format_text(text, format, arguments);
    va_end(arguments);
    return rc;
}

static void check(char *const environment[], enum program_env_keep keep,
                  const char *const expected[])
{
    struct program_env *copy = program_env_create(environment, LIBRARY, keep);
    char **vector;

    assert_non_null(copy);
    vector = program_env_vector(copy);
    assert_non_null(vector);
    for (; *expected != NULL; expected++, vector++) {
        assert_non_null(*vector);
        assert_string_equal(*vector, *expected);
    }
    assert_null(*vector);
    program_env_free(copy);
}

static void test_no_memory(void **state)
{
    char *const environment[] = {(char *) "A=1", (char *) "LD_PRELOAD=x", NULL};
    struct program_env *copy;

    (void) state;
    for (int enough = 0; enough < 5; enough++) {
        allocations = enough;
        copy = program_env_create(environment, LIBRARY, PROGRAM_ENV_KEEP_ALL);
        if (copy != NULL) {
            program_env_add(copy, "B", "2");
            program_env_preload(copy, LIBRARY);
            assert_null(program_env_vector(copy));
        }
        program_env_free(copy);
    }
    allocations = -1;
    program_env_free(NULL);
}

static void test_no_room(void **state)
{
    char *const environment[] = {NULL};
    struct program_env *copy = program_env_create(environment, NULL, PROGRAM_ENV_KEEP_ALL);

    (void) state;
    for (int i = 0; i < 100; i++) {
        program_env_add(copy, "A", "1");
    }
    assert_null(program_env_vector(copy));
    program_env_free(copy);
}

static void test_lost_names(void **state)
{
    static const char *const lost[] = {
        "LD_PRELOAD=x", "LD_=",        "LD_ANYTHING=",     "MALLOC_CHECK_=3",
        "MALLOC_=",     "TMPDIR=/tmp", "GLIBC_TUNABLES=x", "LOCPATH=",
        "TZDIR=x",      "NLSPATH=x",   "HOSTALIASES=x",
    };
    static const char *const kept[] = {
        "LD=x",   "XLD_PRELOAD=x", "MALLOC=1",     "TMPDIR2=x", "TMP=x",
        "TZ=UTC", "PATH=/bin",     "ld_preload=x", "TMPDIR",    ""};

    (void) state;
    for (size_t i = 0; i < sizeof(lost) / sizeof(lost[0]); i++) {
        assert_true(program_env_is_lost(lost[i]));
    }
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        assert_false(program_env_is_lost(kept[i]));
    }
}

static void test_copy(void **state)
{
    char *const environment[] = {
        (char *) "PATH=/bin",
        (char *) "LD_PRELOAD=a",
        (char *) "no equals sign",
        (char *) "=",
        (char *) EMULATOR_ENV_RUN "=1.2.3.4",
        (char *) EMULATOR_ENV_HOME "=1.2.3.4",
        (char *) "PATH=/bin",
        NULL,
    };
    const char *const lost[] = {
        "PATH=/bin", "no equals sign", "=", EMULATOR_ENV_HOME "=1.2.3.4", "PATH=/bin", NULL};
    const char *const kept[] = {"PATH=/bin",
                                "LD_PRELOAD=a",
                                "no equals sign",
                                "=",
                                EMULATOR_ENV_HOME "=1.2.3.4",
                                "PATH=/bin",
                                NULL};

    (void) state;
    check(environment, PROGRAM_ENV_KEEP_NONE, lost);
    check(environment, PROGRAM_ENV_KEEP_ALL, kept);
}

/* mosenv of MOSIX 4: LD_* and MALLOC_* [real]. */
static void test_keep_two(void **state)
{
    char *const environment[] = {
        (char *) "LD_PRELOAD=a",    (char *) "TMPDIR=/x", (char *) "GLIBC_TUNABLES=y",
        (char *) "MALLOC_CHECK_=3", (char *) "A=1",       NULL};
    const char *const expected[] = {"LD_PRELOAD=a", "MALLOC_CHECK_=3", "A=1", NULL};

    (void) state;
    check(environment, PROGRAM_ENV_KEEP_TWO, expected);
}

static void test_set(void **state)
{
    char *const environment[] = {(char *) "AB=1", (char *) "A=1", NULL};
    struct program_env *copy = program_env_create(environment, NULL, PROGRAM_ENV_KEEP_NONE);
    char **vector;

    (void) state;
    assert_non_null(copy);
    program_env_set(copy, "A=2");
    program_env_set(copy, "LD_PRELOAD=x=y");
    program_env_set(copy, "B=");
    vector = program_env_vector(copy);
    assert_string_equal(vector[0], "AB=1");
    assert_string_equal(vector[1], "A=2");
    assert_string_equal(vector[2], "LD_PRELOAD=x=y");
    assert_string_equal(vector[3], "B=");
    assert_null(vector[4]);
    program_env_free(copy);
}

static void test_library_is_taken_out(void **state)
{
    static const struct {
        const char *before;
        const char *after;
    } cases[] = {
        {"LD_PRELOAD=" LIBRARY, NULL},
        {"LD_PRELOAD=" LIBRARY ":a:b", "LD_PRELOAD=a:b"},
        {"LD_PRELOAD=a " LIBRARY " b", "LD_PRELOAD=a b"},
        {"LD_PRELOAD=a:" LIBRARY, "LD_PRELOAD=a:"},
        {"LD_PRELOAD=" LIBRARY ":" LIBRARY, NULL},
        {"LD_PRELOAD=" LIBRARY "x", "LD_PRELOAD=" LIBRARY "x"},
        {"LD_PRELOAD=x" LIBRARY, "LD_PRELOAD=x" LIBRARY},
        {"LD_PRELOAD=::a: ", "LD_PRELOAD=::a: "},
        {"LD_PRELOAD=", "LD_PRELOAD="},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *const environment[] = {(char *) cases[i].before, NULL};
        const char *const expected[] = {cases[i].after, NULL};

        check(environment, PROGRAM_ENV_KEEP_ALL, expected);
    }
}

static void preloaded(const char *before, const char *after)
{
    char *const environment[] = {(char *) "A=1", (char *) before, NULL};
    struct program_env *copy = program_env_create(environment, LIBRARY, PROGRAM_ENV_KEEP_ALL);

    assert_non_null(copy);
    program_env_preload(copy, LIBRARY);
    assert_non_null(program_env_vector(copy));
    assert_string_equal(program_env_get(program_env_vector(copy), "LD_PRELOAD"), after);
    program_env_free(copy);
}

static void test_preload(void **state)
{
    (void) state;
    preloaded(NULL, LIBRARY);
    preloaded("LD_PRELOAD=", LIBRARY);
    preloaded("LD_PRELOAD=a b", LIBRARY ":a b");
    preloaded("LD_PRELOAD=" LIBRARY ":a", LIBRARY ":a");
}

static void test_get(void **state)
{
    char *const environment[] = {(char *) "AB=1", (char *) "A=", (char *) "A=2", NULL};

    (void) state;
    assert_null(program_env_get(environment, "B"));
    assert_string_equal(program_env_get(environment, "A"), "");
    assert_string_equal(program_env_get(environment, "AB"), "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_no_room),
        cmocka_unit_test(test_lost_names),
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_keep_two),
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_library_is_taken_out),
        cmocka_unit_test(test_preload),
        cmocka_unit_test(test_get),
    };

    return RUN_TESTS(tests);
}
