/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs a sequence: see conductor.h.
 */
#include "conductor.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "worker.h"

struct player {
    pid_t pid;
    int to, from;
    bool waits; /* says the model */
};

struct orchestra {
    const struct sequence *sequence;
    struct patience patience;
    struct player player[PROCESSES_MAX];
};

static void close_both(int *ends)
{
    close(ends[0]);
    close(ends[1]);
}

/* In a child: all that other players use is closed, so that each sees the end of its pipe. */
static void play(struct orchestra *orchestra, int who, int in, int out)
{
    struct worker worker = {in, out, who, orchestra->patience.settle, {0}};

    for (int i = 0; i < who; i++) {
        close(orchestra->player[i].to);
        close(orchestra->player[i].from);
    }
    work(&worker);
}

static bool start_player(struct orchestra *orchestra, int who)
{
    struct player *player = &orchestra->player[who];
    int down[2], up[2];

    if (pipe(down) < 0) {
        return false;
    }
    if (pipe(up) < 0) {
        close_both(down);
        return false;
    }
    player->pid = fork();
    if (player->pid == 0) {
        close(down[1]);
        close(up[0]);
        play(orchestra, who, down[0], up[1]);
    }
    close(down[0]);
    close(up[1]);
    player->to = down[1];
    player->from = up[0];
    return player->pid > 0;
}

static bool start(struct orchestra *orchestra)
{
    pid_t pids[PROCESSES_MAX] = {0};

    for (int i = 0; i < orchestra->sequence->processes; i++) {
        if (!start_player(orchestra, i)) {
            return false;
        }
        pids[i] = orchestra->player[i].pid;
    }
    for (int i = 0; i < orchestra->sequence->processes; i++) {
        if (write(orchestra->player[i].to, pids, sizeof(pids)) != sizeof(pids)) {
            return false;
        }
    }
    return true;
}

static void stop(struct orchestra *orchestra)
{
    for (int i = 0; i < PROCESSES_MAX; i++) {
        struct player *player = &orchestra->player[i];

        if (player->pid > 0) {
            kill(player->pid, SIGKILL);
            waitpid(player->pid, NULL, 0);
            close(player->to);
            close(player->from);
        }
    }
}

/* How a player ended that should have answered. */
static void tell_end(struct player *player, struct answer *answer)
{
    int status = 0;

    if (waitpid(player->pid, &status, 0) == player->pid && WIFSIGNALED(status)) {
        snprintf(answer->text, ANSWER_SIZE, "killed by signal %d", WTERMSIG(status));
    } else {
        snprintf(answer->text, ANSWER_SIZE, "ended with status %d", WEXITSTATUS(status));
    }
    close(player->to);
    close(player->from);
    player->pid = 0;
}

static bool ready(const struct player *player, int milliseconds)
{
    struct pollfd polled = {player->from, POLLIN, 0};

    return poll(&polled, 1, milliseconds) == 1;
}

static void get_answer(struct orchestra *orchestra, int who, struct answer *answer)
{
    struct player *player = &orchestra->player[who];

    if (!ready(player, orchestra->patience.answer)) {
        snprintf(answer->text, ANSWER_SIZE, "no answer");
    } else if (read(player->from, answer, sizeof(*answer)) != sizeof(*answer)) {
        tell_end(player, answer);
    }
}

/* A signal that comes too early, before the process waits, is sent again. */
static void interrupt(struct orchestra *orchestra, int who)
{
    const struct player *player = &orchestra->player[who];

    for (int waited = 0; waited < orchestra->patience.answer;) {
        kill(player->pid, SIGALRM);
        if (ready(player, orchestra->patience.settle)) {
            return;
        }
        waited += orchestra->patience.settle;
    }
}

static bool same(const struct answer *model, const struct answer *seen, int who,
                 struct mismatch *mismatch)
{
    if (strcmp(model->text, seen->text) == 0) {
        return true;
    }
    mismatch->who = who;
    mismatch->model = *model;
    mismatch->seen = *seen;
    return false;
}

static void make_step(struct orchestra *orchestra, const struct step *step)
{
    if (step->operation == INTERRUPT) {
        interrupt(orchestra, step->who);
    } else if (write(orchestra->player[step->who].to, step, sizeof(*step)) != sizeof(*step)) {
        /* It has ended; get_answer() tells how. */
        return;
    }
}

/* The end of a process is its answer. */
static void get_end(struct orchestra *orchestra, int who, struct answer *answer)
{
    get_answer(orchestra, who, answer);
    if (orchestra->player[who].pid == 0) {
        snprintf(answer->text, ANSWER_SIZE, "gone");
    }
}

