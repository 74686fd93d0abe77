/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lists of hosts; see host_list.h.
 */
#include "host_list.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mosix_address.h"
#include "mosix_cluster.h"

/* What a name of a host may consist of; none of it means anything to a shell. */
#define NAME_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:@%"

#define FILE_MAX (1l << 20)

/* Whether an interface of this host has that address. */
static bool has_interface(struct in_addr address)
{
    struct ifaddrs *all;
    bool has = false;

    if (getifaddrs(&all) != 0) {
        return false;
    }
    for (const struct ifaddrs *at = all; at != NULL && !has; at = at->ifa_next) {
        if (at->ifa_addr != NULL && at->ifa_addr->sa_family == AF_INET) {
            struct sockaddr_in own;

            memcpy(&own, at->ifa_addr, sizeof(own));
            has = own.sin_addr.s_addr == address.s_addr;
        }
    }
    freeifaddrs(all);
    return has;
}

/* Names are compared with this host's own one, with and without a domain; nobody is asked. */
static bool is_here(const char *name)
{
    char own[256] = "";
    struct in_addr address;
    size_t length = strlen(name);

    if (strchr(name, '@') != NULL) {
        return false;
    }
    if (inet_pton(AF_INET, name, &address) == 1) {
        return has_interface(address);
    }
    (void) gethostname(own, sizeof(own) - 1);
    return strcmp(name, "localhost") == 0 || strcmp(name, own) == 0 ||
           (strncmp(name, own, length) == 0 && own[length] == '.') ||
           (own[0] != '\0' && strncmp(name, own, strlen(own)) == 0 && name[strlen(own)] == '.');
}

int host_list_add(struct host_list *hosts, const char *name, size_t length)
{
    struct host host;

    if (length == 0 || length >= sizeof(host.name) || name[0] == '-') {
        return -EINVAL;
    }
    snprintf(host.name, sizeof(host.name), "%.*s", (int) length, name);
    if (strspn(host.name, NAME_BYTES) != length) {
        return -EINVAL;
    }
    for (size_t i = 0; i < hosts->count; i++) {
        if (strcmp(hosts->list[i].name, host.name) == 0) {
            return 0;
        }
    }
    if (hosts->count == HOSTS_MAX) {
        return -E2BIG;
    }
    if (hosts->list == NULL) {
        hosts->list = calloc(HOSTS_MAX, sizeof(*hosts->list));
    }
    if (hosts->list == NULL) {
        return -ENOMEM;
    }
    host.is_here = is_here(host.name);
    hosts->list[hosts->count++] = host;
    return 0;
}

static void say_fault(int error, const char *word, int length, char *fault, size_t size)
{
    if (error == -EINVAL) {
        snprintf(fault, size, "\"%.*s\" is no name of a host", length < 64 ? length : 64, word);
    } else if (error == -E2BIG) {
        snprintf(fault, size, "more than %d hosts cannot be asked", HOSTS_MAX);
    } else {
        snprintf(fault, size, "%s", strerror(-error));
    }
}

int host_list_read(const char *text, struct host_list *hosts, char *fault, size_t size)
{
    int rc = 0;

    memset(hosts, 0, sizeof(*hosts));
    while (rc == 0 && *text != '\0') {
        size_t length;

        text += strspn(text, " \t\r");
        length = strcspn(text, " \t\r\n#");
        if (length > 0 && *text != '^') {
            rc = host_list_add(hosts, text, length);
        }
        if (rc < 0) {
            say_fault(rc, text, (int) length, fault, size);
        }
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    if (rc == 0 && hosts->count == 0) {
        snprintf(fault, size, "there is no host in it");
        rc = -EINVAL;
    }
    if (rc < 0) {
        host_list_free(hosts);
    }
    return rc;
}

int host_list_read_file(const char *path, struct host_list *hosts, char *fault, size_t size)
{
    FILE *file = fopen(path, "re");
    char *text = file != NULL ? calloc(1, FILE_MAX + 1) : NULL;
    char said[256];
    int rc = 0;

    memset(hosts, 0, sizeof(*hosts));
    if (text == NULL || (fread(text, 1, FILE_MAX, file) == 0 && ferror(file) != 0)) {
        rc = errno != 0 ? -errno : -EIO;
        snprintf(said, sizeof(said), "%s", strerror(-rc));
    } else {
        rc = host_list_read(text, hosts, said, sizeof(said));
    }
    if (rc < 0) {
        snprintf(fault, size, "--hostfile %s: %s", path, said);
    }
    if (file != NULL) {
        (void) fclose(file);
    }
    free(text);
    return rc;
}

int host_list_read_map(const char *search_path, struct host_list *hosts, char *fault, size_t size)
{
    struct mosix_cluster cluster;
    char quad[MOSIX_QUAD_SIZE];
    int rc;

    memset(hosts, 0, sizeof(*hosts));
    rc = mosix_cluster_list(search_path, &cluster, fault, size);
    if (rc < 0) {
        return rc;
    }
    for (size_t i = 0; rc == 0 && i < cluster.count; i++) {
        mosix_quad_format(cluster.nodes[i].address, quad);
        rc = host_list_add(hosts, quad, strlen(quad));
        if (rc == 0 && cluster.nodes[i].is_here) {
            hosts->list[hosts->count - 1].is_here = true;
        }
    }
    mosix_cluster_free(&cluster);
    if (rc < 0) {
        say_fault(rc, quad, (int) strlen(quad), fault, size);
        host_list_free(hosts);
    }
    return rc;
}

void host_list_free(struct host_list *hosts)
{
    free(hosts->list);
    memset(hosts, 0, sizeof(*hosts));
}
