/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading what MOSIX says about an end; see mosrun_end.h.
 */
#include "mosrun_end.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "mosrun_call.h"

/* No number that MOSIX prints has more digits. */
#define DIGITS_MAX 9

struct text {
    const char *at;
    size_t size;
};

/* Takes a word from the head of a text. */
static bool take(struct text *text, const char *word)
{
    size_t length = strlen(word);

    if (text->size < length || memcmp(text->at, word, length) != 0) {
        return false;
    }
    text->at += length;
    text->size -= length;
    return true;
}

/* Goes on after the first such word. */
static bool skip_past(struct text *text, const char *word)
{
    const char *found = memmem(text->at, text->size, word, strlen(word));

    if (found == NULL) {
        return false;
    }
    text->size -= (size_t) (found + strlen(word) - text->at);
    text->at = found + strlen(word);
    return true;
}

static bool take_number(struct text *text, int base, long *number)
{
    size_t digits = 0;

    *number = 0;
    while (digits < text->size && digits < DIGITS_MAX) {
        unsigned char byte = (unsigned char) text->at[digits];

        if (base == 16 ? !isxdigit(byte) : !isdigit(byte)) {
            break;
        }
        *number = *number * base + (isdigit(byte) ? byte - '0' : (byte | 0x20) - 'a' + 10);
        digits++;
    }
    text->at += digits;
    text->size -= digits;
    return digits > 0 && (text->size == 0 || !isalnum((unsigned char) *text->at));
}

/* Takes the name of a system call, up to a quotation mark. */
static bool take_name(struct text *text, char name[MOSRUN_END_NAME_SIZE])
{
    size_t length = 0;

    while (length < text->size && length < MOSRUN_END_NAME_SIZE - 1 &&
           (isalnum((unsigned char) text->at[length]) || text->at[length] == '_')) {
        name[length] = text->at[length];
        length++;
    }
    name[length] = '\0';
    text->at += length;
    text->size -= length;
    return length > 0 && take(text, "' not supported under MOSIX");
}

static enum mosrun_end_kind error_kind(long number)
{
    switch (number) {
    case 96:
        return MOSRUN_END_VDSO;
    case 100:
        return MOSRUN_END_KILLED;
    case 220:
        return MOSRUN_END_INSIDE;
    case 805:
        return MOSRUN_END_MAILBOX;
    default:
        return MOSRUN_END_ERROR;
    }
}

/* Lines that say the same each time. */
static enum mosrun_end_kind constant_kind(struct text *text)
{
    static const struct {
        const char *line;
        enum mosrun_end_kind kind;
    } lines[] = {
        {"Shared memory (MAP_SHARED) not supported under MOSIX", MOSRUN_END_SHARED},
        {"Mapping special character files not supported under MOSIX", MOSRUN_END_DEVICE},
        {"getpriority/setpriority supported under MOSIX only for self", MOSRUN_END_PRIORITY},
        {"No space to freeze", MOSRUN_END_FREEZE},
        {"Failed opening memory file", MOSRUN_END_MEMORY},
    };

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        if (take(text, lines[i].line)) {
            return lines[i].kind;
        }
    }
    return MOSRUN_END_OTHER;
}

/* What follows "MOSRUN: ". */
static void read_line(struct text text, struct mosrun_end *end)
{
    if (take(&text, "illegal system call #")) {
        end->kind = take_number(&text, 10, &end->number) ? MOSRUN_END_ILLEGAL : MOSRUN_END_OTHER;
    } else if (take(&text, "system-call '")) {
        end->kind = take_name(&text, end->name) ? MOSRUN_END_UNSUPPORTED : MOSRUN_END_OTHER;
    } else if (take(&text, "Prctl option #")) {
        end->kind = take_number(&text, 10, &end->number) ? MOSRUN_END_PRCTL : MOSRUN_END_OTHER;
    } else if (take(&text, "Error #") || take(&text, "Error ")) {
        end->kind =
            take_number(&text, 10, &end->number) ? error_kind(end->number) : MOSRUN_END_OTHER;
    } else if (take(&text, "failed migrating to ")) {
        end->kind = skip_past(&text, ": not in map")    ? MOSRUN_END_NO_NODE
                    : skip_past(&text, ": no response") ? MOSRUN_END_SILENT_NODE
                                                        : MOSRUN_END_OTHER;
    } else {
        end->kind = constant_kind(&text);
    }
}

/* What stands at the head of a line of mosrun, or where a tag of mpirun ends. */
static bool is_at_head(const struct text *text, const struct text *rest, size_t length)
{
    size_t before = (size_t) (rest->at - text->at) - length;

    return before == 0 || text->at[before - 1] == ':' ||
           isspace((unsigned char) text->at[before - 1]);
}

bool mosrun_end_read(const char *line, size_t size, struct mosrun_end *end)
{
    const struct text text = {line, size};
    struct text rest = text;

    memset(end, 0, sizeof(*end));
    if (skip_past(&rest, "MOSRUN: ") && is_at_head(&text, &rest, strlen("MOSRUN: "))) {
        read_line(rest, end);
        return true;
    }
    rest = text;
    if (skip_past(&rest, "status=0x") && is_at_head(&text, &rest, strlen("status=0x")) &&
        take_number(&rest, 16, &end->number) && end->number > 0 && end->number % 256 == 0) {
        end->kind = MOSRUN_END_NOT_EXECUTED;
        end->number /= 256;
        return true;
    }
    end->number = 0;
    rest = text;
    if (skip_past(&rest, "Not Super-User")) {
        end->kind = MOSRUN_END_NO_SETUID;
    }
    return end->kind != MOSRUN_END_NONE;
}

bool mosrun_end_is_final(const struct mosrun_end *end, bool deadly)
{
    switch (end->kind) {
    case MOSRUN_END_NONE:
    case MOSRUN_END_OTHER:
        return false;
    case MOSRUN_END_UNSUPPORTED:
    case MOSRUN_END_SHARED:
    case MOSRUN_END_PRCTL:
    case MOSRUN_END_DEVICE:
    case MOSRUN_END_PRIORITY:
        return deadly;
    default:
        return true;
    }
}

long mosrun_end_call(const struct mosrun_end *end)
{
    const struct mosrun_call *call;

    switch (end->kind) {
    case MOSRUN_END_ILLEGAL:
        return end->number;
    case MOSRUN_END_UNSUPPORTED:
        call = mosrun_call_named(end->name);
        return call != NULL ? call->number : -1;
    default:
        return -1;
    }
}
