/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command explain; see explain.h.
 */
#include "explain.h"

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_symbols.h"
#include "explain_text.h"

#define EXIT_NOTHING 1
#define EXIT_USAGE 2

static const char help[] =
    "usage: openmpi-mosix explain [FILE | - | NUMBER | NAME | \"TEXT\"]\n"
    "\n"
    "Explains what mosrun of MOSIX 4 said when it ended a program, and what to do. Looks for\n"
    "such lines in a file, in standard input (also without an argument), or in a text. A\n"
    "number or a name stands for a system call of x86-64; a function of the C library for the\n"
    "call that it makes, or for what check says of a program with it. A number may also be\n"
    "that of an error of mosrun. Runs nothing, and needs no MOSIX.\n"
    "\n"
    "Exit status:\n"
    "  0  something was explained\n"
    "  1  there was nothing to explain, as of a system call that MOSIX has\n"
    "  2  wrong usage, or a file that cannot be read\n"
    "\n"
    "Examples:\n"
    "  mpirun -n 4 ./a.out 2>&1 | openmpi-mosix explain\n"
    "  openmpi-mosix explain job.err\n"
    "  openmpi-mosix explain \"MOSRUN: illegal system call #318\"\n"
    "  openmpi-mosix explain 318\n";

static int explain_list(const struct explain_list *list)
{
    if (list->count == 0) {
        fputs("openmpi-mosix: no line of mosrun was found there, such as "
              "\"MOSRUN: illegal system call #318\".\n",
              stderr);
        return EXIT_NOTHING;
    }
    explain_text_print(list, stdout);
    return EXIT_SUCCESS;
}

static int explain_stream(FILE *in, const char *name)
{
    static struct explain_list list;
    struct mosrun_tail tail = {0};
    char piece[4096];
    size_t size;

    while ((size = fread(piece, 1, sizeof(piece), in)) > 0) {
        explain_text_feed(&list, &tail, piece, size);
    }
    if (ferror(in)) {
        fprintf(stderr, "openmpi-mosix: %s: %s\n", name, strerror(errno));
        return EXIT_USAGE;
    }
    explain_text_end(&list, &tail);
    return explain_list(&list);
}

/* A function of which more than one call would have to be named. */
static bool explain_function(const char *word)
{
    static struct check_findings findings;
    const struct check_finding *finding = findings.list;

    check_symbols_named(word, &findings);
    if (findings.count == 0) {
        return false;
    }
    printf("function %s\n  check says of a program with it: %s\n", word, finding->what);
    if (finding->remedy[0] != '\0') {
        printf("  remedy:  %s.\n", finding->remedy);
    }
    return true;
}

static int explain_word(const char *word)
{
    static struct explain_list list;
    struct mosrun_tail tail = {0};
    FILE *file;
    int result = explain_call_print(word, stdout);

    if (result >= 0) {
        return result == 0 ? EXIT_SUCCESS : EXIT_NOTHING;
    }
    if (explain_function(word)) {
        return EXIT_SUCCESS;
    }
    explain_text_feed(&list, &tail, word, strlen(word));
    explain_text_end(&list, &tail);
    if (list.count > 0) {
        return explain_list(&list);
    }
    file = fopen(word, "re");
    if (file == NULL) {
        fprintf(
            stderr,
            "openmpi-mosix: \"%.200s\" is no line of mosrun, no system call that MOSIX refuses, "
            "and no file that can be read (%s).\n",
            word, strerror(errno));
        /* A function of the C library, such as read, may make a call that MOSIX has. */
        return dlsym(RTLD_DEFAULT, word) != NULL ? EXIT_NOTHING : EXIT_USAGE;
    }
    result = explain_stream(file, word);
    fclose(file);
    return result;
}

__attribute__((format(printf, 1, 2))) static int refuse(const char *format, ...)
{
    va_list arguments;

    fputs("openmpi-mosix: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs(".\nRun `openmpi-mosix explain --help` for help.\n", stderr);
    return EXIT_USAGE;
}

int explain_main(int argc, char **argv)
{
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(help, stdout);
        return EXIT_SUCCESS;
    }
    if (argc > 2) {
        return refuse(
            "explain takes one FILE, NUMBER, NAME or TEXT, and got also \"%.200s\"; put a "
            "text with blanks between quotation marks",
            argv[2]);
    }
    if (argc == 2 && argv[1][0] == '-' && isdigit((unsigned char) argv[1][1])) {
        return refuse("no system call and no error has the number \"%.200s\", which is below 0",
                      argv[1]);
    }
    if (argc == 2 && argv[1][0] == '-' && argv[1][1] != '\0') {
        return refuse("explain has no option \"%.200s\"; a file of that name is ./%.200s", argv[1],
                      argv[1]);
    }
    if (argc == 1 && isatty(STDIN_FILENO)) {
        return refuse("explain needs a FILE, NUMBER, NAME or TEXT, or a pipe to read from");
    }
    return argc == 1 || strcmp(argv[1], "-") == 0 ? explain_stream(stdin, "standard input")
                                                  : explain_word(argv[1]);
}
