/* SPDX-License-Identifier: BSD-3-Clause */
/* The nodes of the emulated cluster; see node_map.h. Libc only. */
#include "node_map.h"

#include "env_names.h"
#include "program_env.h"
#include "run_values.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define LINE_SIZE 256
#define OWN_NUMBER 1

/* 0 for what is no address. */
static uint32_t address_of(const char *text)
{
    struct in_addr address;

    return inet_pton(AF_INET, text, &address) == 1 ? ntohl(address.s_addr) : 0;
}

uint32_t node_map_number(const struct node_map *map, uint32_t address)
{
    for (uint32_t number = 1; address != 0 && number <= PLACES_NODES; number++) {
        if (map->addresses[number] == address) {
            return number;
        }
    }
    return 0;
}

/* One line: number, address, name. */
static int add(struct node_map *map, const char *line)
{
    unsigned int number;
    char address[16];

    if (sscanf(line, "%u %15[0-9.] ", &number, address) != 2 || number < 1 ||
        number > PLACES_NODES || address_of(address) == 0) {
        return -EBADMSG;
    }
    map->count += map->addresses[number] == 0;
    map->addresses[number] = address_of(address);
    return 0;
}

static int read_file(struct node_map *map, const char *path)
{
    FILE *file = fopen(path, "re");
    char line[LINE_SIZE];
    int rc = 0;

    if (file == NULL) {
        return -errno;
    }
    while (rc == 0 && fgets(line, sizeof(line), file) != NULL) {
        rc = add(map, line);
    }
    fclose(file);
    return rc;
}

static int from_directory(struct node_map *map, const char *directory, const char *home,
                          char *reason, size_t size)
{
    char path[PATH_MAX];
    int rc;

    snprintf(path, sizeof(path), "%s/nodes", directory);
    rc = read_file(map, path);
    if (rc < 0) {
        snprintf(reason, size, "%s: %.200s is no list of nodes: %s", EMULATOR_ENV_CLUSTER, path,
                 rc == -EBADMSG ? "a line is not NUMBER ADDRESS NAME" : strerror(-rc));
        return rc;
    }
    map->home = node_map_number(map, address_of(home));
    if (map->home == 0) {
        snprintf(reason, size, "%s=%.80s is none of the nodes in %.200s", EMULATOR_ENV_HOME, home,
                 path);
        return -ENOENT;
    }
    return 0;
}

/* WANTED nodes: the last part of an address is the number. */
static int from_number(struct node_map *map, const char *wanted, const char *home, char *reason,
                       size_t size)
{
    uint32_t own = address_of(home);
    long count;

    if (run_value_number(wanted, 1, PLACES_NODES, &count) < 0) {
        snprintf(reason, size, "%s='%.80s': a number from 1 to %d is wanted", EMULATOR_ENV_NODES,
                 wanted, PLACES_NODES);
        return -EINVAL;
    }
    if (count == 1) {
        return 0;
    }
    map->home = own & 255;
    if (map->home < 1 || map->home > (uint32_t) count) {
        snprintf(reason, size,
                 "%s=%s, but %s=%.80s is none of these: its last part is the node's number, from 1 "
                 "to %ld",
                 EMULATOR_ENV_NODES, wanted, EMULATOR_ENV_HOME, home, count);
        return -EINVAL;
    }
    map->count = (uint32_t) count;
    for (uint32_t number = 1; number <= map->count; number++) {
        map->addresses[number] = (own & ~255u) | number;
    }
    return 0;
}

int node_map_read(char *const environment[], const char *home, struct node_map *map, char *reason,
                  size_t size)
{
    const char *directory = program_env_get(environment, EMULATOR_ENV_CLUSTER);
    const char *wanted = program_env_get(environment, EMULATOR_ENV_NODES);

    *map = (struct node_map){.home = OWN_NUMBER};
    if (directory != NULL) {
        return from_directory(map, directory, home, reason, size);
    }
    map->count = 1;
    map->addresses[OWN_NUMBER] = address_of(home);
    return wanted == NULL ? 0 : from_number(map, wanted, home, reason, size);
}
