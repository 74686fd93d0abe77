/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What this node offers; see odls_mosix_node.h.
 */
#include "odls_mosix_node.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* How long an answer counts for later jobs. */
#define FRESH_SECONDS 60

/* Where this code is, and the library, empty when it is not there. */
static char own_directory[PATH_MAX];
static char coop_path[PATH_MAX];

/* An answer that mosix_node_probe() gave, with what it was asked. */
struct answer {
    struct answer *next;
    time_t given; /* on the monotonic clock */
    struct mosix_node_query query;
    struct mosix_node node;
};

static struct answer *answers;
static pthread_mutex_t answers_lock = PTHREAD_MUTEX_INITIALIZER;

void odls_mosix_node_find_coop(const char *directory)
{
    int length = snprintf(coop_path, sizeof(coop_path), "%s/libmosix-coop.so", directory);

    snprintf(own_directory, sizeof(own_directory), "%s", directory);
    /* A path in LD_PRELOAD cannot contain a blank or a colon. */
    if (length < 0 || (size_t) length >= sizeof(coop_path) || strpbrk(coop_path, " :") != NULL ||
        access(coop_path, R_OK) != 0) {
        coop_path[0] = '\0';
    }
}

const char *odls_mosix_directory(void)
{
    return own_directory;
}

const char *odls_mosix_coop(void)
{
    return coop_path[0] != '\0' ? coop_path : NULL;
}

static enum mosix_release expected_release(const struct mosrun_settings *settings)
{
    const char *value = settings->value[MOSRUN_RELEASE];

    return strcmp(value, "2009") == 0 ? MOSIX_RELEASE_2009
           : strcmp(value, "4") == 0  ? MOSIX_RELEASE_4
                                      : MOSIX_RELEASE_NONE;
}

static void free_answer(struct answer *answer)
{
    free((char *) answer->query.address_files);
    free((char *) answer->query.executable);
    free(answer);
}

static time_t now(void)
{
    struct timespec time;

    (void) clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

/* Asks, and keeps the answer if there is memory for it. The lock is held. */
static void ask(const struct mosix_node_query *query, struct mosix_node *node)
{
    struct answer *answer = calloc(1, sizeof(*answer));

    mosix_node_probe(query, node);
    if (answer == NULL) {
        return;
    }
    answer->query = *query;
    answer->query.address_files = strdup(query->address_files);
    answer->query.executable = strdup(query->executable);
    answer->node = *node;
    answer->given = now();
    if (answer->query.address_files == NULL || answer->query.executable == NULL) {
        free_answer(answer);
        return;
    }
    answer->next = answers;
    answers = answer;
}

static bool is_same(const struct mosix_node_query *one, const struct mosix_node_query *other)
{
    return one->release == other->release && strcmp(one->executable, other->executable) == 0 &&
           strcmp(one->address_files, other->address_files) == 0;
}

void odls_mosix_probe(const struct mosrun_settings *settings, struct mosix_node *node)
{
    const struct mosix_node_query query = {
        .address_files = settings->value[MOSRUN_ADDRESS_FILES],
        .executable = settings->value[MOSRUN_EXECUTABLE],
        .search_path = getenv("PATH"),
        .release = expected_release(settings),
    };
    const struct answer *answer;

    pthread_mutex_lock(&answers_lock);
    answer = answers;
    while (answer != NULL && !is_same(&answer->query, &query)) {
        answer = answer->next;
    }
    if (answer != NULL) {
        *node = answer->node;
    } else {
        ask(&query, node);
    }
    pthread_mutex_unlock(&answers_lock);
}

/* Forgets the answers that were given at that time or earlier. */
static void forget_until(time_t last)
{
    struct answer **link = &answers;

    pthread_mutex_lock(&answers_lock);
    while (*link != NULL) {
        struct answer *answer = *link;

        if (answer->given <= last) {
            *link = answer->next;
            free_answer(answer);
        } else {
            link = &answer->next;
        }
    }
    pthread_mutex_unlock(&answers_lock);
}

void odls_mosix_node_refresh(void)
{
    forget_until(now() - FRESH_SECONDS);
}

void odls_mosix_node_forget(void)
{
    forget_until(now());
}
