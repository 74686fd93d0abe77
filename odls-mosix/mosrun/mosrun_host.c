/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Hosts of ranks; see mosrun_host.h.
 */
#include "mosrun_host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

int mosrun_host_address(const char *name, char address[MOSIX_QUAD_SIZE])
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;

    if (getaddrinfo(name, NULL, &hints, &found) != 0) {
        return -ENOENT;
    }
    const struct sockaddr_in *first = (const struct sockaddr_in *) (const void *) found->ai_addr;
    mosix_quad_format(ntohl(first->sin_addr.s_addr), address);
    freeaddrinfo(found);
    return 0;
}

int mosrun_host_known(const char *name)
{
    char address[MOSIX_QUAD_SIZE];

    return mosrun_host_address(name, address);
}

int mosrun_host_of_rank(const char *list, unsigned long rank, char host[MOSRUN_HOST_MAX])
{
    unsigned long count = 1;
    size_t length;

    for (const char *at = list; *at != '\0'; at++) {
        count += *at == ',';
    }
    for (unsigned long skip = rank % count; skip > 0; skip--) {
        list = strchr(list, ',') + 1;
    }
    length = strcspn(list, ",");
    if (length >= MOSRUN_HOST_MAX) {
        return -EINVAL;
    }
    memcpy(host, list, length);
    host[length] = '\0';
    return 0;
}
