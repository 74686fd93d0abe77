/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads transcripts, and asks the model: see transcript.h. Libc only.
 */
#include "transcript.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = 1024 };

void transcripts_start(struct transcripts *transcripts, FILE *file)
{
    memset(transcripts, 0, sizeof(*transcripts));
    transcripts->file = file;
}

/* "NAME, N processes:" */
static bool take_head(struct transcripts *transcripts, const char *line)
{
    const char *comma = strrchr(line, ',');
    int processes, words = 0;

    if (comma == NULL || (size_t) (comma - line) >= sizeof(transcripts->next) ||
        sscanf(comma, ", %1d process%n", &processes, &words) != 1 || words == 0 || processes < 1 ||
        processes > PROCESSES_MAX || strcmp(comma + words, processes == 1 ? ":" : "es:") != 0) {
        return false;
    }
    transcripts->processes = processes;
    memcpy(transcripts->next, line, (size_t) (comma - line));
    transcripts->next[comma - line] = '\0';
    return true;
}

static void set_answer(struct answer *answer, const char *text)
{
    snprintf(answer->text, sizeof(answer->text), "%s", text);
}

static void set_outcome(struct outcome *outcome, const char *text)
{
    outcome->waits = strcmp(text, "waits") == 0;
    set_answer(&outcome->answer, outcome->waits ? "" : text);
}

/* Whether STEP is of a process that is there, and names none that is not. */
static bool of_processes(const struct step *step, int processes)
{
    bool right = step->who < processes && step->to < processes;

    for (int i = 0; i < STORED_MAX; i++) {
        right = right && step->filter[i].pid < processes;
    }
    return right;
}

static bool take_step(struct sequence *sequence, char *line)
{
    char *answer = strstr(line, " -> ");
    struct step *step;

    if (sequence->count == STEPS_MAX || answer == NULL) {
        return false;
    }
    *answer = '\0';
    answer += strlen(" -> ");
    step = &sequence->step[sequence->count];
    if (step_parse(line, step) < 0 || !of_processes(step, sequence->processes) ||
        strlen(answer) >= ANSWER_SIZE) {
        return false;
    }
    set_outcome(&sequence->outcome[sequence->count], answer);
    if (step->operation == SIGNALS) {
        step->value = atoi(answer);
    }
    sequence->count++;
    return true;
}

/* What follows a step: another process has its answer, or this one has another answer. */
static bool take_answer(struct sequence *sequence, const char *line)
{
    bool waited = strstr(line, " waited -> ") != NULL;
    struct outcome *outcome;
    int who = -1, answer = 0;

    (void) sscanf(line, waited ? "process %1d waited -> %n" : "process %1d, here: %n", &who,
                  &answer);
    if (sequence->count == 0 || answer == 0 || who < 0 || who >= sequence->processes ||
        strlen(line + answer) >= ANSWER_SIZE) {
        return false;
    }
    outcome = &sequence->outcome[sequence->count - 1];
    if (who == sequence->step[sequence->count - 1].who && !waited) {
        set_outcome(outcome, line + answer);
    } else {
        outcome->ended[who] = true;
        set_answer(&outcome->late[who], line + answer);
    }
    return true;
}

/* A line of a transcript, without blanks and number. */
static bool take_line(struct sequence *sequence, char *line)
{
    if (strstr(line, ", model: ") != NULL) {
        return true;
    }
    if (strstr(line, " waited -> ") != NULL || strstr(line, ", here: ") != NULL) {
        return take_answer(sequence, line);
    }
    return take_step(sequence, line);
}

static char *without_number(char *line)
{
    size_t digits;

    line += strspn(line, " ");
    digits = strspn(line, "0123456789");
    return digits > 0 && strncmp(line + digits, ". ", 2) == 0 ? line + digits + 2 : line;
}

/* The next line that is not to be ignored, or NULL. */
static char *next_line(struct transcripts *transcripts, char *line)
{
    do {
        if (fgets(line, LINE_SIZE, transcripts->file) == NULL) {
            return NULL;
        }
        transcripts->line++;
        line[strcspn(line, "\n")] = '\0';
    } while (line[0] == '#' || line[0] == '\0');
    return line;
}

int transcripts_next(struct transcripts *transcripts, struct transcript *transcript)
{
    char line[LINE_SIZE];

    memset(transcript, 0, sizeof(*transcript));
    if (transcripts->processes == 0) {
        if (next_line(transcripts, line) == NULL) {
            return 0;
        }
        if (!take_head(transcripts, line)) {
            return -EINVAL;
        }
    }
    memcpy(transcript->name, transcripts->next, sizeof(transcript->name));
    transcript->sequence.processes = transcripts->processes;
    transcripts->processes = 0;
    while (next_line(transcripts, line) != NULL) {
        if (line[0] != ' ') {
            return take_head(transcripts, line) ? 1 : -EINVAL;
        }
        if (!take_line(&transcript->sequence, without_number(line))) {
            return -EINVAL;
        }
    }
    return 1;
}

static bool same(const char *model, const char *recorded, int who, struct mismatch *mismatch)
{
    mismatch->who = who;
    set_answer(&mismatch->model, model);
    set_answer(&mismatch->seen, recorded);
    return strcmp(model, recorded) == 0;
}

static const char *said(const struct outcome *outcome)
{
    return outcome->waits ? "waits" : outcome->answer.text;
}

static bool same_outcome(const struct sequence *sequence, const struct outcome *model,
                         struct mismatch *mismatch)
{
    const struct outcome *recorded = &sequence->outcome[mismatch->at];

    if (!same(said(model), said(recorded), sequence->step[mismatch->at].who, mismatch)) {
        return false;
    }
    for (int i = 0; i < sequence->processes; i++) {
        if (!same(model->ended[i] ? model->late[i].text : "",
                  recorded->ended[i] ? recorded->late[i].text : "", i, mismatch)) {
            return false;
        }
    }
    return true;
}

bool model_agrees(const struct sequence *sequence, struct mismatch *mismatch)
{
    struct model model;

    memset(mismatch, 0, sizeof(*mismatch));
    model_start(&model, sequence->processes);
    for (int i = 0; i < sequence->count; i++) {
        struct outcome outcome;

        mismatch->at = i;
        if (!possible(&model, &sequence->step[i])) {
            return same("cannot be done", said(&sequence->outcome[i]), sequence->step[i].who,
                        mismatch);
        }
        model_step(&model, &sequence->step[i], &outcome);
        if (!same_outcome(sequence, &outcome, mismatch)) {
            return false;
        }
        if (outcome.beyond && i < sequence->count - 1) {
            set_answer(&mismatch->model, "unknown from here on");
            return false;
        }
    }
    return true;
}
