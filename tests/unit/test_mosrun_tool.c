/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which commands start with a tool that cannot work under mosrun.
 */
#include "test_main.h"

#include <string.h>

#include "mosrun_tool.h"

#define WORDS_MAX 8

struct command {
    const char *words[WORDS_MAX];
    const char *tool;
};

static void expect(const struct command *commands, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct mosrun_tool *tool = mosrun_tool_find((char *const *) commands[i].words);
        const char *name = tool != NULL ? tool->name : "none";

        if (strcmp(name, commands[i].tool) != 0) {
            fail_msg("%s %s ...: %s, expected %s", commands[i].words[0],
                     commands[i].words[1] != NULL ? commands[i].words[1] : "", name,
                     commands[i].tool);
        }
        if (tool != NULL) {
            assert_true(strlen(mosrun_tool_remedy(tool)) > 0);
        }
    }
}

#define EXPECT(commands) expect(commands, sizeof(commands) / sizeof((commands)[0]))

static void test_tool_itself(void **state)
{
    static const struct command commands[] = {
        {{"gdb", "./a"}, "gdb"},
        {{"/usr/bin/strace", "-f", "./a"}, "strace"},
        {{"lldb-14", "./a"}, "lldb"},
        {{"perf_6.1", "record"}, "perf"},
        {{"gdb-multiarch"}, "gdb-multiarch"},
        {{"valgrind", "./a"}, "valgrind"},
        {{"taskset", "-c", "0"}, "taskset"},
        {{"gdb-"}, "none"},
        {{"gdbx", "./a"}, "none"},
        {{"./perfect"}, "none"},
        {{"./a.out", "gdb"}, "none"},
        {{"/opt/perf/bin/a"}, "none"},
        {{""}, "none"},
        {{"gdb/"}, "none"},
    };

    (void) state;
    EXPECT(commands);
    assert_null(mosrun_tool_find(NULL));
    assert_null(mosrun_tool_find((char *const[]){NULL}));
}

static void test_behind_a_starter(void **state)
{
    static const struct command commands[] = {
        {{"xterm", "-geometry", "80x24", "-e", "gdb", "./a"}, "gdb"},
        {{"env", "A=gdb", "./a"}, "none"},
        {{"env", "A=1", "nice", "-n", "5", "chrt", "1"}, "chrt"},
        {{"timeout", "10", "./a", "perf"}, "none"},
        {{"nohup"}, "none"},
        {{"env", "-i"}, "none"},
    };

    (void) state;
    EXPECT(commands);
}

static void test_in_a_shell(void **state)
{
    static const struct command commands[] = {
        {{"bash", "-c", "taskset -c $OMPI_COMM_WORLD_LOCAL_RANK ./a"}, "taskset"},
        {{"sh", "-c", "ulimit -c 0; exec /usr/bin/gdb ./a"}, "gdb"},
        {{"/bin/sh", "-e", "-c", "A=1 numactl -N 0 ./a"}, "numactl"},
        {{"bash", "-lc", "test -e a && (strace ./a)"}, "strace"},
        {{"sh", "-c", "nice perf stat ./a"}, "perf"},
        {{"sh", "-c", "./a gdb"}, "none"},
        {{"sh", "-c", "./a; ./b\n./c"}, "none"},
        {{"sh", "-c", ""}, "none"},
        {{"sh", "-c", "  ;"}, "none"},
        {{"sh", "-c"}, "none"},
        {{"sh", "gdb"}, "none"},
        {{"sh", "--rcfile", "-c", "gdb"}, "gdb"},
        {{"sh"}, "none"},
        {{"nice", "sh", "-c", "gdb ./a"}, "gdb"},
    };

    (void) state;
    EXPECT(commands);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tool_itself),
        cmocka_unit_test(test_behind_a_starter),
        cmocka_unit_test(test_in_a_shell),
    };

    return RUN_TESTS(tests);
}
