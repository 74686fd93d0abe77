/* SPDX-License-Identifier: BSD-3-Clause */
/* The line that each start appends to the log. */
#include "start_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A word as a shell would read it back; bytes that could break the line are written as $'\ooo'. */
static void put_word(FILE *line, const char *word)
{
    bool plain = true;

    for (const char *c = word; *c != '\0'; c++) {
        plain = plain && *c >= ' ' && *c <= '~' && *c != '\'' && *c != '\\';
    }
    fputs(plain ? "'" : "$'", line);
    for (const char *c = word; *c != '\0'; c++) {
        if (*c >= ' ' && *c <= '~' && *c != '\'' && *c != '\\') {
            fputc(*c, line);
        } else {
            fprintf(line, "\\%03o", (unsigned) (unsigned char) *c);
        }
    }
    fputc('\'', line);
}

static void put_words(FILE *line, char *const words[], int count)
{
    for (int i = 0; i < count; i++) {
        fputs(i == 0 ? "(" : " ", line);
        put_word(line, words[i]);
    }
    fputs(count == 0 ? "()" : ")", line);
}

static void put_accepted_only(FILE *line, const struct run_start *start)
{
    const struct run_options *options = &start->options;
    struct run_option_help help;
    const char *before = " accepted-only=(";

    for (size_t i = 0; run_options_help(i, &help); i++) {
        if (options->given[(unsigned char) help.letter] && !help.emulated &&
            run_options_has(&start->profile->mosrun, &help)) {
            fprintf(line, "%s'%s'", before, help.form);
            before = " ";
        }
    }
    fputs(before[1] == 'a' ? " accepted-only=()" : ")", line);
}

static void put_start(FILE *line, const struct run_start *start)
{
    char mark[DISCIPLINE_MARK_SIZE];
    const char *const names[] = {"profile", "mode", "threads"};
    char *part = mark;

    discipline_mark_format(&start->discipline, mark);
    fprintf(line, " home=%s native=%s", start->home, start->native ? "yes" : "no");
    for (size_t i = 0; i < 3 && !start->native; i++) {
        fprintf(line, " %s=%s", names[i], strsep(&part, ":"));
    }
    fprintf(line, " lock=%ld class=%ld jobid=%ld", start->settings.values[RUN_SETTING_LOCK],
            start->settings.values[RUN_SETTING_CLASS], start->settings.values[RUN_SETTING_JOBID]);
    fputs(" program=", line);
    put_word(line, start->options.operand_count > 0 ? start->options.operands[0] : "");
    fputs(" cwd=", line);
    put_word(line, start->options.directory == NULL ? "" : start->options.directory);
}

static int write_line(const char *path, const char *text, size_t length)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    ssize_t written;
    int rc;

    if (fd < 0) {
        return -errno;
    }
    written = write(fd, text, length);
    rc = written == (ssize_t) length ? 0 : written < 0 ? -errno : -EIO;
    close(fd);
    return rc;
}

int start_log_append(const char *path, int argc, char *const argv[], const struct run_start *start)
{
    char *text = NULL;
    size_t length = 0;
    FILE *line = open_memstream(&text, &length);
    int rc;

    if (line == NULL) {
        return -ENOMEM;
    }
    fprintf(line, "pid=%ld argv=", (long) getpid());
    put_words(line, argv, argc);
    put_start(line, start);
    put_accepted_only(line, start);
    fputc('\n', line);
    rc = fclose(line) == 0 ? write_line(path, text, length) : -ENOMEM;
    free(text);
    return rc;
}
