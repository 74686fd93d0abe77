/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Asking the resolver; see mosrun_host.h.
 */
#include "mosrun_host.h"

#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <sys/socket.h>

int mosrun_host_known(const char *name)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;

    if (getaddrinfo(name, NULL, &hints, &found) != 0) {
        return -ENOENT;
    }
    freeaddrinfo(found);
    return 0;
}
