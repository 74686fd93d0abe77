/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking for MOSIX; see status_node.h.
 */
#include "status_node.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_node.h"

/* What is in effect for a parameter, or the built-in value. */
static const char *effective(const struct parameter_list *parameters, const char *key,
                             const char *otherwise)
{
    for (size_t i = 0; i < parameters->count; i++) {
        if (strcmp(parameters->list[i].key, key) == 0 && parameters->list[i].value != NULL) {
            return parameters->list[i].value;
        }
    }
    return otherwise;
}

int status_node_collect(const struct parameter_list *parameters, struct status_node *found)
{
    const struct mosix_node_query query = {
        .address_files = effective(parameters, "odls_mosix_address_files", MOSIX_ADDRESS_FILES),
        .executable = effective(parameters, "odls_mosix_executable", ""),
        .search_path = getenv("PATH"),
    };
    struct mosix_node *node = calloc(1, sizeof(*node));
    int length = -1;

    if (node == NULL) {
        return -ENOMEM;
    }
    found->is_known = true;
    mosix_node_probe(&query, node);
    found->is_here = node->state == MOSIX_NODE_READY;
    switch (node->state) {
    case MOSIX_NODE_READY:
        length = asprintf(&found->detail, "%s holds the address, %s starts ranks", node->file,
                          mosix_node_starter(node, false));
        break;
    case MOSIX_NODE_ABSENT:
        length = asprintf(&found->detail, "none of %s exists", query.address_files);
        break;
    case MOSIX_NODE_UNREADABLE:
        length =
            asprintf(&found->detail, "%s cannot be read: %s", node->file, strerror(node->error));
        break;
    case MOSIX_NODE_GARBAGE:
        length = asprintf(&found->detail, "%s does not hold an IPv4 address", node->file);
        break;
    case MOSIX_NODE_NO_PROGRAM:
        length = asprintf(&found->detail, "%s holds the address, but %s cannot be run: %s",
                          node->file, node->program, strerror(node->error));
        break;
    }
    free(node);
    if (length < 0) {
        found->detail = NULL;
        return -ENOMEM;
    }
    return 0;
}
