/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The model of MOSIX's mailboxes: processes, boxes, and what is sent. Libc only.
 */
#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "boxes.h"

enum {
    FLAG_WAITS_NOT = 8,
    FLAG_SIGNAL = 16,
    PARTS_REAL = 16,
    CAPACITY = 32 << 20,   /* bytes in a mailbox */
    HOME_FIRST_LENGTH = 1, /* of the message by which the parent found its home */
};

void model_start(struct model *model, int processes)
{
    memset(model, 0, sizeof(*model));
    model->processes = processes;
    for (int i = 0; i < processes; i++) {
        model->process[i].alive = true;
        model->process[i].last_sender = FROM_OUTSIDE;
        model->process[i].last_length = HOME_FIRST_LENGTH;
    }
}

static bool has_box(const struct process *process)
{
    return process->alive && (process->box_open || process->input_open);
}

/* Only descriptor 0 is left of the mailbox. What its own descriptor is then was never seen. */
static bool only_input(const struct process *process)
{
    return process->input_open && !process->box_open;
}

static bool reads_box(const struct process *process, int fd)
{
    return fd == BOX_DESCRIPTOR ? process->box_open : fd == 0 && process->input_open;
}

/* The send box behind a descriptor, or NULL. */
static struct outgoing *sends_box(struct process *process, int fd)
{
    int number = fd == 1 ? 0 : fd - BOX_DESCRIPTOR;

    if (number < 0 || number > BOXES_MAX || (number == 0 && fd != 1)) {
        return NULL;
    }
    return process->box[number].open ? &process->box[number] : NULL;
}

/* Bytes that wait. */
static long load(const struct process *process)
{
    long bytes = 0;

    for (int i = 0; i < process->queued; i++) {
        bytes += process->queue[i].length;
    }
    return bytes;
}

static void empty_box(struct process *process)
{
    process->queued = 0;
    process->at_end = false;
    process->filtered = false;
    process->stored = 0;
    process->flags = 0;
}

static void open_box(struct process *process, const struct step *step, struct outcome *outcome)
{
    if (!(step->flags & O_CREAT)) {
        answer_error(&outcome->answer, EINVAL);
        return;
    }
    if (only_input(process)) {
        answer_unknown(outcome);
        return;
    }
    if (!process->box_open) {
        empty_box(process);
    }
    process->box_open = true;
    process->flags = step->value;
    /* Whether the end of the file stays, if flag 64 does, was never seen. */
    process->unclear = process->unclear || (process->at_end && (process->flags & 64));
    process->at_end = false;
    answer_number(&outcome->answer, BOX_DESCRIPTOR);
}

static void open_send(struct process *process, const struct step *step, struct outcome *outcome)
{
    int access = step->flags & O_ACCMODE;

    if (access == O_RDONLY || access == O_RDWR) {
        answer_error(&outcome->answer, EINVAL);
        return;
    }
    for (int i = 1; i <= BOXES_MAX; i++) {
        if (!process->box[i].open) {
            process->box[i] = (struct outgoing){
                .open = true, .is_ubox = step->value == UBOX_ZERO, .to = step->to};
            answer_number(&outcome->answer, BOX_DESCRIPTOR + i);
            return;
        }
    }
    answer_unknown(outcome);
}

static void close_one(struct process *process, const struct step *step, struct outcome *outcome)
{
    struct outgoing *box = sends_box(process, step->fd);

    if (reads_box(process, step->fd)) {
        *(step->fd == 0 ? &process->input_open : &process->box_open) = false;
        if (!has_box(process)) {
            empty_box(process);
        }
    } else if (box != NULL) {
        box->open = false;
    } else {
        answer_error(&outcome->answer, EBADF);
        return;
    }
    answer_number(&outcome->answer, 0);
}

static void duplicate(struct process *process, const struct step *step, struct outcome *outcome)
{
    struct outgoing *box = sends_box(process, step->fd);

    if (step->fd == BOX_DESCRIPTOR && step->value == 0) {
        process->input_open = true;
        outcome->beyond = !process->box_open; /* MOSIX takes this, too [real]; but for what? */
    } else if (step->fd == 1) {
        answer_unknown(outcome);
        return;
    } else if (box != NULL && step->value == 1) {
        process->box[0] = *box;
    } else {
        answer_error(&outcome->answer, EBADF);
        return;
    }
    answer_number(&outcome->answer, step->value);
}

/* Whether MESSAGE could be delivered, or an error was told. Only the first write to a ubox tells
 * whether anybody is there. Later ones say ESRCH or that it was sent, not the same in each run, and
 * a full mailbox may not be told either [real]. */
static bool deliver(struct model *model, struct outgoing *box, struct message message,
                    struct outcome *outcome)
{
    struct process *receiver = &model->process[box->to];
    bool first = !box->used;

