/* SPDX-License-Identifier: BSD-3-Clause */
/* See daemon_links.h. */
#include "daemon_links.h"

#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>

/* Seconds: without traffic, the other end is asked after the first, and again after the second. */
#define IDLE 3
#define INTERVAL 1

static bool is_set(int fd, int option, int wanted)
{
    int value = 0;
    socklen_t size = sizeof(value);

    return getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 &&
           (option == SO_KEEPALIVE ? value != 0 : value == wanted);
}

static bool is_link(int fd)
{
    struct sockaddr_storage peer;
    socklen_t size = sizeof(peer);

    return is_set(fd, SO_KEEPALIVE, 1) && is_set(fd, SO_PROTOCOL, IPPROTO_TCP) &&
           getpeername(fd, (struct sockaddr *) &peer, &size) == 0;
}

static bool watch(int fd)
{
    const struct {
        int option;
        int value;
    } settings[] = {
        {TCP_KEEPIDLE, IDLE}, {TCP_KEEPINTVL, INTERVAL}, {TCP_USER_TIMEOUT, DAEMON_LINKS_PATIENCE}};

    if (!is_link(fd)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
        (void) setsockopt(fd, IPPROTO_TCP, settings[i].option, &settings[i].value,
                          sizeof(settings[i].value));
    }
    return true;
}

/* Of sockets alone this is told, and also while something can still be read. */
static bool has_ended(int fd)
{
    struct pollfd end = {.fd = fd, .events = POLLRDHUP};

    return poll(&end, 1, 0) > 0 && (end.revents & POLLRDHUP) != 0;
}

/* How many descriptors of this process IS_ONE says yes to. */
static int count(bool (*is_one)(int fd))
{
    DIR *open_files = opendir("/proc/self/fd");
    struct dirent *entry;
    int found = 0;

    if (open_files == NULL) {
        return 0;
    }
    while ((entry = readdir(open_files)) != NULL) {
        int fd = atoi(entry->d_name);

        if (fd > 2 && is_one(fd)) {
            found++;
        }
    }
    closedir(open_files);
    return found;
}

int daemon_links_watch(void)
{
    return count(watch);
}

int daemon_links_ended(void)
{
    return count(has_ended);
}
