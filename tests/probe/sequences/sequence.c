/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Steps in words, and the contents of messages. Libc only.
 */
#include "sequence.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "boxes.h"
#include "sequence_words.h"

enum { SUM_ENDS = 64 }; /* bytes at each end of a message that its checksum covers */

const struct step_words step_words[OPERATIONS] = {
    [OPEN_BOX] = {"open mailbox", WORD_VALUE | WORD_FLAGS},
    [OPEN_SEND] = {"open send box", WORD_TO | WORD_VALUE | WORD_FLAGS},
    [CLOSE] = {"close", WORD_FD},
    [DUPLICATE] = {"dup2", WORD_FD | WORD_VALUE},
    [SEND] = {"write", WORD_FD | WORD_SIZE | WORD_ID},
    [SEND_PARTS] = {"writev", WORD_FD | WORD_PARTS | WORD_SIZE | WORD_ID},
    [SEND_BAD] = {"write from a bad pointer", WORD_FD},
    [SEND_LONG] = {"write too much", WORD_FD},
    [SEND_CHILD] = {"write by a child", WORD_FD | WORD_SIZE | WORD_ID},
    [READ] = {"read", WORD_FD | WORD_SIZE},
    [READ_PARTS] = {"readv", WORD_FD | WORD_PARTS | WORD_SIZE},
    [READ_BAD] = {"read to a bad pointer", WORD_FD | WORD_SIZE},
    [PROBE] = {"probe", WORD_FD},
    [SET_FLAGS] = {"fcntl F_SETFL", WORD_FD | WORD_FLAGS},
    [CALL] = {"call", WORD_FD | WORD_VALUE},
    [ABOUT] = {"about", WORD_VALUE},
    [FILTER] = {"filter", WORD_FILTERS},
    [CHANGE] = {"change filter", WORD_FILTERS},
    [UNFILTER] = {"no filter", 0},
    [STORE] = {"store filters", WORD_PARTS | WORD_FILTERS},
    [WHICH] = {"which filters", 0},
    [SIGNALS] = {"signals", 0},
    [EXECUTE] = {"exec", 0},
    [DIE] = {"exit", 0},
    [INTERRUPT] = {"gets a signal", 0},
};

const char *const path_words[PATHS] = {"mbox 0.0.0.0", "mbox own address", "ubox 0.0.0.0"};
const char *const call_words[CALLS] = {"lseek",   "fstat",   "dup", "fsync",
                                       "F_GETFD", "F_GETFL", "poll"};
const char *const about_words[ABOUTS] = {"sender_pid", "sender_home", "message_length"};
const char *const home_words[HOMES] = {"0", "own", "other"};

struct writer {
    char *text;
    size_t size, used;
};

static void add(struct writer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct writer *out, const char *format, ...)
{
    va_list values;
    int length;

    va_start(values, format);
    length = vsnprintf(out->text + out->used, out->size - out->used, format, values);
    va_end(values);
    if (length > 0 && out->used + (size_t) length < out->size) {
        out->used += (size_t) length;
    }
}

static void add_fd(struct writer *out, int fd)
{
    if (fd == BOX_DESCRIPTOR) {
        add(out, " mailbox");
    } else if (fd > BOX_DESCRIPTOR) {
        add(out, " send box %d", fd - BOX_DESCRIPTOR);
    } else {
        add(out, " descriptor %d", fd);
    }
}

static void add_value(struct writer *out, const struct step *step)
{
    switch (step->operation) {
    case OPEN_SEND:
        add(out, ", %s", path_words[step->value]);
        break;
    case CALL:
        add(out, " %s", call_words[step->value]);
        break;
    case ABOUT:
        add(out, " %s", about_words[step->value]);
        break;
    default:
        add(out, ", %d", step->value);
    }
}

static void add_filter(struct writer *out, const struct interested *filter)
{
    add(out, " [");
    if (filter->conditions & WANT_PID) {
        add(out, " pid of %d", filter->pid);
    }
    if (filter->conditions & WANT_HOME) {
        add(out, " home %s", home_words[filter->home]);
    }
    if (filter->conditions & WANT_MINLEN) {
        add(out, " min %d", filter->minlen);
    }
    if (filter->conditions & WANT_MAXLEN) {
        add(out, " max %d", filter->maxlen);
    }
    if (filter->conditions & WANT_PATTERN) {
        add(out, " pattern of %d", filter->testlen);
        add(out, " at %d:", filter->testoffset);
        for (int i = 0; i < filter->testlen && i < PATTERN_SIZE; i++) {
            add(out, " %02x", filter->testdata[i]);
        }
    }
    if (filter->conditions & WANT_MESSAGENO) {
        add(out, " number %d", filter->msgno);
    }
    if (filter->conditions & WANT_OFFSET) {
        add(out, " offset %d", filter->msgoffset);
    }
    if (filter->conditions & PREVENT_REMOVAL) {
        add(out, " stays");
    }
    add(out, " ]");
}

void step_text(const struct step *step, char *text, size_t size)
{
    struct writer out = {text, size, 0};
    int follow = step_words[step->operation].follow;
    int filters = step->operation == STORE ? step->parts : 1;

    add(&out, "process %d: ", step->who);
    add(&out, "%s", step_words[step->operation].words);
    if (follow & WORD_TO) {
        add(&out, " to %d", step->to);
    }
    if (follow & WORD_FD) {
        add_fd(&out, step->fd);
    }
    if (follow & WORD_VALUE) {
        add_value(&out, step);
    }
    if (follow & WORD_FLAGS) {
        add(&out, ", flags 0%o", step->flags);
    }
    if (follow & WORD_PARTS) {
        add(&out, ", %d times", step->parts);
    }
    if (follow & WORD_SIZE) {
        add(&out, ", %ld bytes", step->size);
    }
    if (follow & WORD_ID) {
        add(&out, ", id %d", step->id);
    }
    for (int i = 0; (follow & WORD_FILTERS) && i < filters; i++) {
        add_filter(&out, &step->filter[i]);
    }
}

unsigned char message_byte(int id, long at)
{
    return (unsigned char) (id * 37 + at * 11 + (at >> 8));
}

void read_answer(struct answer *answer, long length,
                 unsigned char (*byte)(const void *from, long at), const void *from)
{
    uint32_t sum = 2166136261u;

    for (long i = 0; i < length; i++) {
        if (i == SUM_ENDS && length > 2 * SUM_ENDS) {
            i = length - SUM_ENDS;
        }
        sum = (sum ^ byte(from, i)) * 16777619u;
    }
    if (length > 0) {
        snprintf(answer->text, sizeof(answer->text), "%ld, sum %08x", length, sum);
    } else {
        snprintf(answer->text, sizeof(answer->text), "%ld", length);
    }
}