    box->used = true;
    if (!has_box(receiver)) {
        if (box->is_ubox && !first) {
            answer_unknown(outcome);
        } else {
            answer_error(&outcome->answer, ESRCH);
        }
        return true;
    }
    if (load(receiver) + message.length > CAPACITY) {
        outcome->beyond = receiver->unclear || box->is_ubox;
        answer_error(&outcome->answer, ENOSPC);
        return box->waits_not;
    }
    receiver->queue[receiver->queued++] = message;
    receiver->signals += (receiver->flags & FLAG_SIGNAL) != 0;
    answer_number(&outcome->answer, message.length);
    return true;
}

static int number_of(const struct model *model, const struct process *process)
{
    return (int) (process - model->process);
}

/* After exec, a process without a mailbox that writes to itself gets ESRCH most times; but MOSIX
 * may say that it was sent, or a signal 40 ends the process [real]. */
static bool loses_itself(const struct model *model, const struct process *process,
                         const struct outgoing *box)
{
    return process->executed && &model->process[box->to] == process && !has_box(process);
}

/* false: it waits. */
static bool send_one(struct model *model, struct process *process, const struct step *step,
                     struct outcome *outcome)
{
    struct outgoing *box = sends_box(process, step->fd);
    struct message message = {
        .id = step->id,
        .sender = step->operation == SEND_CHILD ? FROM_OUTSIDE : number_of(model, process),
        .length = step->operation == SEND_PARTS ? step->parts * step->size : step->size,
    };

    if (step->operation == SEND_PARTS && step->parts > PARTS_REAL) {
        answer_error(&outcome->answer, EINVAL);
    } else if (box == NULL) {
        answer_error(&outcome->answer, EBADF);
    } else if (step->operation == SEND_BAD) {
        answer_error(&outcome->answer, EFAULT);
    } else if (step->operation == SEND_LONG) {
        answer_error(&outcome->answer, EINVAL);
    } else if (model->process[box->to].queued == QUEUE_MAX || loses_itself(model, process, box)) {
        answer_unknown(outcome);
    } else {
        return deliver(model, box, message, outcome);
    }
    return true;
}

static void set_flags(struct process *process, const struct step *step, struct outcome *outcome)
{
    struct outgoing *box = sends_box(process, step->fd);

    if (box == NULL) {
        answer_error(&outcome->answer, EBADF);
        return;
    }
    box->waits_not = (step->flags & O_NONBLOCK) != 0;
    answer_number(&outcome->answer, 0);
}

static void call(struct process *process, const struct step *step, struct outcome *outcome)
{
    bool sends = sends_box(process, step->fd) != NULL;

    if (step->fd < BOX_DESCRIPTOR) {
        answer_unknown(outcome); /* it may be what was there before dup2 */
        return;
    }
    switch (step->value) {
    case CALL_POLL:
        snprintf(outcome->answer.text, sizeof(outcome->answer.text), "0, revents 0");
        break;
    case CALL_GETFD:
        sends ? answer_number(&outcome->answer, 0) : answer_error(&outcome->answer, EBADF);
        break;
    case CALL_GETFL:
        answer_error(&outcome->answer, sends ? EINVAL : EBADF);
        break;
    default:
        answer_error(&outcome->answer, EBADF);
    }
}

static void about(const struct process *process, const struct step *step, struct outcome *outcome)
{
    char *text = outcome->answer.text;

    if (process->unclear) {
        answer_unknown(outcome);
        return;
    }
    switch (step->value) {
    case ABOUT_PID:
        if (process->last_sender == FROM_OUTSIDE) {
            snprintf(text, ANSWER_SIZE, "another");
        } else {
            snprintf(text, ANSWER_SIZE, "process %d", process->last_sender);
        }
        break;
    case ABOUT_HOME:
        snprintf(text, ANSWER_SIZE, "own");
        break;
    default:
        answer_number(&outcome->answer, process->last_length);
    }
}

/* A pattern that is too long is refused at once, other than that of a single filter [real]. What is
 * stored then is not known, nor whether MOSIX refuses limits that exclude each other. */
static void store(struct process *process, const struct step *step, struct outcome *outcome)
{
    for (int i = 0; i < step->parts; i++) {
        const struct interested *filter = &step->filter[i];

        if ((filter->conditions & WANT_PATTERN) && filter->testlen > PATTERN_SIZE) {
            answer_error(&outcome->answer, EINVAL);
            outcome->beyond = true;
            return;
        }
        if ((filter->conditions & WANT_MINLEN) && (filter->conditions & WANT_MAXLEN) &&
            filter->minlen > filter->maxlen) {
            answer_unknown(outcome);
            return;
        }
    }
    process->stored = step->parts;
    memcpy(process->store, step->filter, sizeof(process->store));
    answer_number(&outcome->answer, 0);
}

