/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking for MOSIX on this node; see mosix_node.h.
 */
#include "mosix_node.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "mosix_address.h"
#include "mosix_program.h"

/* Sets the state that the address files tell of; MOSIX_NODE_READY when there is an address. */
static void probe_address(const char *list, struct mosix_node *node)
{
    char path[PATH_MAX];

    node->state = MOSIX_NODE_ABSENT;
    while (list != NULL) {
        uint32_t home;
        int result;

        list = mosix_list_next(list, path);
        if (path[0] == '\0') {
            continue;
        }
        result = mosix_home_read(path, &home);
        if (result == -ENOENT || result == -ENOTDIR) {
            continue;
        }
        if (result < 0 && result != -EINVAL && node->state == MOSIX_NODE_UNREADABLE) {
            continue;
        }
        memcpy(node->file, path, sizeof(path));
        node->error = result < 0 ? -result : 0;
        if (result < 0 && result != -EINVAL) {
            node->state = MOSIX_NODE_UNREADABLE;
            continue;
        }
        node->state = result == 0 ? MOSIX_NODE_READY : MOSIX_NODE_GARBAGE;
        return;
    }
}

static void probe_programs(const struct mosix_node_query *query, struct mosix_node *node)
{
    bool configured = query->executable[0] != '\0';
    const char *program = configured ? query->executable : "mosrun";
    int result = mosix_program_find(program, query->search_path, node->mosrun);

    if (configured) {
        memcpy(node->mosenv, node->mosrun, sizeof(node->mosenv));
    } else {
        (void) mosix_program_find("mosenv", query->search_path, node->mosenv);
    }
    if (node->mosrun[0] == '\0' && node->mosenv[0] == '\0') {
        node->state = MOSIX_NODE_NO_PROGRAM;
        node->error = -result;
        snprintf(node->program, sizeof(node->program), "%s", program);
    }
}

void mosix_node_probe(const struct mosix_node_query *query, struct mosix_node *node)
{
    memset(node, 0, sizeof(*node));
    probe_address(query->address_files, node);
    if (node->state == MOSIX_NODE_READY) {
        probe_programs(query, node);
    }
}

const char *mosix_node_starter(const struct mosix_node *node, bool wants_mosenv)
{
    const char *first = wants_mosenv ? node->mosenv : node->mosrun;
    const char *second = wants_mosenv ? node->mosrun : node->mosenv;

    return first[0] != '\0' ? first : second;
}
