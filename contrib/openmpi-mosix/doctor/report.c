/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command report; see report.h.
 */
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command_options.h"
#include "report_names.h"
#include "report_text.h"

static const char help[] =
    "usage: openmpi-mosix report [FILE]\n"
    "\n"
    "Writes one text with all that a report of a fault needs: what doctor, status and ps show,\n"
    "versions, parameters, MOSIX's maps, the kernel. The secret and the names of users are left "
    "out.\n"
    "Without FILE it is printed. A file that exists is not overwritten.\n"
    "\n"
    "Exit status: 0 the text was written, 1 it was not, 2 wrong usage\n"
    "\n"
    "Examples:\n"
    "  openmpi-mosix report mosix-report.txt\n"
    "  openmpi-mosix report | less\n";

static int fail(const char *path, int error)
{
    struct stat status;
    bool is_directory = error == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode);

    fprintf(stderr, "openmpi-mosix report: %s: %s. Nothing was written%s.\n", path,
            strerror(is_directory ? EISDIR : error),
            is_directory      ? "; name a file in it"
            : error == EEXIST ? "; name another file, or remove this one"
                              : "");
    return COMMAND_FAILED;
}

static int write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool is_written;

    if (out == NULL) {
        return fail(path, errno);
    }
    is_written = fputs(text, out) >= 0;
    if (fclose(out) != 0 || !is_written) {
        int error = errno;

        (void) unlink(path);
        return fail(path, error);
    }
    fprintf(stderr, "openmpi-mosix report: %s was written. Look through it before you send it.\n",
            path);
    return COMMAND_OK;
}

static int report(const char *path)
{
    struct report_words words = {.list = NULL};
    char *text = report_text_make();
    char *clean = NULL;
    int result = COMMAND_FAILED;

    if (text != NULL && report_text_private("", &words) == 0 &&
        report_names_find(text, &words) == 0) {
        clean = report_scrub(text, &words);
    }
    if (clean == NULL) {
        fprintf(stderr, "openmpi-mosix: not enough memory.\n");
    } else if (path != NULL) {
        result = write_file(path, clean);
    } else {
        fputs(clean, stdout);
        result = COMMAND_OK;
    }
    report_words_free(&words);
    free(clean);
    free(text);
    return result;
}

int report_main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : NULL;

    if (word != NULL && (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)) {
        fputs(help, stdout);
        return COMMAND_OK;
    }
    if (argc > 2 || (word != NULL && word[0] == '-')) {
        fprintf(stderr,
                "openmpi-mosix report: expected one FILE at most, got \"%s\"\n"
                "Run `openmpi-mosix report --help` for help.\n",
                argc > 2 ? argv[2] : word);
        return COMMAND_USAGE;
    }
    return report(word);
}
