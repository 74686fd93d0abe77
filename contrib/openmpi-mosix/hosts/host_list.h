/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Hosts that are to be asked: those of a hostfile, or the nodes of MOSIX's map. Libc only.
 */
#ifndef HOST_LIST_H
#define HOST_LIST_H

#include <stdbool.h>
#include <stddef.h>

#define HOST_NAME_SIZE 128

/* More are not asked. */
#define HOSTS_MAX 1024

/*
 * name      as the launcher's agent takes it, perhaps with USER@ before it
 * is_here   this host
 */
struct host {
    char name[HOST_NAME_SIZE];
    bool is_here;
};

struct host_list {
    struct host *list;
    size_t count;
};

/* Appends a host, unless it is there. Returns 0, -EINVAL for what is no name, -E2BIG or -ENOMEM. */
int host_list_add(struct host_list *hosts, const char *name, size_t length);

/*
 * Reads the text of a hostfile: the first word of each line, without comments and hosts that are
 * excluded. Returns 0, to be given back by host_list_free(); or an error as above, and writes into
 * fault what is wrong, without a full stop.
 */
int host_list_read(const char *text, struct host_list *hosts, char *fault, size_t size);

/* The same with a file of that path. */
int host_list_read_file(const char *path, struct host_list *hosts, char *fault, size_t size);

/* The nodes of MOSIX's map, by their addresses. May block as mosix_cluster_list() does. */
int host_list_read_map(const char *search_path, struct host_list *hosts, char *fault, size_t size);

void host_list_free(struct host_list *hosts);

#endif