/* Whether all that wait still have no answer, after so many milliseconds for each. */
static bool still_wait(struct orchestra *orchestra, int milliseconds, struct mismatch *mismatch)
{
    struct answer waits = {"waits"}, seen = {""};

    for (int i = 0; i < orchestra->sequence->processes; i++) {
        if (orchestra->player[i].waits && ready(&orchestra->player[i], milliseconds)) {
            get_answer(orchestra, i, &seen);
            return same(&waits, &seen, i, mismatch);
        }
    }
    return true;
}

/* Two signals that wait together count as one: so whoever gets one takes it before the next step.
 */
static void take_signals(struct orchestra *orchestra, const struct outcome *outcome)
{
    struct answer count;

    for (int i = 0; i < orchestra->sequence->processes; i++) {
        const struct step step = {
            .who = i, .operation = SIGNALS, .flags = 1, .value = outcome->signals[i]};

        if (outcome->signals[i] > 0 && !orchestra->player[i].waits) {
            make_step(orchestra, &step);
            get_answer(orchestra, i, &count);
        }
    }
}

static bool one_step(struct orchestra *orchestra, int at, struct mismatch *mismatch)
{
    const struct step *step = &orchestra->sequence->step[at];
    const struct outcome *outcome = &orchestra->sequence->outcome[at];
    struct answer seen = {""};

    if (!still_wait(orchestra, 0, mismatch)) {
        return false;
    }
    mismatch->at = at;
    make_step(orchestra, step);
    orchestra->player[step->who].waits = outcome->waits;
    if (!outcome->waits) {
        if (step->operation == DIE) {
            get_end(orchestra, step->who, &seen);
        } else {
            get_answer(orchestra, step->who, &seen);
        }
        if (!same(&outcome->answer, &seen, step->who, mismatch)) {
            return false;
        }
    }
    for (int i = 0; i < orchestra->sequence->processes; i++) {
        if (outcome->ended[i]) {
            orchestra->player[i].waits = false;
            get_answer(orchestra, i, &seen);
            if (!same(&outcome->late[i], &seen, i, mismatch)) {
                return false;
            }
        }
    }
    take_signals(orchestra, outcome);
    return true;
}

bool conduct(const struct sequence *sequence, struct patience patience, struct mismatch *mismatch)
{
    struct orchestra orchestra = {.sequence = sequence, .patience = patience};
    bool right = start(&orchestra);

    memset(mismatch, 0, sizeof(*mismatch));
    if (!right) {
        snprintf(mismatch->seen.text, ANSWER_SIZE, "no processes: errno %d", errno);
    }
    for (int i = 0; i < sequence->count && right; i++) {
        right = one_step(&orchestra, i, mismatch);
    }
    right = right && still_wait(&orchestra, patience.settle, mismatch);
    stop(&orchestra);
    return right;
}

/* What comes of STEP goes to OUTCOME. */
static void see(struct orchestra *orchestra, const struct step *step, struct outcome *outcome)
{
    struct player *player = &orchestra->player[step->who];

    memset(outcome, 0, sizeof(*outcome));
    make_step(orchestra, step);
    outcome->waits = !ready(player, orchestra->patience.settle);
    if (!outcome->waits && step->operation == DIE) {
        get_end(orchestra, step->who, &outcome->answer);
    } else if (!outcome->waits) {
        get_answer(orchestra, step->who, &outcome->answer);
    }
    player->waits = outcome->waits;
    for (int i = 0; i < orchestra->sequence->processes; i++) {
        player = &orchestra->player[i];
        if (i != step->who && player->waits && ready(player, orchestra->patience.settle)) {
            get_answer(orchestra, i, &outcome->late[i]);
            outcome->ended[i] = true;
            player->waits = false;
        }
    }
}

void record(struct sequence *sequence, struct patience patience)
{
    struct orchestra orchestra = {.sequence = sequence, .patience = patience};
    int count = start(&orchestra) ? sequence->count : 0;

    for (int i = 0; i < count; i++) {
        struct step step = sequence->step[i];
        const struct player *player = &orchestra.player[step.who];

        if (player->pid == 0 || player->waits != (step.operation == INTERRUPT)) {
            count = i;
            break;
        }
        /* Nobody knows how many signals there will be: all that come in time. */
        step.value = step.operation == SIGNALS ? INT_MAX : step.value;
        see(&orchestra, &step, &sequence->outcome[i]);
    }
    sequence->count = count;
    stop(&orchestra);
}
