/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking for MOSIX; see status_node.h.
 */
#include "status_node.h"

#include <errno.h>
#include <limits.h>
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

static enum mosix_release release_of(const char *value)
{
    return strcmp(value, "4") == 0      ? MOSIX_RELEASE_4
           : strcmp(value, "2009") == 0 ? MOSIX_RELEASE_2009
                                        : MOSIX_RELEASE_NONE;
}

static void put_release(const struct mosix_node *node, struct status_node *found)
{
    found->release = node->release == MOSIX_RELEASE_4      ? "4"
                     : node->release == MOSIX_RELEASE_2009 ? "2009"
                                                           : NULL;
    found->address[0] = '\0';
    if (node->home != 0) {
        mosix_quad_format(node->home, found->address);
    }
}

int status_node_collect(const struct parameter_list *parameters, struct status_node *found)
{
    const struct mosix_node_query query = {
        .address_files = effective(parameters, "odls_mosix_address_files", MOSIX_ADDRESS_FILES),
        .executable = effective(parameters, "odls_mosix_executable", ""),
        .search_path = getenv("PATH"),
        .release = release_of(effective(parameters, "odls_mosix_release", "auto")),
    };
    struct mosix_node *node = calloc(1, sizeof(*node));
    char text[2 * PATH_MAX];
    const char *remedy;
    int length;

    if (node == NULL) {
        return -ENOMEM;
    }
    found->is_known = true;
    mosix_node_probe(&query, node);
    found->is_here = node->state == MOSIX_NODE_READY;
    put_release(node, found);
    mosix_node_explain(node, text, sizeof(text));
    remedy = mosix_node_remedy(node);
    length = asprintf(&found->detail, "%s%s%s", text, *remedy != '\0' ? ". " : "", remedy);
    free(node);
    if (length < 0) {
        found->detail = NULL;
        return -ENOMEM;
    }
    return 0;
}
