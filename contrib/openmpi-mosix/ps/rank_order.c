/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Orders to ranks; see rank_order.h.
 */
#include "rank_order.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_program.h"
#include "process_table.h"
#include "program_output.h"
#include "rank_here.h"
#include "rank_select.h"
#include "rank_turn.h"

#define FAULT_SIZE (2 * PATH_MAX)
#define LIMIT_MS 10000

/* One order. */
struct order {
    const struct command_options *options;
    const char *place; /* the last word of mosmigrate; NULL for a signal */
    int signal;
    char mosmigrate[PATH_MAX];
};

static void say_rank(const struct rank *rank, FILE *out)
{
    if (rank->number >= 0) {
        fprintf(out, "job %s, rank %ld (process %ld)", rank->job, rank->number, (long) rank->pid);
    } else {
        fprintf(out, "process %ld", (long) rank->pid);
    }
}

static bool refuse(const struct rank *rank, const char *why)
{
    fputs("openmpi-mosix: ", stderr);
    say_rank(rank, stderr);
    fprintf(stderr, ": %s\n", why);
    return false;
}

/* The number of a signal by its name, in letters of any case, with or without SIG, or -EINVAL. */
static int find_signal(const char *name)
{
    static const struct {
        const char *name;
        int number;
    } signals[] = {
        {"TERM", SIGTERM}, {"KILL", SIGKILL}, {"INT", SIGINT},   {"HUP", SIGHUP},
        {"QUIT", SIGQUIT}, {"USR1", SIGUSR1}, {"USR2", SIGUSR2}, {"ABRT", SIGABRT},
        {"TSTP", SIGTSTP}, {"CONT", SIGCONT}, {"STOP", SIGSTOP},
    };
    char *end;
    long number = strtol(name, &end, 10);

    if (name[0] >= '0' && name[0] <= '9') {
        return *end == '\0' && number > 0 && number <= SIGRTMAX ? (int) number : -EINVAL;
    }
    name += strncasecmp(name, "SIG", 3) == 0 ? 3 : 0;
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        if (strcasecmp(name, signals[i].name) == 0) {
            return signals[i].number;
        }
    }
    return -EINVAL;
}

static bool send_signal(const struct order *order, const struct rank *rank)
{
    if (order->options->dry_run) {
        printf("would run: kill -%d %ld\n", order->signal, (long) rank->pid);
        return true;
    }
    return kill(rank->pid, order->signal) == 0 || refuse(rank, strerror(errno));
}

static bool run_mosmigrate(const struct order *order, const struct rank *rank)
{
    char pid[24];
    const char *const argv[] = {order->mosmigrate, pid, order->place, NULL};
    char said[256] = "";
    char *output;
    int rc;

    snprintf(pid, sizeof(pid), "%ld", (long) rank->pid);
    if (order->options->dry_run) {
        printf("would run: %s %s %s\n", argv[0], argv[1], argv[2]);
        return true;
    }
    rc = program_output(argv, LIMIT_MS, &output);
    program_output_says(output, rc, said, sizeof(said));
    free(output);
    return rc == 0 || refuse(rank, said);
}

/* Whether the order makes sense for a rank; MOSIX itself says yes to many that do not [real]. */
static bool is_possible(const struct order *order, const struct rank *rank)
{
    enum command_verb verb = order->options->verb;

    if (verb == COMMAND_KILL) {
        return true;
    }
    if (verb == COMMAND_CONTINUE) {
        return rank->frozen || refuse(rank, "it is not frozen, so there is nothing to continue");
    }
    if (rank_is_under_way(rank)) {
        return refuse(rank, "it is on its way to another node; a second order now would leave it "
                            "there for ever. Wait until openmpi-mosix ps shows it at a node");
    }
    if (rank->frozen) {
        return refuse(rank, "it is frozen. First run openmpi-mosix continue");
    }
    if (verb == COMMAND_MIGRATE && rank_never_moves(rank) && strcmp(order->place, "home") != 0) {
        return refuse(rank, "its program is not position-independent, so MOSIX never moves it. "
                            "Link it with -pie");
    }
    return true;
}

