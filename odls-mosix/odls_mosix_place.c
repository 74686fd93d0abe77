/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where a rank starts; see odls_mosix_place.h.
 */
#include "odls_mosix_place.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "mosix_program.h"
#include "mosrun_place.h"
#include "program_output.h"

/* How long what nodes said counts: as long as it takes to start the ranks of a job. */
#define FRESH_SECONDS 10
#define LIMIT_MS 2000

static struct mosix_cluster cluster;
static bool has_asked;
static time_t asked; /* on the monotonic clock */
static pthread_mutex_t cluster_lock = PTHREAD_MUTEX_INITIALIZER;

/* The lock is held. */
static void refresh(void)
{
    char fault[PATH_MAX];
    struct timespec now;

    (void) clock_gettime(CLOCK_MONOTONIC, &now);
    if (!has_asked || now.tv_sec - asked > FRESH_SECONDS) {
        mosix_cluster_free(&cluster);
        (void) mosix_cluster_ask(getenv("PATH"), &cluster, fault, sizeof(fault));
        asked = now.tv_sec;
        has_asked = true;
    }
}

/* MOSIX's own word, for a map that we cannot read. It says 0 where no node is good [doc4]. */
static bool ask_mosix(unsigned long megabytes, uint32_t *address)
{
    char program[PATH_MAX];
    char memory[32];
    const char *argv[] = {program, megabytes > 0 ? memory : NULL, NULL};
    char *output;
    bool found;

    if (mosix_program_find("mosbestnode", getenv("PATH"), program) < 0) {
        return false;
    }
    snprintf(memory, sizeof(memory), "-m%lu", megabytes);
    found = program_output(argv, LIMIT_MS, &output) == 0 && output != NULL &&
            mosix_quad_parse(output, address) == 0;
    free(output);
    return found;
}

static bool choose(unsigned long rank, unsigned long megabytes, uint32_t *address)
{
    const struct mosix_peer *node;
    size_t known;

    pthread_mutex_lock(&cluster_lock);
    refresh();
    node = mosrun_place_choose(&cluster, rank, megabytes);
    if (node != NULL) {
        *address = node->address;
    }
    known = cluster.count;
    pthread_mutex_unlock(&cluster_lock);
    return node != NULL || (known < 2 && ask_mosix(megabytes, address));
}

void odls_mosix_place(struct mosrun_settings *settings, const struct mosrun_identity *identity,
                      const struct mosix_node *node, char address[MOSIX_QUAD_SIZE])
{
    uint32_t chosen;

    if (mosrun_place_is_open(settings, node->release) &&
        choose(identity->rank, strtoul(settings->value[MOSRUN_REQUIRED_MEMORY], NULL, 10),
               &chosen)) {
        mosrun_place_set(settings,
                         chosen == node->home ? NULL : mosix_quad_format(chosen, address));
    }
}
