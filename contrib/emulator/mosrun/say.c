/* SPDX-License-Identifier: BSD-3-Clause */
/* What mosrun says on standard error; see say.h. */
#include "say.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_SIZE 1024

static const char *own_name = "mosrun";

void say_as(const char *name)
{
    own_name = name;
}

__attribute__((format(printf, 2, 0))) static void put_line(const char *name, const char *format,
                                                           va_list arguments)
{
    char line[LINE_SIZE];
    int used = snprintf(line, sizeof(line), "%s: ", name);
    size_t length;

    vsnprintf(line + used, sizeof(line) - (size_t) used - 1, format, arguments);
    length = strlen(line);
    line[length] = '\n';
    if (write(STDERR_FILENO, line, length + 1) < 0) {
        return; /* nobody is there to be told */
    }
}

void say(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    put_line(own_name, format, arguments);
    va_end(arguments);
}

void say_mosix(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    put_line("MOSRUN", format, arguments);
    va_end(arguments);
}
