/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The model of a mailbox: what a read, a probe and the stored filters find in it. Libc only.
 */
#include "model.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "error_name.h"

enum { FLAG_WAITS_NOT = 8, FLAG_WHOLE = 32, FLAG_END = 64 };

void answer_number(struct answer *answer, long number)
{
    snprintf(answer->text, sizeof(answer->text), "%ld", number);
}

void answer_error(struct answer *answer, int error)
{
    snprintf(answer->text, sizeof(answer->text), "%s", error_name(error));
}

void answer_unknown(struct outcome *outcome)
{
    outcome->beyond = true;
    outcome->answer.text[0] = '\0';
}

static bool has(const struct interested *filter, int condition)
{
    return (filter->conditions & condition) != 0;
}

static bool pattern_too_long(const struct interested *filter)
{
    return has(filter, WANT_PATTERN) && filter->testlen > PATTERN_SIZE;
}

static bool limits_exclude(const struct interested *filter)
{
    return has(filter, WANT_MINLEN) && has(filter, WANT_MAXLEN) && filter->minlen > filter->maxlen;
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

/* All conditions that concern the message itself. One of the offset's length may comply or not: see
 * uncertain(). */
static bool matches(const struct interested *filter, const struct message *message)
{
    return (!has(filter, WANT_PID) || filter->pid == message->sender) &&
           (!has(filter, WANT_HOME) || filter->home != HOME_OTHER) &&
           (!has(filter, WANT_MINLEN) || message->length >= filter->minlen) &&
           (!has(filter, WANT_MAXLEN) || message->length <= filter->maxlen) &&
           (!has(filter, WANT_PATTERN) || pattern_matches(filter, message)) &&
           (!has(filter, WANT_OFFSET) || message->length >= filter->msgoffset);
}

/* Where in the queue the message is that complies, and fits ROOM bytes if that is not -1; or -1.
 * The number that a filter names is one in the queue: if that message does not comply, none does.
 */
static int find(const struct process *process, const struct interested *filter, long room)
{
    int from = has(filter, WANT_MESSAGENO) ? filter->msgno - 1 : 0;
    int to = has(filter, WANT_MESSAGENO) ? filter->msgno : process->queued;

    for (int i = from; i < to && i < process->queued; i++) {
        const struct message *message = &process->queue[i];

        if (matches(filter, message) && (room < 0 || message->length <= room)) {
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

/* A read of ROOM bytes gives message AT, unless it should put some of it where nothing is. */
static void take(struct process *process, const struct step *step, int at, long room,
                 struct outcome *outcome)
{
    const struct interested *filter = &process->filter;
    struct message message = process->queue[at];
    struct shifted shifted = {
        message.id, process->filtered && has(filter, WANT_OFFSET) ? filter->msgoffset : 0};
    long length = message.length - shifted.offset;

    length = length < room ? length : room;
    if (step->operation == READ_BAD && length > 0) {
        answer_error(&outcome->answer, EFAULT);
        return;
    }
    read_answer(&outcome->answer, length, shifted_byte, &shifted);
    remember(process, &message);
    if (!process->filtered || !has(filter, PREVENT_REMOVAL)) {
        remove_message(process, at);
    }
    if ((process->flags & FLAG_END) && message.length == 0) {
        process->at_end = true;
    }
}

/* No message complies. false: the read waits. */
static bool nothing(const struct process *process, const struct interested *filter,
                    struct outcome *outcome)
{
    bool waits = !(process->flags & FLAG_WAITS_NOT);

    if (has(filter, WANT_MESSAGENO) && process->queued > 0) {
        waits ? answer_unknown(outcome) : answer_error(&outcome->answer, ENODATA);
        return true;
    }
    if (waits) {
        return false;
    }
    answer_error(&outcome->answer, EAGAIN);
    return true;
}

/* With flag 32, messages comply but none fits. Without a filter that gives 0, also to a read that
 * may wait, and is as good as an end of file; but later reads then seem to miss some message, which
 * one is not known. With a filter some reads were seen to wait [real]. */
static void too_long(struct process *process, const struct interested *filter,
                     struct outcome *outcome)
{
    if (filter->conditions != 0) {
        answer_unknown(outcome);
        return;
    }
    answer_number(&outcome->answer, 0);
    process->at_end = (process->flags & FLAG_END) != 0;
    process->unclear = true;
}

static void probe(struct process *process, const struct interested *filter, int at,
                  struct outcome *outcome)
{
    if (at >= 0 && has(filter, WANT_OFFSET)) {
        answer_unknown(outcome);
    } else if (at >= 0) {
        remember(process, &process->queue[at]);
        answer_number(&outcome->answer, process->queue[at].length);
    } else {
        answer_error(&outcome->answer,
                     has(filter, WANT_MESSAGENO) && process->queued > 0 ? ENODATA : EAGAIN);
    }
}

/* What MOSIX does with FILTER was never seen. The first message that complies is AT. */
static bool uncertain(const struct process *process, const struct interested *filter, int at)
{
    bool waits = !(process->flags & FLAG_WAITS_NOT);

    for (int i = 0; i < process->queued && (at < 0 || i <= at); i++) {
        if (has(filter, WANT_OFFSET) && process->queue[i].length == filter->msgoffset) {
            return true;
        }
    }
    return process->queued == 0 && (limits_exclude(filter) || (pattern_too_long(filter) && waits));
}

bool model_read(struct process *process, const struct step *step, struct outcome *outcome)
{
    static const struct interested everything;
    const struct interested *filter = process->filtered ? &process->filter : &everything;
    long room = step->operation == READ_PARTS ? step->parts * step->size : step->size;
    int at = find(process, filter, -1);

    if (process->at_end) {
        answer_number(&outcome->answer, 0);
    } else if (process->unclear || uncertain(process, filter, at)) {
        answer_unknown(outcome);
    } else if (process->queued > 0 && (pattern_too_long(filter) || limits_exclude(filter))) {
        answer_error(&outcome->answer, EINVAL);
    } else if (step->operation == PROBE) {
        probe(process, filter, at, outcome);
    } else if (at < 0) {
        return nothing(process, filter, outcome);
    } else if (!(process->flags & FLAG_WHOLE)) {
        take(process, step, at, room, outcome);
    } else if ((at = find(process, filter, room)) >= 0) {
        take(process, step, at, room, outcome);
    } else {
        too_long(process, filter, outcome);
    }
    return true;
}

/* With a number or an offset it was never seen what a stored filter finds. */
static bool simple(const struct interested *filter)
{
    return !has(filter, WANT_MESSAGENO) && !has(filter, WANT_OFFSET);
}

void model_which(const struct process *process, struct outcome *outcome)
{
    int bits = 0;

    if (process->unclear) {
        answer_unknown(outcome);
        return;
    }
    for (int i = 0; i < process->stored; i++) {
        if (process->queued > 0 && !simple(&process->store[i])) {
            answer_unknown(outcome);
            return;
        }
        bits |= (find(process, &process->store[i], -1) >= 0) << i;
    }
    snprintf(outcome->answer.text, ANSWER_SIZE, "%d, bits %x", process->stored,
             (unsigned int) bits);
}
