/* SPDX-License-Identifier: BSD-3-Clause */
/* Where the program is to start; see run_place.h. Libc only. */
#include "run_place.h"

#include "run_values.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NODE_NAME "node1"
#define NODE_NUMBER 1
#define NODE_NUMBER_MAX 2147483647L
#define LOOPBACK "127."

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

static bool is_home(const char *address, const char *home)
{
    return strcmp(address, home) == 0 || (strncmp(home, LOOPBACK, strlen(LOOPBACK)) == 0 &&
                                          strncmp(address, LOOPBACK, strlen(LOOPBACK)) == 0);
}

int run_place_find(const char *place, const char *home, char *address, size_t size)
{
    long number;

    address[0] = '\0';
    if (place[strspn(place, "0123456789")] == '\0') {
        return run_value_number(place, NODE_NUMBER, NODE_NUMBER_MAX, &number) == 0 &&
                       number == NODE_NUMBER
                   ? 0
                   : -ENOENT;
    }
    if (run_value_address(place) == 0) {
        snprintf(address, size, "%s", place);
    } else if (strcasecmp(place, NODE_NAME) == 0) {
        snprintf(address, size, "%s", home);
    } else if (look_up(place, address, size) < 0) {
        return -ENOENT;
    }
    return is_home(address, home) ? 0 : -EHOSTUNREACH;
}