/* The three requests of ioctl, and changing the filter without one. */
static void filters(struct process *process, const struct step *step, struct outcome *outcome)
{
    const char *previous = process->filtered ? "previous" : "0";

    if (step->operation == CHANGE) {
        process->filter = step->filter[0];
        answer_number(&outcome->answer, 0);
        return;
    }
    if (only_input(process)) {
        answer_unknown(outcome);
        return;
    }
    if (!process->box_open) {
        answer_error(&outcome->answer, EBADF);
        return;
    }
    switch (step->operation) {
    case FILTER:
        process->filter = step->filter[0];
        process->filtered = true;
        snprintf(outcome->answer.text, ANSWER_SIZE, "%s", previous);
        break;
    case UNFILTER:
        process->filtered = false;
        snprintf(outcome->answer.text, ANSWER_SIZE, "%s", previous);
        break;
    case STORE:
        store(process, step, outcome);
        break;
    default:
        model_which(process, outcome);
    }
}

static void word(struct outcome *outcome, const char *text)
{
    snprintf(outcome->answer.text, ANSWER_SIZE, "%s", text);
}

/* Steps about the process itself. */
static void itself(struct process *process, const struct step *step, struct outcome *outcome)
{
    switch (step->operation) {
    case SIGNALS:
        answer_number(&outcome->answer, process->signals);
        process->signals = 0;
        break;
    case EXECUTE:
        process->signals = 0;
        process->executed = true;
        /* Whether the end of the file stays was never seen. */
        process->unclear = process->unclear || process->at_end;
        process->at_end = false;
        word(outcome, "executed");
        break;
    case DIE:
        process->alive = false;
        word(outcome, "gone");
        break;
    default: /* INTERRUPT */
        process->waits = false;
        answer_error(&outcome->answer, EINTR);
    }
}

/* false: it waits. */
static bool receive(struct process *process, const struct step *step, struct outcome *outcome)
{
    bool sends = step->fd > BOX_DESCRIPTOR;

    if (step->operation == READ_PARTS && step->parts > PARTS_REAL && !sends) {
        answer_error(&outcome->answer, EINVAL);
    } else if (step->operation == PROBE && sends) {
        answer_error(&outcome->answer, EINVAL);
    } else if (only_input(process) && !sends && step->fd != 0) {
        answer_unknown(outcome);
    } else if (!reads_box(process, step->fd)) {
        answer_error(&outcome->answer, EBADF);
    } else {
        return model_read(process, step, outcome);
    }
    return true;
}

/* false: the step waits. */
static bool act(struct model *model, struct process *process, const struct step *step,
                struct outcome *outcome)
{
    switch (step->operation) {
    case OPEN_BOX:
        open_box(process, step, outcome);
        return true;
    case OPEN_SEND:
        open_send(process, step, outcome);
        return true;
    case CLOSE:
        close_one(process, step, outcome);
        return true;
    case DUPLICATE:
        duplicate(process, step, outcome);
        return true;
    case SEND:
    case SEND_PARTS:
    case SEND_BAD:
    case SEND_LONG:
    case SEND_CHILD:
        return send_one(model, process, step, outcome);
    case READ:
    case READ_PARTS:
    case READ_BAD:
    case PROBE:
        return receive(process, step, outcome);
    case SET_FLAGS:
        set_flags(process, step, outcome);
        return true;
    case CALL:
        call(process, step, outcome);
        return true;
    case ABOUT:
        about(process, step, outcome);
        return true;
    case FILTER:
    case CHANGE:
    case UNFILTER:
    case STORE:
    case WHICH:
        filters(process, step, outcome);
        return true;
    default:
        itself(process, step, outcome);
        return true;
    }
}

/* Who waited and need not any more. One answer may lead to another. */
static void wake(struct model *model, struct outcome *outcome)
{
    bool again = true;

    while (again) {
        again = false;
        for (int i = 0; i < model->processes; i++) {
            struct process *process = &model->process[i];
            struct outcome late = {0};

            if (process->alive && process->waits && act(model, process, &process->step, &late)) {
                process->waits = false;
                outcome->ended[i] = true;
                outcome->late[i] = late.answer;
                outcome->beyond = outcome->beyond || late.beyond;
                again = true;
            }
        }
    }
}

void model_step(struct model *model, const struct step *step, struct outcome *outcome)
{
    struct process *process = &model->process[step->who];
    int signals[PROCESSES_MAX];

    memset(outcome, 0, sizeof(*outcome));
    for (int i = 0; i < model->processes; i++) {
        signals[i] = model->process[i].signals;
    }
    outcome->waits = !act(model, process, step, outcome);
    if (outcome->waits) {
        process->waits = true;
        process->step = *step;
        outcome->answer.text[0] = '\0';
        /* A signal would end the wait, at a moment that nobody knows. */
        outcome->beyond = outcome->beyond || (process->flags & FLAG_SIGNAL) != 0;
    }
    wake(model, outcome);
    for (int i = 0; i < model->processes; i++) {
        int now = model->process[i].signals;

        outcome->signals[i] = model->process[i].alive && now > signals[i] ? now : 0;
    }
}
