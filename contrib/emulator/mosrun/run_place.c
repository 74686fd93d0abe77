/* SPDX-License-Identifier: BSD-3-Clause */
/* Where the program is to start; see run_place.h. Libc only. */
#include "run_place.h"

#include "run_values.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NODE_NAME "node"

static bool has_name(const struct hostent *host, const char *name)
{
    bool found = strcasecmp(host->h_name, name) == 0;

    for (char **alias = host->h_aliases; !found && *alias != NULL; alias++) {
        found = strcasecmp(*alias, name) == 0;
    }
    return found;
}

/* The first IPv4 address of NAME in /etc/hosts. */
static int look_up(const char *name, char *address, size_t size)
{
    const struct hostent *host;
    int rc = -ENOENT;

    sethostent(1);
    while (rc < 0 && (host = gethostent()) != NULL) {
        if (host->h_addrtype == AF_INET && has_name(host, name) &&
            inet_ntop(AF_INET, host->h_addr_list[0], address, (socklen_t) size) != NULL) {
            rc = 0;
        }
    }
    endhostent();
    return rc;
}

/* The number of the node with that dotted quad, or 0. */
static uint32_t number_of(const struct node_map *map, const char *text)
{
    struct in_addr address;
    uint32_t number;

    if (inet_pton(AF_INET, text, &address) != 1) {
        return 0;
    }
    number = node_map_number(map, ntohl(address.s_addr));
    if (number == 0 && map->count == 1 && map->addresses[map->home] >> 24 == IN_LOOPBACKNET &&
        ntohl(address.s_addr) >> 24 == IN_LOOPBACKNET) {
        return map->home;
    }
    return number;
}

/* PLACE as a number: that of a node, or -ENOENT. */
static int by_number(const char *place, const struct node_map *map)
{
    long number;

    return run_value_number(place, 1, PLACES_NODES, &number) == 0 && map->addresses[number] != 0
               ? (int) number
               : -ENOENT;
}

int run_place_find(const char *place, const struct node_map *map, char *address, size_t size)
{
    uint32_t number;

    address[0] = '\0';
    if (place[strspn(place, "0123456789")] == '\0') {
        return by_number(place, map);
    }
    if (strncasecmp(place, NODE_NAME, strlen(NODE_NAME)) == 0 &&
        by_number(place + strlen(NODE_NAME), map) > 0) {
        return by_number(place + strlen(NODE_NAME), map);
    }
    if (run_value_address(place) == 0) {
        snprintf(address, size, "%s", place);
    } else if (look_up(place, address, size) < 0) {
        return -ENOENT;
    }
    number = number_of(map, address);
    return number > 0 ? (int) number : -EHOSTUNREACH;
}
