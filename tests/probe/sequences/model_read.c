/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The model of a mailbox: what a read, a probe and the stored filters find in it. Libc only.
 */
#include "model.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "error_name.h"

enum { FLAG_WAITS_NOT = 8, FLAG_WHOLE = 32, FLAG_END = 64, PARTS_REAL = 16, PATTERN_MAX = 8 };

void answer_number(struct answer *answer, long number)
{
    snprintf(answer->text, sizeof(answer->text), "%ld", number);
}

void answer_error(struct answer *answer, int error)
{
    snprintf(answer->text, sizeof(answer->text), "%s", error_name(error));
}

static bool has(const struct interested *filter, int condition)
{
    return (filter->conditions & condition) != 0;
}

/* Whether the next read gives EINVAL, whatever waits. */
static bool impossible(const struct interested *filter)
{
    return (has(filter, WANT_PATTERN) && (filter->testlen > PATTERN_MAX)) ||
           (has(filter, WANT_MINLEN) && has(filter, WANT_MAXLEN) &&
            filter->minlen > filter->maxlen);
}

static bool pattern_matches(const struct interested *filter, const struct message *message)
{
    if (filter->testoffset + filter->testlen > message->length) {
        return false;
    }
    for (int i = 0; i < filter->testlen; i++) {
        if (filter->testdata[i] != message_byte(message->id, filter->testoffset + i)) {
            return false;
        }
    }
    return true;
}

/* All conditions that concern the message itself. */
static bool matches(const struct interested *filter, const struct message *message)
{
    return (!has(filter, WANT_PID) || filter->pid == message->sender) &&
           (!has(filter, WANT_HOME) || filter->home != HOME_OTHER) &&
           (!has(filter, WANT_MINLEN) || message->length >= filter->minlen) &&
           (!has(filter, WANT_MAXLEN) || message->length <= filter->maxlen) &&
           (!has(filter, WANT_PATTERN) || pattern_matches(filter, message));
}

/* The number in the queue of the message that complies, and fits ROOM bytes if that is not -1. -1:
 * none. */
static int find(const struct process *process, const struct interested *filter, long room)
{
    int wanted = has(filter, WANT_MESSAGENO) ? filter->msgno : 1;

    for (int i = 0; i < process->queued; i++) {
        const struct message *message = &process->queue[i];

        if (matches(filter, message) && (room < 0 || message->length <= room) && --wanted <= 0) {
            return i;
        }
    }
    return -1;
}

static void remove_message(struct process *process, int at)
{
    process->queued--;
    memmove(&process->queue[at], &process->queue[at + 1],
            (size_t) (process->queued - at) * sizeof(process->queue[0]));
}

static unsigned char byte_of(const void *from, long at)
{
    const struct message *message = from;

    return message_byte(message->id, at);
}

struct shifted {
    int id;
    long offset;
};

static unsigned char shifted_byte(const void *from, long at)
{
    const struct shifted *shifted = from;

    return message_byte(shifted->id, shifted->offset + at);
}

static void remember(struct process *process, const struct message *message)
{
    process->last_sender = message->sender;
    process->last_length = message->length;
}

/* A read of ROOM bytes gives message AT. */
static void take(struct process *process, const struct interested *filter, int at, long room,
                 struct answer *answer)
{
    struct message message = process->queue[at];
    struct shifted shifted = {message.id, has(filter, WANT_OFFSET) ? filter->msgoffset : 0};
    long length = message.length - shifted.offset;

    length = length < 0 ? 0 : length < room ? length : room;
    read_answer(answer, length, shifted.offset > 0 ? shifted_byte : byte_of,
                shifted.offset > 0 ? (const void *) &shifted : (const void *) &message);
    remember(process, &message);
    if (!has(filter, PREVENT_REMOVAL)) {
        remove_message(process, at);
    }
    if ((process->flags & FLAG_END) && message.length == 0) {
        process->at_end = true;
    }
}

/* Nothing complies: whether there is an answer to that, or the read waits. */
static bool nothing(const struct process *process, const struct interested *filter,
                    struct answer *answer)
{
    if (!(process->flags & FLAG_WAITS_NOT)) {
        return false;
    }
    if ((process->flags & FLAG_WHOLE) && find(process, filter, -1) >= 0) {
        answer_number(answer, 0);
    } else if (has(filter, WANT_MESSAGENO)) {
        answer_error(answer, ENODATA);
    } else {
        answer_error(answer, EAGAIN);
    }
    return true;
}

static bool probe(struct process *process, const struct interested *filter, struct answer *answer)
{
    int at = find(process, filter, -1);

    if (at >= 0) {
        remember(process, &process->queue[at]);
        answer_number(answer, process->queue[at].length);
    } else {
        answer_error(answer, EAGAIN);
    }
    return true;
}

bool model_read(struct process *process, const struct step *step, struct answer *answer)
{
    static const struct interested everything;
    const struct interested *filter = process->filtered ? &process->filter : &everything;
    long room = step->operation == READ_PARTS ? step->parts * step->size : step->size;
    int at;

    if (step->operation == READ_PARTS && step->parts > PARTS_REAL) {
        answer_error(answer, EINVAL);
        return true;
    }
    if (impossible(filter)) {
        answer_error(answer, EINVAL);
        return true;
    }
    if (process->at_end) {
        answer_number(answer, 0);
        return true;
    }
    if (step->operation == PROBE) {
        return probe(process, filter, answer);
    }
    at = find(process, filter, (process->flags & FLAG_WHOLE) ? room : -1);
    if (at < 0) {
        return nothing(process, filter, answer);
    }
    if (step->operation == READ_BAD) {
        answer_error(answer, EFAULT);
        return true;
    }
    take(process, filter, at, room, answer);
    return true;
}

void model_which(const struct process *process, struct answer *answer)
{
    int count = 0, bits = 0;

    for (int i = 0; i < process->stored; i++) {
        if (find(process, &process->store[i], -1) >= 0) {
            count++;
            bits |= 1 << i;
        }
    }
    snprintf(answer->text, sizeof(answer->text), "%d, bits %x", count, (unsigned int) bits);
}
