/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random sequences, libc only: see generate.h.
 */
#include "generate.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "boxes.h"
#include "sequence_words.h"

enum { TRIES = 200, LARGE_EVERY = 24, LENGTH_MIN = 12, PERCENT = 100 };

struct maker {
    uint64_t state;
    bool large; /* messages that fill a mailbox */
    struct model model;
};

static uint64_t next(struct maker *maker)
{
    uint64_t z = maker->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static int below(struct maker *maker, int limit)
{
    return (int) (next(maker) % (uint64_t) limit);
}

static bool chance(struct maker *maker, int percent)
{
    return below(maker, PERCENT) < percent;
}

static long pick(struct maker *maker, const long *values, size_t count)
{
    return values[below(maker, (int) count)];
}

#define PICK(maker, ...)                                                                           \
    pick(maker, (const long[]){__VA_ARGS__}, sizeof((const long[]){__VA_ARGS__}) / sizeof(long))

/* A descriptor that is likely to be a send box of the process. */
static int sending_fd(struct maker *maker, const struct process *process)
{
    int fd = BOX_DESCRIPTOR + below(maker, 4);

    for (int i = 0; i < TRIES && !chance(maker, 5); i++) {
        int number = below(maker, BOXES_MAX + 1);

        if (process->box[number].open) {
            return number == 0 ? 1 : BOX_DESCRIPTOR + number;
        }
    }
    return fd;
}

static int reading_fd(struct maker *maker, const struct process *process)
{
    if (process->input_open && chance(maker, 50)) {
        return 0;
    }
    return chance(maker, 95) ? BOX_DESCRIPTOR : BOX_DESCRIPTOR + 1 + below(maker, 3);
}

static int any_fd(struct maker *maker, const struct process *process)
{
    return chance(maker, 30) ? reading_fd(maker, process) : sending_fd(maker, process);
}

static long message_size(struct maker *maker)
{
    if (maker->large && chance(maker, 60)) {
        return (5 + below(maker, 8)) * (1L << 20);
    }
    return PICK(maker, 0, 0, 1, 2, 3, 5, 8, 8, 16, 40, 100, 1000, 5000, 65536, 70000);
}

static long room(struct maker *maker)
{
    if (maker->large) {
        return SIZE_MAX_STEP;
    }
    return PICK(maker, 0, 1, 3, 6, 8, 10, 50, 50, 200, 200, 5000, 100000, 100000);
}

static int box_flags(struct maker *maker)
{
    int flags = below(maker, 8);

    flags |= chance(maker, 65) ? 8 : 0;
    flags |= chance(maker, 20) ? 16 : 0;
    flags |= chance(maker, 20) ? 32 : 0;
    return flags | (chance(maker, 20) ? 64 : 0);
}

/* The first bytes of a message that waits, or of none. */
static void make_pattern(struct maker *maker, const struct process *process,
                         struct interested *filter)
{
    int id = process->queued > 0 ? process->queue[below(maker, process->queued)].id
                                 : below(maker, STEPS_MAX);

    filter->testlen = (unsigned char) PICK(maker, 1, 1, 2, 3, 8, 9);
    filter->testoffset = (int) PICK(maker, 0, 0, 1, 2, 5);
    for (int i = 0; i < 8; i++) {
        filter->testdata[i] = message_byte(id, filter->testoffset + i);
    }
}

static struct interested make_filter(struct maker *maker, const struct process *process)
{
    struct interested filter = {
        .pid = below(maker, maker->model.processes + 1) - 1,
        .home = (unsigned int) below(maker, 3),
        .minlen = (int) PICK(maker, 0, 1, 3, 8, 20),
        .maxlen = (int) PICK(maker, 0, 3, 8, 20, 100),
        .msgno = 1 + below(maker, 4),
        .msgoffset = (int) PICK(maker, 0, 1, 4, 10),
    };

    filter.conditions = (unsigned char) (1 << below(maker, 8));
    filter.conditions |= (unsigned char) (chance(maker, 40) ? 1 << below(maker, 8) : 0);
    make_pattern(maker, process, &filter);
    return filter;
}

/* What an operation needs besides its kind. */
static void fill_in(struct maker *maker, struct step *step)
{
    const struct process *process = &maker->model.process[step->who];

    switch (step->operation) {
    case OPEN_BOX:
        step->flags = O_CREAT | (int) PICK(maker, 0, 0, 0, O_WRONLY, O_RDWR, O_NONBLOCK);
        step->flags = chance(maker, 5) ? 0 : step->flags;
        step->value = box_flags(maker);
        break;
    case OPEN_SEND:
        step->to = below(maker, maker->model.processes);
        step->flags = chance(maker, 90) ? O_WRONLY : below(maker, 4);
        step->value = below(maker, PATHS);
        break;
    case DUPLICATE:
        step->value = below(maker, 2);
        step->fd = step->value == 0 ? reading_fd(maker, process) : sending_fd(maker, process);
        break;
    case CLOSE:
        step->fd = any_fd(maker, process);
        break;
    case CALL:
        step->fd = any_fd(maker, process);
        step->value = below(maker, CALLS);
        break;
    case ABOUT:
        step->value = below(maker, ABOUTS);
        break;
    case SET_FLAGS:
        step->fd = sending_fd(maker, process);
        step->flags = (int) PICK(maker, 0, O_NONBLOCK, O_NONBLOCK, O_NONBLOCK | O_APPEND);
        break;
    case READ:
    case READ_PARTS:
    case READ_BAD:
    case PROBE:
        step->fd = reading_fd(maker, process);
        step->parts = below(maker, PARTS_MAX);
        step->size = step->operation == READ_PARTS ? PICK(maker, 0, 1, 7, 1000) : room(maker);
        break;
    case FILTER:
    case CHANGE:
    case STORE:
        step->parts = 1 + below(maker, STORED_MAX);
        for (int i = 0; i < STORED_MAX; i++) {
            step->filter[i] = make_filter(maker, process);
        }
        break;
    default: /* those that send, and those that need nothing */
        step->fd = sending_fd(maker, process);
        step->parts = below(maker, PARTS_MAX);
        step->size =
            step->operation == SEND_PARTS ? PICK(maker, 0, 1, 4, 300) : message_size(maker);
    }
}

static enum operation choose(struct maker *maker)
{
    static const int weights[OPERATIONS] = {
        [OPEN_BOX] = 8,   [OPEN_SEND] = 12, [CLOSE] = 4,     [DUPLICATE] = 3,  [SEND] = 60,
        [SEND_PARTS] = 8, [SEND_BAD] = 2,   [SEND_LONG] = 2, [SEND_CHILD] = 2, [READ] = 40,
        [READ_PARTS] = 8, [READ_BAD] = 3,   [PROBE] = 8,     [SET_FLAGS] = 6,  [CALL] = 4,
        [ABOUT] = 10,     [FILTER] = 8,     [CHANGE] = 2,    [UNFILTER] = 4,   [STORE] = 3,
        [WHICH] = 4,      [SIGNALS] = 4,    [EXECUTE] = 2,   [DIE] = 1,        [INTERRUPT] = 6,
    };
    int sum = 0, at;
    int operation = 0;

    for (int i = 0; i < OPERATIONS; i++) {
        sum += weights[i];
    }
    at = below(maker, sum);
    while (at >= weights[operation]) {
        at -= weights[operation++];
    }
    return (enum operation) operation;
}

static bool is_send(const struct step *step)
{
    return step->operation >= SEND && step->operation <= SEND_CHILD;
}

/* The descriptors below those of boxes are boxes only after dup2. Otherwise they are the process's
 * own input and output, of which the model knows nothing. */
static bool is_box(const struct process *process, const struct step *step)
{
    bool named = (step_words[step->operation].follow & WORD_FD) != 0;

    return !named || step->fd >= BOX_DESCRIPTOR || (step->fd == 0 && process->input_open) ||
           (step->fd == 1 && process->box[0].open);
}

bool possible(const struct model *model, const struct step *step)
{
    const struct process *process = &model->process[step->who];

    if (!process->alive || process->waits != (step->operation == INTERRUPT) ||
        !is_box(process, step)) {
        return false;
    }
    switch (step->operation) {
    case EXECUTE: /* the filter would be elsewhere; what becomes of stored ones was never seen */
        return !process->filtered && process->stored == 0;
    case CHANGE:
        return process->filtered;
    default:
        return true;
    }
}

/* Two that wait for the same room, or a child that waits, would not be certain. */
static bool certain(const struct model *before, const struct step *step,
                    const struct outcome *outcome)
{
    if (outcome->beyond) {
        return false;
    }
    if (!outcome->waits || !is_send(step)) {
        return true;
    }
    for (int i = 0; i < before->processes; i++) {
        if (before->process[i].waits && is_send(&before->process[i].step)) {
            return false;
        }
    }
    return step->operation != SEND_CHILD;
}

static bool try_step(struct model *model, struct step *step, struct outcome *outcome)
{
    struct model before = *model;

    if (!possible(model, step)) {
        return false;
    }
    model_step(model, step, outcome);
    if (!certain(&before, step, outcome)) {
        *model = before;
        return false;
    }
    if (step->operation == SIGNALS) {
        step->value = atoi(outcome->answer.text);
    }
    return true;
}

static void append(struct maker *maker, struct sequence *sequence, struct step step)
{
    step.id = sequence->count;
    if (try_step(&maker->model, &step, &sequence->outcome[sequence->count])) {
        sequence->step[sequence->count++] = step;
    }
}

/* Most sequences begin with mailboxes that are open, and with send boxes. */
static void begin(struct maker *maker, struct sequence *sequence)
{
    for (int i = 0; i < sequence->processes; i++) {
        struct step step = {.who = i, .operation = OPEN_BOX};

        fill_in(maker, &step);
        if (chance(maker, 90)) {
            append(maker, sequence, step);
        }
        for (int j = 1; j <= 2; j++) {
            step = (struct step){.who = i, .operation = OPEN_SEND, .flags = O_WRONLY};
            step.to = (i + j) % sequence->processes;
            append(maker, sequence, step);
        }
    }
}

/* Nobody waits at the end. */
static void finish(struct maker *maker, struct sequence *sequence)
{
    for (int i = 0; i < sequence->processes; i++) {
        append(maker, sequence, (struct step){.who = i, .operation = INTERRUPT});
    }
}

void generate(unsigned long seed, struct sequence *sequence)
{
    struct maker maker = {.state = seed};
    int length;

    memset(sequence, 0, sizeof(*sequence));
    sequence->processes = PROCESSES_MIN + below(&maker, PROCESSES_MAX - PROCESSES_MIN + 1);
    maker.large = below(&maker, LARGE_EVERY) == 0;
    model_start(&maker.model, sequence->processes);
    length = LENGTH_MIN + below(&maker, STEPS_MAX - PROCESSES_MAX - LENGTH_MIN);
    begin(&maker, sequence);
    for (int i = 0; i < TRIES * STEPS_MAX && sequence->count < length; i++) {
        struct step step = {.who = below(&maker, sequence->processes), .operation = choose(&maker)};

        fill_in(&maker, &step);
        append(&maker, sequence, step);
    }
    finish(&maker, sequence);
}

bool replay(struct sequence *sequence)
{
    struct model model;

    model_start(&model, sequence->processes);
    for (int i = 0; i < sequence->count; i++) {
        if (!try_step(&model, &sequence->step[i], &sequence->outcome[i])) {
            return false;
        }
    }
    return true;
}

void remove_step(struct sequence *sequence, int at)
{
    sequence->count--;
    for (int i = at; i < sequence->count; i++) {
        sequence->step[i] = sequence->step[i + 1];
    }
}
