/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What `node setup` has to do on a system: a list of steps. Libc only.
 */
#ifndef NODE_PLAN_H
#define NODE_PLAN_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "node_system.h"

/* Records of what has no place for a first line of ours (node_record.h). */
#define NODE_STATE_DIRECTORY "/var/lib/openmpi-mosix"
#define NODE_CMDLINE_RECORD NODE_STATE_DIRECTORY "/node-cmdline"
#define NODE_GRUBBY_RECORD NODE_STATE_DIRECTORY "/node-grubby"

#define NODE_STEPS_MAX 12
#define NODE_STEP_ARGUMENTS 8
#define NODE_STEP_TEXT_SIZE 4096

enum node_step_kind {
    NODE_STEP_WRITE,   /* a file of ours: path; text is its body after the first line */
    NODE_STEP_CMDLINE, /* /etc/kernel/cmdline: text is its new content */
    NODE_STEP_RUN,     /* a program of this system: argv */
    NODE_STEP_ADVISE   /* what the administrator must do: text, a sentence */
};

struct node_step {
    enum node_step_kind kind;
    char path[PATH_MAX];
    char text[NODE_STEP_TEXT_SIZE];
    const char *argv[NODE_STEP_ARGUMENTS]; /* ends with NULL; argv[0] points to path */
};

struct node_plan {
    struct node_step steps[NODE_STEPS_MAX];
    size_t count;
};

/* Adds a step of that kind, at most NODE_STEPS_MAX; its other members are empty. */
struct node_step *node_plan_add(struct node_plan *plan, enum node_step_kind kind);

/* Adds a sentence, as printf() does. */
void node_plan_advise(struct node_plan *plan, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Adds a program of the system with its arguments, at most 6, which ends with NULL and outlives the
 * plan. Inside a root nothing is run, so there it is a sentence.
 */
void node_plan_run(struct node_plan *plan, const struct node_system *system, const char *program,
                   const char *const arguments[]);

#endif
