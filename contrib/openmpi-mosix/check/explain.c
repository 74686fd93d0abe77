/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command explain; see explain.h.
 */
#include "explain.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "explain_text.h"

#define EXIT_NOTHING 1
#define EXIT_USAGE 2

static const char help[] =
    "usage: openmpi-mosix explain [FILE | - | NUMBER | NAME | \"TEXT\"]\n"
    "\n"
    "Explains what mosrun of MOSIX 4 said when it ended a program, and what to do. Looks for\n"
    "such lines in a file, in standard input (also without an argument), or in a text. A\n"
    "number or a name stands for a system call of x86-64; a function of the C library for the\n"
    "call that it makes. A number may also be that of an error of mosrun. Runs nothing, and\n"
    "needs no MOSIX.\n"
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

static int explain_word(const char *word)
{
    static struct explain_list list;
    struct mosrun_tail tail = {0};
    FILE *file;
    int result = explain_call_print(word, stdout);

    if (result >= 0) {
        return result == 0 ? EXIT_SUCCESS : EXIT_NOTHING;
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

int explain_main(int argc, char **argv)
{
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(help, stdout);
        return EXIT_SUCCESS;
    }
    if (argc > 2 || (argc == 2 && argv[1][0] == '-' && argv[1][1] != '\0') ||
        (argc == 1 && isatty(STDIN_FILENO))) {
        fputs(help, stderr);
        return EXIT_USAGE;
    }
    return argc == 1 || strcmp(argv[1], "-") == 0 ? explain_stream(stdin, "standard input")
                                                  : explain_word(argv[1]);
}
