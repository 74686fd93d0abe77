/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Recognising tools; see mosrun_tool.h.
 */
#include "mosrun_tool.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* MOSIX 4.4.3 answers these calls with ENOSYS [real]; MOSIX of 2009 does not have them either
 * [doc], except perf_event_open(), of which nothing is known [assumed]. */
#define PTRACE "ptrace(), to look into another process"
#define AFFINITY "sched_setaffinity(), to choose processors"
#define NAMESPACES "unshare() or chroot(), to give a process another root"

static const struct mosrun_tool tools[] = {
    {"cgdb", MOSRUN_TOOL_DEBUGGER, PTRACE},
    {"ddd", MOSRUN_TOOL_DEBUGGER, PTRACE},
    {"gdb", MOSRUN_TOOL_DEBUGGER, PTRACE},
    {"gdb-multiarch", MOSRUN_TOOL_DEBUGGER, PTRACE},
    {"gdbserver", MOSRUN_TOOL_DEBUGGER, PTRACE},
    {"lldb", MOSRUN_TOOL_DEBUGGER, PTRACE},
    {"lldb-server", MOSRUN_TOOL_DEBUGGER, PTRACE},
    {"ltrace", MOSRUN_TOOL_DEBUGGER, PTRACE},
    {"rr", MOSRUN_TOOL_DEBUGGER, PTRACE},
    {"strace", MOSRUN_TOOL_DEBUGGER, PTRACE},
    {"valgrind", MOSRUN_TOOL_DEBUGGER, "system calls that MOSIX refuses"},
    {"perf", MOSRUN_TOOL_PROFILER, "perf_event_open(), to count what the processor does"},
    {"likwid-perfctr", MOSRUN_TOOL_PROFILER, "the counters of one processor"},
    {"chrt", MOSRUN_TOOL_PLACER, "sched_setscheduler(), to choose a priority"},
    {"hwloc-bind", MOSRUN_TOOL_PLACER, AFFINITY},
    {"ionice", MOSRUN_TOOL_PLACER, "ioprio_set(), to choose a priority"},
    {"likwid-pin", MOSRUN_TOOL_PLACER, AFFINITY},
    {"numactl", MOSRUN_TOOL_PLACER, "set_mempolicy(), to choose where memory is"},
    {"taskset", MOSRUN_TOOL_PLACER, AFFINITY},
    {"apptainer", MOSRUN_TOOL_CONTAINER, NAMESPACES},
    {"bwrap", MOSRUN_TOOL_CONTAINER, NAMESPACES},
    {"chroot", MOSRUN_TOOL_CONTAINER, NAMESPACES},
    {"docker", MOSRUN_TOOL_CONTAINER, NAMESPACES},
    {"podman", MOSRUN_TOOL_CONTAINER, NAMESPACES},
    {"singularity", MOSRUN_TOOL_CONTAINER, NAMESPACES},
    {"unshare", MOSRUN_TOOL_CONTAINER, NAMESPACES},
};

/* Programs that start another one, which is among their arguments. */
static const char *const starters[] = {
    "alacritty", "env",  "konsole", "lxterminal", "nice",   "nohup", "rxvt",           "setsid",
    "stdbuf",    "time", "timeout", "urxvt",      "uxterm", "xterm", "xfce4-terminal",
};

static const char *const shells[] = {"ash", "bash", "dash", "ksh", "sh", "zsh"};

/* Words of a shell that are followed by a command. */
static const char *const before_commands[] = {"!",  "do",   "else",  "exec",
                                              "if", "then", "while", "{"};

/* A piece of text. */
struct word {
    const char *text;
    size_t length;
};

static struct word last_part(struct word word)
{
    for (size_t i = word.length; i > 0; i--) {
        if (word.text[i - 1] == '/') {
            return (struct word){word.text + i, word.length - i};
        }
    }
    return word;
}

static struct word whole(const char *text)
{
    return (struct word){text, strlen(text)};
}

static bool is_word(struct word word, const char *text)
{
    return word.length == strlen(text) && memcmp(word.text, text, word.length) == 0;
}

static bool is_among(struct word word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_word(word, list[i])) {
            return true;
        }
    }
    return false;
}

#define IS_AMONG(word, list) is_among(word, list, sizeof(list) / sizeof((list)[0]))

/* Whether a word is that name, or that name and a version: lldb-14, perf_6.1. */
static bool is_named(struct word word, const char *name)
{
    size_t length = strlen(name);

    if (word.length < length || memcmp(word.text, name, length) != 0) {
        return false;
    }
    return word.length == length ||
           (word.length > length + 1 && strchr("-_.", word.text[length]) != NULL &&
            isdigit((unsigned char) word.text[length + 1]) != 0);
}

static const struct mosrun_tool *find_named(struct word word)
{
    word = last_part(word);
    for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
        if (is_named(word, tools[i].name)) {
            return &tools[i];
        }
    }
    return NULL;
}

static bool has_character(struct word word, char character)
{
    return memchr(word.text, character, word.length) != NULL;
}

/* The first tool that a text for "sh -c" has where a command begins. Quotes are not looked at. */
static const struct mosrun_tool *find_in_text(const char *text)
{
    bool command = true;

    while (*text != '\0') {
        size_t gap = strspn(text, " \t\n;&|()");
        struct word word;

        command = command || strcspn(text, "\n;&|(") < gap;
        text += gap;
        word = (struct word){text, strcspn(text, " \t\n;&|()")};
        text += word.length;
        if (!command) {
            continue;
        }
        if (find_named(word) != NULL) {
            return find_named(word);
        }
        command = has_character(word, '=') || IS_AMONG(word, before_commands) ||
                  IS_AMONG(last_part(word), starters);
    }
    return NULL;
}

/* What a shell is told to do by its option -c. */
static const struct mosrun_tool *find_in_shell(char *const *arguments)
{
    for (; *arguments != NULL && (*arguments)[0] == '-'; arguments++) {
        if ((*arguments)[1] != '-' && strchr(*arguments, 'c') != NULL) {
            return arguments[1] != NULL ? find_in_text(arguments[1]) : NULL;
        }
    }
    return NULL;
}

/* Options, NAME=VALUE, and numbers as in "timeout 10" or "xterm -geometry 80x24". */
static bool is_for_starter(const char *argument)
{
    return argument[0] == '-' || isdigit((unsigned char) argument[0]) != 0 ||
           strchr(argument, '=') != NULL;
}

const struct mosrun_tool *mosrun_tool_find(char *const *argv)
{
    for (; argv != NULL && *argv != NULL; argv++) {
        struct word word = last_part(whole(*argv));

        if (find_named(word) != NULL) {
            return find_named(word);
        }
        if (IS_AMONG(word, shells)) {
            return find_in_shell(argv + 1);
        }
        if (!IS_AMONG(word, starters)) {
            return NULL;
        }
        while (argv[1] != NULL && is_for_starter(argv[1])) {
            argv++;
        }
    }
    return NULL;
}

const char *mosrun_tool_remedy(const struct mosrun_tool *tool)
{
    switch (tool->kind) {
    case MOSRUN_TOOL_DEBUGGER:
        return "Debug natively, as these ranks run now; attaching to ranks (gdb -p PID) and core "
               "files (ulimit -c unlimited) work as usual there.";
    case MOSRUN_TOOL_PROFILER:
        return "Measure natively, as these ranks run now.";
    case MOSRUN_TOOL_PLACER:
        return "Omit the tool, because MOSIX chooses processors and moves ranks.";
    case MOSRUN_TOOL_CONTAINER:
        return "Start the program itself, without a container.";
    }
    return "";
}
