/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What MOSIX says about an end: every line that was seen on 4.4.3 is recognised, cut and strange
 * ones are not, and each has an explanation that fits into its room.
 */
#include "test_main.h"

#include <stdio.h>
#include <string.h>

#include "mosrun_end.h"

static struct mosrun_end read_line(const char *line)
{
    struct mosrun_end end;
    bool found = mosrun_end_read(line, strlen(line), &end);

    assert_int_equal(found, end.kind != MOSRUN_END_NONE);
    return end;
}

static void test_lines(void **state)
{
    static const struct {
        const char *line;
        enum mosrun_end_kind kind;
        long number;
    } cases[] = {
        {"MOSRUN: illegal system call #332", MOSRUN_END_ILLEGAL, 332},
        {"[1,0]<stderr>:MOSRUN: illegal system call #318", MOSRUN_END_ILLEGAL, 318},
        {"MOSRUN: system-call 'prlimit64' not supported under MOSIX", MOSRUN_END_UNSUPPORTED, 0},
        {"MOSRUN: Shared memory (MAP_SHARED) not supported under MOSIX", MOSRUN_END_SHARED, 0},
        {"MOSRUN: Prctl option #15 not supported under MOSIX", MOSRUN_END_PRCTL, 15},
        {"MOSRUN: Mapping special character files not supported under MOSIX", MOSRUN_END_DEVICE, 0},
        {"MOSRUN: getpriority/setpriority supported under MOSIX only for self", MOSRUN_END_PRIORITY,
         0},
        {"MOSRUN: Error #96", MOSRUN_END_VDSO, 96},
        {"MOSRUN: Error #805", MOSRUN_END_MAILBOX, 805},
        {"MOSRUN: Error 100, No such process", MOSRUN_END_KILLED, 100},
        {"MOSRUN: Error 220, Function not implemented", MOSRUN_END_INSIDE, 220},
        {"MOSRUN: Error #7", MOSRUN_END_ERROR, 7},
        {"MOSRUN: No space to freeze", MOSRUN_END_FREEZE, 0},
        {"MOSRUN: Failed opening memory file", MOSRUN_END_MEMORY, 0},
        {"MOSRUN: failed migrating to 10.77.0.9: not in map", MOSRUN_END_NO_NODE, 0},
        {"MOSRUN: failed migrating to 10.77.0.2: no response", MOSRUN_END_SILENT_NODE, 0},
        {"Not Super-User", MOSRUN_END_NO_SETUID, 0},
        {"status=0x200", MOSRUN_END_NOT_EXECUTED, 2},
        {"status=0xd00", MOSRUN_END_NOT_EXECUTED, 13},
        {"MOSRUN: Too many private directories", MOSRUN_END_OTHER, 0},
        {"MOSRUN: illegal system call #", MOSRUN_END_OTHER, 0},
        {"MOSRUN: illegal system call #12x", MOSRUN_END_OTHER, 12},
        {"MOSRUN: system-call '' not supported under MOSIX", MOSRUN_END_OTHER, 0},
        {"MOSRUN: system-call 'a-b' not supported under MOSIX", MOSRUN_END_OTHER, 0},
        {"MOSRUN: Error #", MOSRUN_END_OTHER, 0},
        {"MOSRUN: ", MOSRUN_END_OTHER, 0},
        {"", MOSRUN_END_NONE, 0},
        {"MOSRUN:", MOSRUN_END_NONE, 0},
        {"xMOSRUN: Error #96", MOSRUN_END_NONE, 0},
        {"status=0x201", MOSRUN_END_NONE, 0},
        {"status=0x0", MOSRUN_END_NONE, 0},
        {"exitstatus=0x200", MOSRUN_END_NONE, 0},
        {"illegal system call #332", MOSRUN_END_NONE, 0},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct mosrun_end end = read_line(cases[i].line);

        if (end.kind != cases[i].kind) {
            print_message("%s\n", cases[i].line);
        }
        assert_int_equal(end.kind, cases[i].kind);
        assert_int_equal(end.number, cases[i].number);
    }
    assert_string_equal(read_line(cases[2].line).name, "prlimit64");
}

static void test_long_numbers_and_names(void **state)
{
    char line[128];

    (void) state;
    assert_int_equal(read_line("MOSRUN: illegal system call #99999999999999999999").kind,
                     MOSRUN_END_OTHER);
    snprintf(line, sizeof(line), "MOSRUN: system-call '%040d' not supported under MOSIX", 0);
    assert_int_equal(read_line(line).kind, MOSRUN_END_OTHER);
}

static void test_final(void **state)
{
    struct mosrun_end illegal = read_line("MOSRUN: illegal system call #332");
    struct mosrun_end refused = read_line("MOSRUN: system-call 'shmat' not supported under MOSIX");
    struct mosrun_end other = read_line("MOSRUN: hello");

    (void) state;
    assert_true(mosrun_end_is_final(&illegal, false));
    assert_false(mosrun_end_is_final(&refused, false));
    assert_true(mosrun_end_is_final(&refused, true));
    assert_false(mosrun_end_is_final(&other, true));
    assert_int_equal(mosrun_end_call(&illegal), 332);
    assert_int_equal(mosrun_end_call(&refused), 30);
    assert_int_equal(mosrun_end_call(&other), -1);
}

/* A text that was cut has no full stop. */
static void check_text(const struct mosrun_end *end)
{
    struct mosrun_end_text text;

    mosrun_end_explain(end, &text);
    assert_int_equal(text.what[strlen(text.what) - 1], '.');
    assert_int_equal(text.why[strlen(text.why) - 1], '.');
    assert_int_equal(text.remedy[strlen(text.remedy) - 1], '.');
}

static void test_texts(void **state)
{
    struct mosrun_end end = {.number = 1};

    (void) state;
    for (int kind = MOSRUN_END_NONE; kind <= MOSRUN_END_OTHER; kind++) {
        end.kind = (enum mosrun_end_kind) kind;
        memset(end.name, 'x', sizeof(end.name) - 1);
        check_text(&end);
    }
    end.kind = MOSRUN_END_ILLEGAL;
    for (end.number = 0; end.number < 600; end.number++) {
        check_text(&end);
    }
    end.number = 999999999;
    check_text(&end);
}

static void test_what_it_says(void **state)
{
    struct mosrun_end end = read_line("MOSRUN: illegal system call #334");
    struct mosrun_end_text text;

    (void) state;
    mosrun_end_explain(&end, &text);
    assert_non_null(strstr(text.what, "rseq (number 334)"));
    assert_non_null(strstr(text.why, "glibc.pthread.rseq=0"));
    end = read_line("MOSRUN: illegal system call #318");
    mosrun_end_explain(&end, &text);
    assert_non_null(strstr(text.what, "getrandom"));
    assert_non_null(strstr(text.remedy, "LD_PRELOAD"));
    end = read_line("MOSRUN: system-call 'shmat' not supported under MOSIX");
    mosrun_end_explain(&end, &text);
    assert_non_null(strstr(text.what, "shmat, for memory that processes share"));
    assert_non_null(strstr(text.remedy, "odls_mosix_unsupported_syscalls 1"));
    end = read_line("status=0xd00");
    mosrun_end_explain(&end, &text);
    assert_non_null(strstr(text.what, "Permission denied"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),        cmocka_unit_test(test_long_numbers_and_names),
        cmocka_unit_test(test_final),        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_what_it_says),
    };

    return RUN_TESTS(tests);
}
