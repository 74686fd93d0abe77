/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Shorter sequences: see shrink.h. Libc only.
 */
#include "shrink.h"

struct search {
    struct sequence *sequence;
    struct mismatch *mismatch;
    differs_function *differs;
    void *context;
};

/* Goes on with FEWER if it differs, too. */
static bool accept(struct search *search, struct sequence *fewer)
{
    struct mismatch mismatch;

    if (!replay(fewer) || !search->differs(fewer, &mismatch, search->context)) {
        return false;
    }
    *search->sequence = *fewer;
    *search->mismatch = mismatch;
    search->sequence->count = mismatch.at + 1;
    return true;
}

/* Where the signal is that ends the wait of step AT, or -1. */
static int interruption(const struct sequence *sequence, int at)
{
    for (int i = at + 1; i < sequence->count && sequence->outcome[at].waits; i++) {
        if (sequence->step[i].who != sequence->step[at].who) {
            continue;
        }
        return sequence->step[i].operation == INTERRUPT ? i : -1;
    }
    return -1;
}

/* A step, and the signal without which it would wait, as a signal needs one who waits. */
static bool without_step(struct search *search, int at)
{
    struct sequence fewer = *search->sequence;
    int signal = interruption(&fewer, at);

    if (signal >= 0) {
        remove_step(&fewer, signal);
    }
    remove_step(&fewer, at);
    return accept(search, &fewer);
}

static bool names_process(const struct step *step, int process)
{
    bool named = step->who == process || (step->operation == OPEN_SEND && step->to == process);

    for (int i = 0; i < STORED_MAX; i++) {
        named =
            named || ((step->filter[i].conditions & WANT_PID) && step->filter[i].pid == process);
    }
    return named;
}

static bool without_last_process(struct search *search)
{
    struct sequence fewer = *search->sequence;

    fewer.processes--;
    for (int i = 0; i < fewer.count; i++) {
        if (names_process(&fewer.step[i], fewer.processes)) {
            return false;
        }
    }
    return fewer.processes > 0 && accept(search, &fewer);
}

void shrink(struct sequence *sequence, struct mismatch *mismatch, differs_function *differs,
            void *context)
{
    struct search search = {sequence, mismatch, differs, context};
    bool again = true;

    sequence->count = mismatch->at + 1;
    while (again) {
        again = false;
        for (int i = sequence->count - 1; i >= 0; i--) {
            again = without_step(&search, i) || again;
            i = i < sequence->count ? i : sequence->count;
        }
        again = without_last_process(&search) || again;
    }
}
