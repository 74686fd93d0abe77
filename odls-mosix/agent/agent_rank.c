/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading what PRRTE tells; see agent_rank.h.
 */
#include "agent_rank.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mosrun_env.h"
#include "mosrun_words.h"

/* What ends the name of an mpirun and is followed by the number of a job. */
#define JOB_MARK '@'

static unsigned long number_of(char *const *env, const char *name)
{
    const char *text = mosrun_env_get(env, name);

    return text != NULL ? strtoul(text, NULL, 10) : 0;
}

static const char *job_name(char *const *env)
{
    const char *name = mosrun_env_get(env, "PMIX_NAMESPACE");

    return name != NULL ? name : "";
}

unsigned long agent_rank_job(char *const *env)
{
    const char *mark = strrchr(job_name(env), JOB_MARK);

    return mark != NULL ? strtoul(mark + 1, NULL, 10) : 0;
}

/* Open MPI 4.1 numbers a job by 16 bits of its mpirun and 16 of its own; here the first are made
 * from mpirun's name. */
static uint32_t job_id(char *const *env)
{
    const char *name = job_name(env);
    uint32_t family = 5381;

    for (; *name != '\0' && *name != JOB_MARK; name++) {
        family = family * 33 + (unsigned char) *name;
    }
    return (family ^ family >> 16) << 16 | (agent_rank_job(env) & 0xffff);
}

void agent_rank_identify(char *const *env, const char *fallback, struct mosrun_identity *identity)
{
    const char *node = mosrun_env_get(env, "PMIX_HOSTNAME");

    identity->rank = number_of(env, "OMPI_COMM_WORLD_RANK");
    identity->local_rank = number_of(env, "OMPI_COMM_WORLD_LOCAL_RANK");
    identity->local_count = number_of(env, "OMPI_COMM_WORLD_LOCAL_SIZE");
    identity->job = mosrun_job_number(job_id(env));
    identity->node = node != NULL ? node : fallback;
}

bool agent_rank_has_others(char *const *env)
{
    return number_of(env, "OMPI_NUM_APP_CTX") != 1;
}

/* Whether the last words of count are argv. */
static bool ends_with(char *const *words, int count, char *const *argv)
{
    int length = mosrun_words_count(argv);

    for (int i = 0; i < length && length <= count; i++) {
        if (strcmp(words[count - length + i], argv[i]) != 0) {
            return false;
        }
    }
    return length > 0 && length <= count;
}

int agent_rank_part(char *const *command, char *const *argv, struct mosrun_part *part)
{
    int begin = 1;

    if (*command == NULL) {
        return -EINVAL;
    }
    for (int i = 1;; i++) {
        bool last = command[i] == NULL;

        /* An application may have a colon among its own arguments. */
        if ((last || strcmp(command[i], ":") == 0) && ends_with(command + begin, i - begin, argv)) {
            *part = (struct mosrun_part){.words = command + begin,
                                         .count = i - begin - mosrun_words_count(argv)};
            return 0;
        }
        if (last) {
            return -EINVAL;
        }
        if (strcmp(command[i], ":") == 0) {
            begin = i + 1;
        }
    }
}
