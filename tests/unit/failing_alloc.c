/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Allocations that fail when the test says so; see failing_alloc.h.
 */
#include "failing_alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIVE_MAX 4096

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_reallocarray(void *old, size_t count, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
void __real_free(void *block);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);
int __wrap_asprintf(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));
int __wrap___asprintf_chk(char **text, int flag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void __wrap_free(void *block);

static void *live[LIVE_MAX];
static size_t live_count;
static unsigned long asked;
static unsigned long to_fail;

void failing_alloc_start(unsigned long which)
{
    live_count = 0;
    asked = 0;
    to_fail = which;
}

bool failing_alloc_happened(void)
{
    return to_fail > 0 && asked >= to_fail;
}

size_t failing_alloc_live(void)
{
    return live_count;
}

static bool is_to_fail(void)
{
    return ++asked == to_fail;
}

static void *note(void *block)
{
    if (block != NULL && live_count < LIVE_MAX) {
        live[live_count++] = block;
    }
    return block;
}

static void forget(const void *block)
{
    for (size_t i = 0; i < live_count; i++) {
        if (live[i] == block) {
            live[i] = live[--live_count];
            return;
        }
    }
}

void *__wrap_malloc(size_t size)
{
    return is_to_fail() ? NULL : note(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_to_fail() ? NULL : note(__real_calloc(count, size));
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
    void *block;

    if (is_to_fail()) {
        return NULL;
    }
    forget(old);
    block = __real_reallocarray(old, count, size);
    return note(block != NULL ? block : old) == block ? block : NULL;
}

void *__wrap_realloc(void *old, size_t size)
{
    return __wrap_reallocarray(old, 1, size);
}

char *__wrap_strdup(const char *text)
{
    return is_to_fail() ? NULL : note(__real_strdup(text));
}

char *__wrap_strndup(const char *text, size_t size)
{
    return is_to_fail() ? NULL : note(__real_strndup(text, size));
}

/* The C library leaves *text undefined after a failure; a caller that uses it must notice. */
static int print(char **text, const char *format, va_list arguments)
{
    int length = -1;

    *text = (char *) 1;
    if (!is_to_fail()) {
        length = vasprintf(text, format, arguments);
        (void) note(length >= 0 ? *text : NULL);
    }
    return length;
}

int __wrap_asprintf(char **text, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = print(text, format, arguments);
    va_end(arguments);
    return length;
}

int __wrap___asprintf_chk(char **text, int flag, const char *format, ...)
{
    va_list arguments;
    int length;

    (void) flag;
    va_start(arguments, format);
    length = print(text, format, arguments);
    va_end(arguments);
    return length;
}

void __wrap_free(void *block)
{
    forget(block);
    __real_free(block);
}
