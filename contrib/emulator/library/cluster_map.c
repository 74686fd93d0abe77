/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The nodes of an emulated cluster; see cluster_map.h.
 */
#include "cluster_map.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "assumed.h"
#include "call_table.h"
#include "host_state.h"
#include "mail_wire.h"
#include "path_grammar.h"
#include "profile_known.h"
#include "raw_call.h"

#define LINE_MAX_SIZE 80

static struct {
    const volatile char *state; /* NULL: no map */
    char mail[MAIL_DIRECTORY_MAX + 1];
    uint32_t addresses[CLUSTER_HOSTS_MAX + 1];
} map;

/* One line of "nodes": "2 10.0.0.2 node2". */
static int add(const char *line)
{
    unsigned int number;
    uint32_t ip;
    char address[16];

    if (sscanf(line, "%u %15[0-9.] ", &number, address) != 2 || number < 1 ||
        number > CLUSTER_HOSTS_MAX || path_parse_ip(address, '\0', &ip) < 0 || ip == 0) {
        return -EBADMSG;
    }
    map.addresses[number] = ip;
    return 0;
}

static int read_nodes(char *text)
{
    int status = 0;

    for (char *line = strtok_r(text, "\n", &text); status == 0 && line != NULL;
         line = strtok_r(NULL, "\n", &text)) {
        status = add(line);
    }
    return status;
}

/* Opens file NAME of DIRECTORY, unseen by the library's own wrappers. */
static int open_in(const char *directory, const char *name)
{
    char path[128];

    if ((size_t) snprintf(path, sizeof(path), "%s/%s", directory, name) >= sizeof(path)) {
        return -ENAMETOOLONG;
    }
    return (int) raw_call(SYS_openat, AT_FDCWD, (long) path, O_RDONLY | O_CLOEXEC, 0, 0, 0);
}

static int start_nodes(const char *directory)
{
    char text[CLUSTER_HOSTS_MAX * LINE_MAX_SIZE];
    int fd = open_in(directory, "nodes");
    long size;

    if (fd < 0) {
        return fd;
    }
    size = raw_call(SYS_read, fd, (long) text, sizeof(text) - 1, 0, 0, 0);
    raw_close(fd);
    if (size < 0) {
        return (int) size;
    }
    text[size] = '\0';
    return read_nodes(text);
}

/* Where the filters of MOSIX's discipline let shared memory pass: see CALL_OWN_ADDRESS. */
static int start_state(const char *directory)
{
    int fd = open_in(directory, "state");
    struct stat status;
    long at;

    if (fd < 0) {
        return fd;
    }
    at = raw_call(SYS_fstat, fd, (long) &status, 0, 0, 0, 0);
    if (at == 0) {
        at = status.st_size == HOST_STATES_SIZE
                 ? raw_call(SYS_mmap, CALL_OWN_ADDRESS, HOST_STATES_SIZE, PROT_READ, MAP_SHARED, fd,
                            0)
                 : -EBADMSG;
    }
    raw_close(fd);
    if (at < 0 && at >= -RAW_ERROR_MAX) {
        return (int) at;
    }
    map.state = (const volatile char *) at;
    return 0;
}

int cluster_map_start(const char *directory)
{
    int status = start_nodes(directory);

    if ((size_t) snprintf(map.mail, sizeof(map.mail), "%s/mail", directory) >= sizeof(map.mail)) {
        return -ENAMETOOLONG;
    }
    status = status < 0 ? status : start_state(directory);
    if (status == 0) {
        mail_names_below(map.mail);
    }
    return status;
}

uint32_t cluster_address(uint32_t number)
{
    return number <= CLUSTER_HOSTS_MAX ? map.addresses[number] : 0;
}

uint32_t cluster_number(uint32_t ip)
{
    for (uint32_t number = 1; ip != 0 && number <= CLUSTER_HOSTS_MAX; number++) {
        if (map.addresses[number] == ip) {
            return number;
        }
    }
    return 0;
}

bool cluster_has(uint32_t ip, uint32_t home)
{
    if (map.state == NULL) {
        return path_ip_in_cluster(ip, home);
    }
    return ip == 0 || cluster_number(ip) != 0;
}

static enum host_state state_of(uint32_t ip)
{
    uint32_t number = cluster_number(ip);

    return number == 0 || map.state == NULL ? HOST_UP : (enum host_state) map.state[number - 1];
}

/* Of a process on a host that is lost: it does nothing more, until mosrun has seen to that. */
static void stop_here(void)
{
    for (;;) {
        (void) raw_call(SYS_ppoll, 0, 0, 0, 0, 0, 0);
    }
}

int cluster_reach(uint32_t from, uint32_t to)
{
    if (map.state == NULL || from == to) {
        return 0;
    }
    switch (state_of(from)) {
    case HOST_LOST:
        stop_here();
        break;
    case HOST_CUT:
        return -(int) assumed(ASSUMED_WRITE_LINK_CUT);
    default:
        break;
    }
    switch (state_of(to)) {
    case HOST_LOST:
        return -(int) known(KNOWN_WRITE_NODE_GONE);
    case HOST_CUT:
        return -(int) assumed(ASSUMED_WRITE_LINK_CUT);
    case HOST_NO_DAEMON:
        return -(int) assumed(ASSUMED_WRITE_NO_DAEMON);
    case HOST_SILENT_DAEMON:
        return -(int) assumed(ASSUMED_WRITE_SILENT_DAEMON);
    default:
        return 0;
    }
}

bool cluster_is_linked(uint32_t from, uint32_t to)
{
    enum host_state here = state_of(from);
    enum host_state there = state_of(to);

    return from == to ||
           (here != HOST_CUT && here != HOST_LOST && there != HOST_CUT && there != HOST_LOST);
}
