/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Asking several hosts at once; see host_ask.h.
 */
#include "host_ask.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "program_output.h"

/* More programs do not run at a time. */
#define THREADS_MAX 32

/* The shell of a user may be any, so it only has to start another one. */
#define SHELL_LINE "exec /bin/sh -c '%s'"

/* This program, where it is installed there as here, or on PATH. */
#define SELF_LINE                                                                                  \
    "PATH=\"$PATH:/usr/local/bin:/usr/bin:/bin\"; p=\"%s\"; test -x \"$p\" || p=openmpi-mosix; "   \
    "exec \"$p\" %s"

/* What the threads share; each takes the next host until there is none. */
struct round {
    const struct hosts *hosts;
    const char *line;
    struct host_answer *answers;
    atomic_size_t next;
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_REALTIME, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void ask(const struct round *round, size_t index)
{
    const struct host *host = &round->hosts->list.list[index];
    struct host_answer *answer = &round->answers[index];
    const char *argv[HOST_AGENT_WORDS_MAX + 4] = {"/bin/sh", "-c"};
    int count = 2;

    if (!host->is_here) {
        for (count = 0; round->hosts->agent.words[count] != NULL; count++) {
            argv[count] = round->hosts->agent.words[count];
        }
        argv[count++] = host->name;
    }
    argv[count++] = round->line;
    argv[count] = NULL;
    answer->began = now();
    answer->rc = program_output(argv, round->hosts->limit, &answer->output);
    answer->ended = now();
}

static void *work(void *context)
{
    struct round *round = context;
    size_t index;

    while ((index = atomic_fetch_add(&round->next, 1)) < round->hosts->list.count) {
        ask(round, index);
    }
    return NULL;
}

struct host_answer *hosts_ask(const struct hosts *hosts, const char *line)
{
    size_t size = strlen(line) + sizeof(SHELL_LINE);
    char *whole = malloc(size);
    struct round round = {.hosts = hosts, .line = whole};
    pthread_t threads[THREADS_MAX];
    size_t count = 0;

    round.answers = calloc(hosts->list.count + 1, sizeof(*round.answers));
    if (whole == NULL || round.answers == NULL) {
        free(whole);
        free(round.answers);
        return NULL;
    }
    snprintf(whole, size, SHELL_LINE, line);
    while (count < THREADS_MAX && count + 1 < hosts->list.count &&
           pthread_create(&threads[count], NULL, work, &round) == 0) {
        count++;
    }
    /* This thread works as well, and alone where there can be no other. */
    (void) work(&round);
    while (count > 0) {
        (void) pthread_join(threads[--count], NULL);
    }
    free(whole);
    return round.answers;
}

struct host_answer *hosts_ask_self(const struct hosts *hosts, const char *words)
{
    size_t size = sizeof(SELF_LINE) + PATH_MAX + strlen(words);
    struct host_answer *answers = NULL;
    char self[PATH_MAX] = "";
    char *line = malloc(size);

    if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0 ||
        strpbrk(self, "'\"`$\\") != NULL) {
        self[0] = '\0';
    }
    if (line != NULL) {
        snprintf(line, size, SELF_LINE, self, words);
        answers = hosts_ask(hosts, line);
    }
    free(line);
    return answers;
}

bool host_answer_find(const struct host_answer *answer, const char *name, char *value, size_t size)
{
    const char *line = answer->output;
    size_t length = strlen(name);

    value[0] = '\0';
    while (line != NULL) {
        line += *line == '\n';
        if (line[0] == '=' && strncmp(line + 1, name, length) == 0 &&
            strchr(" \r\n", line[length + 1]) != NULL) {
            line += length + 1;
            line += strspn(line, " ");
            snprintf(value, size, "%.*s", (int) strcspn(line, "\r\n"), line);
            return true;
        }
        line = strchr(line, '\n');
    }
    return false;
}

void host_answers_free(struct host_answer *answers, size_t count)
{
    for (size_t i = 0; answers != NULL && i < count; i++) {
        free(answers[i].output);
    }
    free(answers);
}

int hosts_choose(const struct command_options *options, struct hosts *hosts, char *fault,
                 size_t size)
{
    int rc = options->hostfile != NULL
                 ? host_list_read_file(options->hostfile, &hosts->list, fault, size)
                 : host_list_read_map(getenv("PATH"), &hosts->list, fault, size);

    hosts->limit = 1000 * (options->timeout > 0 ? (int) options->timeout : HOST_ASK_LIMIT);
    if (rc == 0) {
        rc = host_agent_find(options->agent, &hosts->agent, fault, size);
        if (rc < 0) {
            host_list_free(&hosts->list);
        }
    }
    return rc;
}

void hosts_free(struct hosts *hosts)
{
    host_list_free(&hosts->list);
}
