/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Steps in words, and the contents of messages. Libc only.
 */
#include "sequence.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "boxes.h"

enum { SUM_ENDS = 64 }; /* bytes at each end of a message that its checksum covers */

static const struct {
    const char *word;
    enum {
        NOTHING = 0,
        FD = 1,
        SIZE = 2,
        PARTS = 4,
        FLAGS = 8,
        VALUE = 16,
        TO = 32,
        FILTERS = 64
    } shows;
} words[OPERATIONS] = {
    [OPEN_BOX] = {"open mailbox", FLAGS | VALUE},
    [OPEN_SEND] = {"open send box", FLAGS | VALUE | TO},
    [CLOSE] = {"close", FD},
    [DUPLICATE] = {"dup2", FD | VALUE},
    [SEND] = {"write", FD | SIZE},
    [SEND_PARTS] = {"writev", FD | SIZE | PARTS},
    [SEND_BAD] = {"write from a bad pointer", FD},
    [SEND_LONG] = {"write too much", FD},
    [SEND_CHILD] = {"write by a child", FD | SIZE},
    [READ] = {"read", FD | SIZE},
    [READ_PARTS] = {"readv", FD | SIZE | PARTS},
    [READ_BAD] = {"read to a bad pointer", FD},
    [PROBE] = {"probe", FD},
    [SET_FLAGS] = {"fcntl F_SETFL", FD | FLAGS},
    [CALL] = {"call", FD | VALUE},
    [ABOUT] = {"about", VALUE},
    [FILTER] = {"filter", FILTERS},
    [CHANGE] = {"change filter", FILTERS},
    [UNFILTER] = {"no filter", NOTHING},
    [STORE] = {"store filters", PARTS | FILTERS},
    [WHICH] = {"which filters", NOTHING},
    [SIGNALS] = {"signals", NOTHING},
    [EXECUTE] = {"exec", NOTHING},
    [DIE] = {"exit", NOTHING},
    [INTERRUPT] = {"gets a signal", NOTHING},
};

/* What `value` means where it is a number of these. */
static const char *const path_words[PATHS] = {"mbox 0.0.0.0", "mbox own address", "ubox 0.0.0.0"};
static const char *const call_words[CALLS] = {"lseek",   "fstat",   "dup", "fsync",
                                              "F_GETFD", "F_GETFL", "poll"};
static const char *const about_words[ABOUTS] = {"sender_pid", "sender_home", "message_length"};

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
        add(out, " home %s",
            filter->home == HOME_ZERO  ? "0"
            : filter->home == HOME_OWN ? "own"
                                       : "other");
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
        for (int i = 0; i < filter->testlen && i < 8; i++) {
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
    int shows = (int) words[step->operation].shows;
    int filters = step->operation == STORE ? step->parts : 1;

    add(&out, "process %d: ", step->who);
    add(&out, "%s", words[step->operation].word);
    if (shows & TO) {
        add(&out, " to %d", step->to);
    }
    if (shows & FD) {
        add_fd(&out, step->fd);
    }
    if (shows & VALUE) {
        add_value(&out, step);
    }
    if (shows & FLAGS) {
        add(&out, ", flags 0%o", step->flags);
    }
    if (shows & PARTS) {
        add(&out, ", %d times", step->parts);
    }
    if (shows & SIZE) {
        add(&out, ", %ld bytes", step->size);
    }
    for (int i = 0; (shows & FILTERS) && i < filters; i++) {
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
