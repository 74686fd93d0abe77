/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rows of the probe's output.
 */
#include "probe.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LOST_OUTPUT = 9 };

void row(const char *name, const char *format, ...)
{
    char line[1024];
    int length = snprintf(line, sizeof(line), "%s\t", name);
    va_list values;

    va_start(values, format);
    length += vsnprintf(line + length, sizeof(line) - 1 - (size_t) length, format, values);
    va_end(values);
    line[length++] = '\n';
    if (write(STDOUT_FILENO, line, (size_t) length) < 0) {
        _exit(LOST_OUTPUT);
    }
}

const char *text_of(long value)
{
    static char texts[8][32];
    static int next;
    char *text = texts[next++ % 8];

    if (value == -1) {
        return error_name(errno);
    }
    snprintf(text, sizeof(texts[0]), "%ld", value);
    return text;
}

void result(const char *name, long value)
{
    row(name, "%s", text_of(value));
}

void done(const char *name, long value)
{
    row(name, "%s", value < 0 ? error_name(errno) : "ok");
}

void descriptor_row(const char *name, long fd)
{
    if (fd < 0) {
        row(name, "%s", error_name(errno));
    } else {
        row(name, "0x%lx", fd);
    }
}

const char *signal_name(int number)
{
    static const char *const names[] = {
        [1] = "HUP",     [2] = "INT",   [3] = "QUIT",   [4] = "ILL",   [5] = "TRAP",
        [6] = "ABRT",    [7] = "BUS",   [8] = "FPE",    [9] = "KILL",  [10] = "USR1",
        [11] = "SEGV",   [12] = "USR2", [13] = "PIPE",  [14] = "ALRM", [15] = "TERM",
        [16] = "STKFLT", [17] = "CHLD", [18] = "CONT",  [19] = "STOP", [20] = "TSTP",
        [21] = "TTIN",   [22] = "TTOU", [23] = "URG",   [24] = "XCPU", [25] = "XFSZ",
        [26] = "VTALRM", [27] = "PROF", [28] = "WINCH", [29] = "IO",   [30] = "PWR",
        [31] = "SYS",
    };
    static char text[24];

    if (number > 0 && number < (int) (sizeof(names) / sizeof(names[0]))) {
        snprintf(text, sizeof(text), "SIG%s", names[number]);
    } else {
        snprintf(text, sizeof(text), "signal-%d", number);
    }
    return text;
}
