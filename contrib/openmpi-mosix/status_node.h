/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether this node has MOSIX, as the launcher itself looks for it. Libc only.
 */
#ifndef STATUS_NODE_H
#define STATUS_NODE_H

#include <stdbool.h>

#include "mosix_address.h"
#include "parameter_list.h"

struct status_node {
    bool is_known; /* false: not looked for, as inside a root */
    bool is_here;
    const char *release;           /* "2009" or "4"; NULL: not known */
    char address[MOSIX_QUAD_SIZE]; /* of this node; "" when MOSIX does not tell it */
    char *detail;                  /* why there is none, or what there is */
};

/*
 * Looks for MOSIX on this system as ranks started with these parameters would find it.
 * Returns 0 and sets *node, whose detail the caller frees, or -ENOMEM.
 */
int status_node_collect(const struct parameter_list *parameters, struct status_node *found);

#endif
