/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking for MOSIX on this node; see mosix_node.h.
 */
#include "mosix_node.h"

#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mosix_address.h"

/*
 * Copies the next entry of a colon-separated list to entry and returns what follows it, or NULL
 * at the end of the list. An entry too long for a path becomes empty.
 */
static const char *next_entry(const char *list, char entry[PATH_MAX])
{
    size_t length = strcspn(list, ":");

    if (length < PATH_MAX) {
        memcpy(entry, list, length);
        entry[length] = '\0';
    } else {
        entry[0] = '\0';
    }
    return list[length] == ':' ? list + length + 1 : NULL;
}

/* Sets the state that the address files tell of; MOSIX_NODE_READY when there is an address. */
static void probe_address(const char *list, struct mosix_node *node)
{
    char path[PATH_MAX];

    node->state = MOSIX_NODE_ABSENT;
    while (list != NULL) {
        uint32_t home;
        int result;

        list = next_entry(list, path);
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

static int check_executable(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0) {
        return errno == EACCES ? -EACCES : -ENOENT;
    }
    return S_ISREG(status.st_mode) && access(path, X_OK) == 0 ? 0 : -EACCES;
}

static int find_in(const char *directories, const char *name, char found[PATH_MAX])
{
    int worst = -ENOENT;
    char directory[PATH_MAX];

    while (directories != NULL) {
        int length;
        int result;

        directories = next_entry(directories, directory);
        if (directory[0] == '\0') {
            continue;
        }
        length = snprintf(found, PATH_MAX, "%s/%s", directory, name);
        if (length < 0 || length >= PATH_MAX) {
            continue;
        }
        result = check_executable(found);
        if (result == 0) {
            return 0;
        }
        if (result == -EACCES) {
            worst = result;
        }
    }
    return worst;
}

int mosix_program_find(const char *name, const char *search_path, char found[PATH_MAX])
{
    int result;
    int fallback;

    if (strlen(name) >= PATH_MAX) {
        return -ENAMETOOLONG;
    }
    if (strchr(name, '/') != NULL) {
        snprintf(found, PATH_MAX, "%s", name);
        result = check_executable(found);
    } else {
        result = find_in(search_path, name, found);
        if (result < 0) {
            fallback = find_in("/usr/bin:/bin", name, found);
            result = fallback == -ENOENT ? result : fallback;
        }
    }
    if (result < 0) {
        found[0] = '\0';
    }
    return result;
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

int mosix_host_known(const char *name)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;

    if (getaddrinfo(name, NULL, &hints, &found) != 0) {
        return -ENOENT;
    }
    freeaddrinfo(found);
    return 0;
}