/* Returns whether the rank got the order. */
static bool give(const struct order *order, const struct rank *rank, struct rank_turns *turns)
{
    if (!is_possible(order, rank)) {
        return false;
    }
    if (order->options->verb == COMMAND_KILL) {
        return send_signal(order, rank);
    }
    if (!order->options->dry_run && rank_turn_take(turns, rank->pid) < 0) {
        return refuse(rank, "another openmpi-mosix has just given it an order. Try again in two "
                            "seconds");
    }
    return run_mosmigrate(order, rank);
}

/* Whether a process has ended, also one that nobody has waited for yet. */
static bool has_ended(pid_t pid)
{
    const char *end;
    size_t size;
    char *text;
    bool has;

    if (process_file_read("/proc", pid, "stat", &text, &size) < 0) {
        return true;
    }
    end = strrchr(text, ')');
    has = end == NULL || end[1] == '\0' || strchr("ZX", end[2]) != NULL;
    free(text);
    return has;
}

/* MOSIX takes an order to freeze, and then ends what it has no space for [real]. Returns how many
 * of those that got it have ended. */
static size_t count_ended(const struct rank_list *ranks, const bool *got)
{
    size_t count = 0;

    for (size_t i = 0; i < ranks->count; i++) {
        if (got[i] && has_ended(ranks->list[i].pid)) {
            refuse(&ranks->list[i], "it ended when it was to be frozen, as MOSIX ends what it has "
                                    "no space for (\"No space to freeze\"). Give this node a "
                                    "freezing directory before you freeze another rank");
            count++;
        }
    }
    return count;
}

static enum command_exit give_all(const struct order *order, const struct rank_list *ranks)
{
    struct rank_turns turns;
    bool *got = calloc(ranks->count, sizeof(*got));
    size_t given = 0;

    rank_turns_begin(&turns);
    for (size_t i = 0; got != NULL && i < ranks->count; i++) {
        got[i] = give(order, &ranks->list[i], &turns);
        given += got[i];
    }
    rank_turns_end(&turns);
    if (order->options->verb == COMMAND_FREEZE && !order->options->dry_run && given > 0) {
        given -= count_ended(ranks, got);
    }
    free(got);
    if (order->options->raw) {
        printf("=" RANK_ORDER_NAME " %zu %zu\n", given, ranks->count);
    } else if (!order->options->dry_run && !order->options->quiet) {
        printf("%zu of %zu %s\n", given, ranks->count,
               order->place == NULL ? "got the signal" : "got the order");
    }
    return given == ranks->count ? COMMAND_OK : COMMAND_FAILED;
}

enum command_exit rank_order_check(const struct command_options *options)
{
    char fault[FAULT_SIZE];

    if (rank_select_check(options->words[0], fault, sizeof(fault)) < 0) {
        fprintf(stderr, "openmpi-mosix: %s\n", fault);
        return COMMAND_USAGE;
    }
    if (options->verb == COMMAND_FREEZE && !options->yes && !options->dry_run) {
        fputs("openmpi-mosix: where a node has no freezing directory, MOSIX kills what it "
              "shall freeze (\"No space to freeze\").\nIf this node has one, run the command "
              "again with --yes\n",
              stderr);
        return COMMAND_FAILED;
    }
    if (options->signal != NULL && find_signal(options->signal) < 0) {
        fprintf(stderr,
                "openmpi-mosix: --signal %s: use TERM, INT, KILL, HUP, QUIT, USR1, "
                "USR2, ABRT, TSTP, CONT or a number\n",
                options->signal);
        return COMMAND_USAGE;
    }
    if (options->signal != NULL && find_signal(options->signal) == SIGSTOP) {
        fputs("openmpi-mosix: MOSIX permits no SIGSTOP for its processes. Use --signal TSTP, and "
              "CONT to let them go on\n",
              stderr);
        return COMMAND_USAGE;
    }
    return COMMAND_OK;
}

/* What the words of the command ask for. */
static enum command_exit read_order(const struct command_options *options, struct order *order)
{
    memset(order, 0, sizeof(*order));
    order->options = options;
    switch (options->verb) {
    case COMMAND_MIGRATE:
        order->place = options->words[1];
        break;
    case COMMAND_FREEZE:
        order->place = "freeze";
        break;
    case COMMAND_CONTINUE:
        order->place = "continue";
        break;
    default:
        order->signal = options->signal != NULL ? find_signal(options->signal) : SIGTERM;
        return rank_order_check(options);
    }
    if (mosix_program_find("mosmigrate", getenv("PATH"), order->mosmigrate) < 0) {
        fputs("openmpi-mosix: mosmigrate is not on PATH, nor where MOSIX is installed: only a "
              "node of MOSIX 4 can do that\n",
              stderr);
        return COMMAND_FAILED;
    }
    return rank_order_check(options);
}

