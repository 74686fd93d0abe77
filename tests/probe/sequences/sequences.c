/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random sequences of mailbox operations, compared with a model of MOSIX 4.4.3:
 *
 *   mosrun -e ./sequences [--count N] [--seed FIRST] [--settle MS] [--patience MS] [--show]
 *                         [--shrink]
 *   mosrun -e ./sequences --transcripts FILE [--record] [--settle MS] [--patience MS]
 *
 * Every seed is a sequence of its own. For one that differs, the steps until there are printed,
 * with the model's answer and the one that was seen. --shrink looks for fewer steps that differ
 * still; --show prints sequences without running them. --transcripts runs those of a file, with
 * the answers that the file says. The last line is "N of M sequences right". With --record the
 * file is printed instead, with the answers that were seen.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boxes.h"
#include "conductor.h"
#include "error_name.h"
#include "shrink.h"
#include "transcript.h"
#include "worker.h"

enum { TEXT_SIZE = 512, NAME_SIZE = 32 };

struct options {
    long count, seed;
    struct patience patience;
    bool show, shrink, record;
    const char *transcripts; /* NULL: seeds */
};

static void usage(void)
{
    fprintf(stderr, "usage: mosrun -e sequences [--count N] [--seed FIRST] [--settle MS]\n"
                    "                           [--patience MS] [--show] [--shrink]\n"
                    "       mosrun -e sequences --transcripts FILE [--record] [--settle MS]\n"
                    "                           [--patience MS]\n");
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
        } else if (strcmp(*words, "--record") == 0) {
            options->record = true;
        } else if (strcmp(*words, "--transcripts") == 0 && words[1] != NULL) {
            options->transcripts = *++words;
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

static void print_sequence(const struct sequence *sequence, const char *name, int count)
{
    printf("%s, %d process%s:\n", name, sequence->processes, sequence->processes == 1 ? "" : "es");
    for (int i = 0; i < count; i++) {
        print_step(sequence, i);
    }
}

static void print_mismatch(const struct sequence *sequence, const char *name,
                           const struct mismatch *mismatch)
{
    print_sequence(sequence, name, mismatch->at + 1);
    printf("  process %d, model: %s\n", mismatch->who, mismatch->model.text);
    printf("  process %d, here:  %s\n", mismatch->who, mismatch->seen.text);
}

static bool differs(const struct sequence *sequence, struct mismatch *mismatch, void *context)
{
    const struct options *options = context;

    return !conduct(sequence, options->patience, mismatch);
}

/* Whether the sequence of SEED was right. */
static bool run_seed(struct options *options, long seed)
{
    static struct sequence sequence;
    struct mismatch mismatch;
    char name[NAME_SIZE];
    bool right = true;

    generate((unsigned long) seed, &sequence);
    snprintf(name, sizeof(name), "seed %ld", seed);
    if (options->show) {
        print_sequence(&sequence, name, sequence.count);
    } else if (differs(&sequence, &mismatch, options)) {
        right = false;
        if (options->shrink) {
            shrink(&sequence, &mismatch, differs, options);
        }
        print_mismatch(&sequence, name, &mismatch);
    }
    fflush(stdout);
    return right;
}

static int run_seeds(struct options *options)
{
    long right = 0;

    for (long i = 0; i < options->count; i++) {
        right += run_seed(options, options->seed + i);
    }
    if (!options->show) {
        printf("%ld of %ld sequences right, seeds %ld to %ld\n", right, options->count,
               options->seed, options->seed + options->count - 1);
    }
    return right == options->count ? 0 : 1;
}

static int run_transcripts(const struct options *options)
{
    static struct transcript transcript;
    struct transcripts transcripts;
    struct mismatch mismatch;
    FILE *file = fopen(options->transcripts, "r");
    long count = 0, right = 0;
    int rc;

    if (file == NULL) {
        fprintf(stderr, "sequences: %s: %s\n", options->transcripts, error_name(errno));
        return 2;
    }
    transcripts_start(&transcripts, file);
    while ((rc = transcripts_next(&transcripts, &transcript)) > 0) {
        count++;
        if (options->record) {
            record(&transcript.sequence, options->patience);
            print_sequence(&transcript.sequence, transcript.name, transcript.sequence.count);
            right++;
        } else if (conduct(&transcript.sequence, options->patience, &mismatch)) {
            right++;
        } else {
            print_mismatch(&transcript.sequence, transcript.name, &mismatch);
        }
    }
    fclose(file);
    if (rc < 0) {
        fprintf(stderr, "sequences: %s:%d: this is no step, answer or head of a transcript\n",
                options->transcripts, transcripts.line);
        return 2;
    }
    if (!options->record) {
        printf("%ld of %ld transcripts right\n", right, count);
    }
    return right == count ? 0 : 1;
}

int main(int count, char **words)
{
    struct options options = {.count = 1000, .seed = 1, .patience = {10000, 20}};
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
    return options.transcripts != NULL ? run_transcripts(&options) : run_seeds(&options);
}
