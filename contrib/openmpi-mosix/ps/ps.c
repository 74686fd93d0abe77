/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * openmpi-mosix ps; see ps.h.
 */
#include "ps.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "mosix_cluster.h"
#include "ps_show.h"
#include "rank_here.h"
#include "rank_select.h"
#include "rank_why.h"

#define FAULT_SIZE (2 * PATH_MAX)
#define REPAINT_MS 2000
#define CLEAR "\033[H\033[J"

/* The ranks that were asked for, with reasons. */
static int collect(const struct command_options *options, struct rank_list *ranks, char *fault,
                   size_t size)
{
    char unknown[FAULT_SIZE];
    struct mosix_cluster cluster;
    int rc = rank_here(options->root, ranks, fault, size);

    if (rc < 0) {
        return rc;
    }
    if (options->root[0] == '\0' && ranks->count > 0 &&
        mosix_cluster_ask(getenv("PATH"), &cluster, unknown, sizeof(unknown)) == 0) {
        rank_why_all(ranks, &cluster);
        mosix_cluster_free(&cluster);
    } else {
        rank_why_all(ranks, NULL);
    }
    if (options->word_count > 0) {
        rc = rank_select(ranks, options->words[0], fault, size);
    }
    (void) rank_list_sort(ranks, options->sort != NULL ? options->sort : "job");
    if (rc < 0) {
        rank_list_free(ranks);
    }
    return rc;
}

static enum command_exit draw(const struct rank_list *ranks, const char *name)
{
    FILE *out = fopen(name, "we");
    bool failed = out == NULL;

    if (!failed) {
        ps_show_svg(ranks, out);
        failed = ferror(out) != 0;
        failed = fclose(out) != 0 || failed;
    }
    if (failed) {
        fprintf(stderr, "openmpi-mosix: cannot write %s: %s\n", name, strerror(errno));
    }
    return failed ? COMMAND_FAILED : COMMAND_OK;
}

static void show(const struct command_options *options, const struct rank_list *ranks)
{
    if (options->json) {
        ps_show_json(ranks, stdout);
    } else if (ranks->count > 0) {
        ps_show_table(ranks, stdout);
    } else if (!options->quiet) {
        puts("No rank of Open MPI runs under MOSIX on this node.");
    }
    if (ranks->unreadable > 0 && !options->json && !options->quiet) {
        printf("Of %zu of them only root may read which rank they are: sudo openmpi-mosix ps\n",
               ranks->unreadable);
    }
}

/* The signal that shall end the watch, or 0. */
static volatile sig_atomic_t ended_by;

static void note_end(int signal)
{
    ended_by = signal;
}

/* Signals end a watch only after the terminal is as it was. */
static void watch_signals(void (*handler)(int))
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction action = {.sa_handler = handler};

    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        (void) sigaction(signals[i], &action, NULL);
    }
}

/* Whether somebody pressed q, within the time between two pictures. */
static bool is_told_to_quit(void)
{
    struct pollfd keyboard = {.fd = STDIN_FILENO, .events = POLLIN};
    char key;

    return poll(&keyboard, 1, REPAINT_MS) > 0 &&
           (read(STDIN_FILENO, &key, 1) != 1 || key == 'q' || key == 'Q' || key == 3 || key == 4);
}

static enum command_exit watch(const struct command_options *options)
{
    char fault[FAULT_SIZE];
    struct termios before;
    struct termios raw;
    struct rank_list ranks;
    int rc;

    if (tcgetattr(STDIN_FILENO, &before) != 0 || isatty(STDOUT_FILENO) == 0) {
        fputs("openmpi-mosix: --watch needs a terminal; without it, ps prints once\n", stderr);
        return COMMAND_USAGE;
    }
    watch_signals(note_end);
    raw = before;
    /* Interrupts come as keys, so that the terminal is always given back as it was. */
    raw.c_lflag &= ~(tcflag_t) (ICANON | ECHO | ISIG);
    (void) tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    do {
        rc = collect(options, &ranks, fault, sizeof(fault));
        fputs(CLEAR, stdout);
        if (rc == 0) {
            show(options, &ranks);
            rank_list_free(&ranks);
        } else {
            puts(fault);
        }
        puts("\nq: quit");
        fflush(stdout);
    } while (ended_by == 0 && !is_told_to_quit() && ended_by == 0);
    (void) tcsetattr(STDIN_FILENO, TCSANOW, &before);
    watch_signals(SIG_DFL);
    if (ended_by != 0) {
        (void) raise(ended_by);
    }
    return COMMAND_OK;
}

enum command_exit ps_run(const struct command_options *options)
{
    char fault[FAULT_SIZE];
    struct rank_list ranks = {0};
    enum command_exit result = COMMAND_OK;

    if (options->sort != NULL && rank_list_sort(&ranks, options->sort) < 0) {
        fprintf(stderr, "openmpi-mosix: --sort %s: use %s\n", options->sort, RANK_LIST_ORDERS);
        return COMMAND_USAGE;
    }
    if (options->watch) {
        return watch(options);
    }
    if (collect(options, &ranks, fault, sizeof(fault)) < 0) {
        fprintf(stderr, "openmpi-mosix: %s\n", fault);
        return COMMAND_FAILED;
    }
    if (options->svg != NULL) {
        (void) rank_list_sort(&ranks, "where");
        result = draw(&ranks, options->svg);
    } else {
        show(options, &ranks);
    }
    rank_list_free(&ranks);
    return result;
}