/* mosmigrate takes every address and name without a word, also of a node that is not there [real].
 */
static enum command_exit check_place(const struct order *order)
{
    static const char none[] = "No current information";
    const char *argv[] = {NULL, "status", order->place, NULL};
    char mosctl[PATH_MAX];
    char said[256] = "";
    char *output;
    int rc;

    if (order->options->verb != COMMAND_MIGRATE || strcmp(order->place, "home") == 0 ||
        mosix_program_find("mosctl", getenv("PATH"), mosctl) < 0) {
        return COMMAND_OK;
    }
    argv[0] = mosctl;
    rc = program_output(argv, LIMIT_MS, &output);
    program_output_says(output, rc, said, sizeof(said));
    if (rc == 0 && output != NULL && strstr(output, none) == NULL) {
        free(output);
        return COMMAND_OK;
    }
    free(output);
    fprintf(stderr,
            "openmpi-mosix: there is no node \"%s\" that answers (%s status %s: %s).\nUse home, or "
            "a number, name or address of a node; openmpi-mosix hostfile lists them\n",
            order->place, mosctl, order->place, said);
    return COMMAND_FAILED;
}

bool rank_order_is_named(const struct command_options *options, const struct rank_list *ranks)
{
    const char *who = options->words[0];
    enum command_verb verb = options->verb;

    if ((verb != COMMAND_KILL && verb != COMMAND_FREEZE) || ranks->count == 0 ||
        rank_select_is_named(ranks, who)) {
        return true;
    }
    fprintf(stderr,
            "openmpi-mosix: %s wants the name of the job, because \"%s\" would mean any job that "
            "is alone here: name it, as in %s:%s\n",
            verb == COMMAND_KILL ? "kill" : "freeze", who, ranks->list[0].job,
            who[0] == ':' ? who + 1 : who);
    return false;
}

/* A job may have several homes, and only there MOSIX takes orders to its ranks. */
static void say_elsewhere(const char *who, size_t elsewhere, size_t all)
{
    if (elsewhere > 0) {
        fprintf(
            stderr,
            "openmpi-mosix: of the %zu ranks of \"%s\", %zu are not here: their home is another "
            "node, or they have ended. With --nodes, this command asks the other nodes, too\n",
            all, who, elsewhere);
    }
}

enum command_exit rank_order_run(const struct command_options *options)
{
    char fault[FAULT_SIZE];
    struct rank_list ranks;
    struct order order;
    enum command_exit result = read_order(options, &order);
    size_t elsewhere;
    size_t all;

    if (result == COMMAND_OK) {
        result = check_place(&order);
    }
    if (result != COMMAND_OK) {
        return result;
    }
    if (rank_here("", &ranks, fault, sizeof(fault)) < 0) {
        fprintf(stderr, "openmpi-mosix: %s\n", fault);
        return COMMAND_FAILED;
    }
    if (ranks.doubt[0] != '\0' && options->verb != COMMAND_KILL) {
        fprintf(stderr,
                "openmpi-mosix: no rank got an order, because it is not known which of them are on "
                "their way: %s\n",
                ranks.doubt);
        rank_list_free(&ranks);
        return COMMAND_FAILED;
    }
    if (!rank_order_is_named(options, &ranks)) {
        rank_list_free(&ranks);
        return COMMAND_FAILED;
    }
    elsewhere = rank_select_elsewhere(&ranks, options->words[0], &all);
    if (rank_select(&ranks, options->words[0], fault, sizeof(fault)) < 0) {
        fprintf(stderr, "openmpi-mosix: %s\n", fault);
        result = COMMAND_FAILED;
    } else {
        result = give_all(&order, &ranks);
    }
    if (!options->raw) {
        say_elsewhere(options->words[0], elsewhere, all);
    }
    rank_list_free(&ranks);
    return result;
}
