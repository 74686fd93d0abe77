/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What one check of a node found: one line of `openmpi-mosix node check`. Libc only.
 */
#ifndef NODE_FINDING_H
#define NODE_FINDING_H

#include <stdbool.h>

#define NODE_TEXT_SIZE 512

/* For remedies. doctor checks all that `node check` does. */
#define NODE_AS_ROOT "Run `sudo openmpi-mosix doctor`, or the same as root"
#define NODE_RESTART "`systemctl restart mosix`, or start mosd again as root"

enum node_level {
    NODE_OK,
    NODE_UNKNOWN, /* could not be looked at; `node check` calls it a warning */
    NODE_WARNING, /* it works, but not completely */
    NODE_ERROR    /* ranks cannot start, or not migrate */
};

/* Sentences without a full stop, cut where they are too long. */
struct node_finding {
    enum node_level level;
    const char *check; /* one word, for scripts as well */
    char what[NODE_TEXT_SIZE];
    char evidence[NODE_TEXT_SIZE]; /* where that was seen, or "" */
    char remedy[NODE_TEXT_SIZE];   /* what to do, or "" */
    bool is_hang;                  /* mosrun was tried, and did not come back */
};

/* Each sets one part, as printf() does. */
void node_finding_what(struct node_finding *finding, enum node_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void node_finding_evidence(struct node_finding *finding, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void node_finding_remedy(struct node_finding *finding, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Says that something could not be looked at: path, and errno as a positive number. A directory in
 * the place of a file is an error. */
void node_finding_hidden(struct node_finding *finding, const char *path, int error);

#endif
