/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Making one rank's settings; see mosrun_expand.h.
 */
#include "mosrun_expand.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/* Open MPI's number of a job: its upper half is mpirun's, its lower half counts mpirun's jobs. */
#define JOB_COUNT_BITS 16
#define JOB_COUNT_KEPT 15

#define NUMBER_SIZE 24

unsigned long mosrun_job_number(uint32_t jobid)
{
    unsigned long family = jobid >> JOB_COUNT_BITS;
    unsigned long count = jobid & ((1ul << JOB_COUNT_KEPT) - 1);
    unsigned long number = family << JOB_COUNT_KEPT | count;

    /* 0 is the ID of all jobs without one [doc]. */
    return number != 0 ? number : 1;
}

bool mosrun_differs_by_rank(const struct mosrun_settings *settings)
{
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        if (mosrun_options[id].expands && strchr(settings->value[id], '%') != NULL) {
            return true;
        }
    }
    return false;
}

/* The text that a letter after a % means, written to number if it is one; NULL for none. */
static const char *meaning(char letter, const struct mosrun_identity *identity, char *number)
{
    switch (letter) {
    case 'r':
        snprintf(number, NUMBER_SIZE, "%lu", identity->rank);
        return number;
    case 'n':
        snprintf(number, NUMBER_SIZE, "%lu", identity->local_rank);
        return number;
    case 'j':
        snprintf(number, NUMBER_SIZE, "%lu", identity->job);
        return number;
    case 'h':
        return identity->node;
    case '%':
        return "%";
    default:
        return NULL;
    }
}

/* Writes the expanded text to out unless that is NULL. Returns its length, or -EINVAL. */
static ssize_t expand_to(const char *text, const struct mosrun_identity *identity, char *out)
{
    size_t length = 0;

    while (*text != '\0') {
        char number[NUMBER_SIZE];
        size_t plain = strcspn(text, "%");
        const char *piece = text;

        if (plain == 0) {
            piece = meaning(text[1], identity, number);
            if (piece == NULL) {
                return -EINVAL;
            }
            text += 2;
            plain = strlen(piece);
        } else {
            text += plain;
        }
        if (out != NULL) {
            memcpy(out + length, piece, plain);
        }
        length += plain;
    }
    if (out != NULL) {
        out[length] = '\0';
    }
    return (ssize_t) length;
}

static int expand_text(const char *text, const struct mosrun_identity *identity, char **expanded)
{
    ssize_t length = expand_to(text, identity, NULL);

    if (length < 0) {
        return (int) length;
    }
    *expanded = malloc((size_t) length + 1);
    if (*expanded == NULL) {
        return -ENOMEM;
    }
    (void) expand_to(text, identity, *expanded);
    return 0;
}

int mosrun_expand(const struct mosrun_settings *settings, const struct mosrun_identity *identity,
                  struct mosrun_expanded *expanded, struct mosrun_fault *fault)
{
    int result = 0;

    memset(expanded, 0, sizeof(*expanded));
    expanded->settings = *settings;
    for (int id = 0; result == 0 && id < MOSRUN_OPTION_COUNT; id++) {
        if (!mosrun_options[id].expands || strchr(settings->value[id], '%') == NULL) {
            continue;
        }
        result = expand_text(settings->value[id], identity, &expanded->owned[id]);
        if (result == 0) {
            expanded->settings.value[id] = expanded->owned[id];
        } else {
            memset(fault, 0, sizeof(*fault));
            fault->kind = MOSRUN_FAULT_VALUE;
            fault->option = (enum mosrun_option_id) id;
        }
    }
    if (result < 0) {
        mosrun_expanded_free(expanded);
    }
    return result;
}

void mosrun_expanded_free(struct mosrun_expanded *expanded)
{
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        free(expanded->owned[id]);
        expanded->owned[id] = NULL;
    }
}
