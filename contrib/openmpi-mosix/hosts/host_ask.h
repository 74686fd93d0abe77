/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs a command on several hosts at once, each for a limited time. Libc only.
 */
#ifndef HOST_ASK_H
#define HOST_ASK_H

#include "command_options.h"
#include "host_agent.h"
#include "host_list.h"

/*
 * How many seconds one host may take to tell something, if --timeout does not say it. One whose
 * ranks keep it busy took 12 [real].
 */
#define HOST_ASK_LIMIT 20

/* It may take so many times as long to give an order to its ranks: it looks for them first, and
 * MOSIX may be slow at both. */
#define HOST_ORDER_LIMIT 2

/* hosts, the agent that reaches them, and how long each may take, in milliseconds. */
struct hosts {
    struct host_list list;
    struct host_agent agent;
    int limit;
};

/*
 * What came of it on the host with the same index.
 * rc            as program_output() returns it
 * output        what it printed, or NULL
 * began, ended  by the clock of this host, seconds since 1970
 */
struct host_answer {
    int rc;
    char *output;
    double began;
    double ended;
};

/*
 * Chooses the hosts, the agent and the limit for questions, by --nodes, --hostfile, --agent and
 * --timeout. Returns 0, to be given back by hosts_free(); or -errno, and writes into fault what is
 * wrong, without a full stop.
 */
int hosts_choose(const struct command_options *options, struct hosts *hosts, char *fault,
                 size_t size);

/*
 * Runs a line of sh(1) without single quotes in it on every host; on this one without the agent.
 * Returns an answer for each host, to be given back by host_answers_free(), or NULL without memory.
 */
struct host_answer *hosts_ask(const struct hosts *hosts, const char *line);

/* The same with this program, where it is installed there as here, or on PATH; and these words. */
struct host_answer *hosts_ask_self(const struct hosts *hosts, const char *words);

/*
 * What the line `=NAME value` of an answer says, cut to size; "" where there is none. Other lines,
 * such as warnings of the agent, mean nothing. Returns whether there is such a line.
 */
bool host_answer_find(const struct host_answer *answer, const char *name, char *value, size_t size);

void host_answers_free(struct host_answer *answers, size_t count);
void hosts_free(struct hosts *hosts);

#endif
