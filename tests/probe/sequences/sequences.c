/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random sequences of mailbox operations, compared with a model of MOSIX 4.4.3:
 *
 *   mosrun -e ./sequences [--count N] [--seed FIRST] [--settle MS] [--patience MS] [--show]
 * [--shrink]
 *
 * Every seed is a sequence of its own. For one that differs, the steps until there are printed,
 * with the model's answer and the one that was seen. --shrink looks for fewer steps that differ
 * still;
 * --show prints sequences without running them. The last line is "N of M sequences right".
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boxes.h"
#include "conductor.h"
#include "error_name.h"
#include "worker.h"

enum { TEXT_SIZE = 512 };

struct options {
    long count, seed;
    struct patience patience;
    bool show, shrink;
};

static void usage(void)
{
    fprintf(stderr, "usage: mosrun -e sequences [--count N] [--seed FIRST] [--settle MS]\n"
                    "                           [--patience MS] [--show] [--shrink]\n");
    exit(2);
}

static long number(const char *word)
{
    char *end = NULL;
    long value = word == NULL ? -1 : strtol(word, &end, 10);

    if (end == NULL || end == word || *end != '\0' || value < 0 || value > 100000000) {
        usage();
    }
    return value;
}

static void read_options(char **words, struct options *options)
{
    for (; *words != NULL; words++) {
        if (strcmp(*words, "--show") == 0) {
            options->show = true;
        } else if (strcmp(*words, "--shrink") == 0) {
            options->shrink = true;
        } else if (strcmp(*words, "--count") == 0) {
            options->count = number(*++words);
        } else if (strcmp(*words, "--seed") == 0) {
            options->seed = number(*++words);
        } else if (strcmp(*words, "--settle") == 0) {
            options->patience.settle = (int) number(*++words);
        } else if (strcmp(*words, "--patience") == 0) {
            options->patience.answer = (int) number(*++words);
        } else {
            usage();
        }
    }
}

static void print_step(const struct sequence *sequence, int at)
{
    const struct outcome *outcome = &sequence->outcome[at];
    char text[TEXT_SIZE];

    step_text(&sequence->step[at], text, sizeof(text));
    printf("  %d. %s -> %s\n", at + 1, text, outcome->waits ? "waits" : outcome->answer.text);
    for (int i = 0; i < sequence->processes; i++) {
        if (outcome->ended[i]) {
            printf("     process %d waited -> %s\n", i, outcome->late[i].text);
        }
    }
}

static void print_sequence(const struct sequence *sequence, long seed, int count)
{
    printf("seed %ld, %d processes:\n", seed, sequence->processes);
    for (int i = 0; i < count; i++) {
        print_step(sequence, i);
    }
}

/* Leaves out every step without which there still is a difference. */
static void shrink(struct sequence *sequence, struct patience patience, struct mismatch *mismatch)
{
    sequence->count = mismatch->at + 1;
    for (int i = sequence->count - 1; i >= 0; i--) {
        struct sequence fewer = *sequence;
        struct mismatch other;

        remove_step(&fewer, i);
        if (replay(&fewer) && !conduct(&fewer, patience, &other)) {
            *sequence = fewer;
            *mismatch = other;
            sequence->count = mismatch->at + 1;
            i = i < sequence->count ? i : sequence->count;
        }
    }
}

static void print_mismatch(const struct sequence *sequence, long seed,
                           const struct mismatch *mismatch)
{
    print_sequence(sequence, seed, mismatch->at + 1);
    printf("  process %d, model: %s\n", mismatch->who, mismatch->model.text);
    printf("  process %d, here:  %s\n", mismatch->who, mismatch->seen.text);
}

/* Whether the sequence of SEED was right. */
static bool run_seed(const struct options *options, long seed)
{
    static struct sequence sequence;
    struct mismatch mismatch;
    bool right = true;

    generate((unsigned long) seed, &sequence);
    if (options->show) {
        print_sequence(&sequence, seed, sequence.count);
    } else if (!conduct(&sequence, options->patience, &mismatch)) {
        right = false;
        if (options->shrink) {
            shrink(&sequence, options->patience, &mismatch);
        }
        print_mismatch(&sequence, seed, &mismatch);
    }
    fflush(stdout);
    return right;
}

int main(int count, char **words)
{
    struct options options = {.count = 1000, .seed = 1, .patience = {10000, 20}};
    long right = 0;
    int rc;

    if (count > 2 && strcmp(words[1], WORKER_OPTION) == 0) {
        work_again(words[0], words + 2);
    }
    read_options(words + 1, &options);
    signal(SIGPIPE, SIG_IGN);
    set_program(words[0]);
    rc = options.show ? 0 : find_home();
    if (rc < 0) {
        fprintf(stderr, "sequences: no message to itself: %s; this is to be run under mosrun\n",
                error_name(-rc));
        return 2;
    }
    for (long i = 0; i < options.count; i++) {
        right += run_seed(&options, options.seed + i);
    }
    if (!options.show) {
        printf("%ld of %ld sequences right, seeds %ld to %ld\n", right, options.count, options.seed,
               options.seed + options.count - 1);
    }
    return right == options.count ? 0 : 1;
}
