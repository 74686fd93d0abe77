/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The nodes of a cluster; see mosix_cluster.h.
 */
#include "mosix_cluster.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mosix_address.h"
#include "mosix_program.h"
#include "mosix_setpe.h"
#include "program_output.h"

#define LIMIT_MS 2000

/* A mosctl that was late for so many nodes is asked for no other one. */
#define LATE_MAX 3

static int append(struct mosix_cluster *cluster, uint32_t address)
{
    const struct mosix_peer node = {
        .address = address, .load = -1, .speed = -1, .processors = -1, .free = -1, .memory = -1};

    if (cluster->count == MOSIX_CLUSTER_MAX) {
        return -E2BIG;
    }
    if ((cluster->count & (cluster->count - 1)) == 0) {
        size_t room = cluster->count == 0 ? 1 : 2 * cluster->count;
        struct mosix_peer *larger = realloc(cluster->nodes, room * sizeof(*larger));

        if (larger == NULL) {
            return -ENOMEM;
        }
        cluster->nodes = larger;
    }
    cluster->nodes[cluster->count++] = node;
    return 0;
}

/* One line: an address and a number. */
static int take_line(const char *line, struct mosix_cluster *cluster)
{
    unsigned long count = 1;
    char quad[MOSIX_QUAD_SIZE];
    uint32_t first;
    int rc = 0;

    if (sscanf(line, " %15[0-9.] %5lu", quad, &count) < 1 || mosix_quad_parse(quad, &first) < 0) {
        return 0;
    }
    for (unsigned long i = 0; rc == 0 && i < count && mosix_is_node(first + (uint32_t) i); i++) {
        rc = append(cluster, first + (uint32_t) i);
    }
    return rc;
}

int mosix_cluster_read(const char *text, struct mosix_cluster *cluster)
{
    int rc = 0;

    memset(cluster, 0, sizeof(*cluster));
    while (rc == 0 && *text != '\0') {
        size_t length = strcspn(text, "\n");
        char line[128];

        snprintf(line, sizeof(line), "%.*s", (int) (length < sizeof(line) ? length : 127), text);
        line[strcspn(line, "#")] = '\0';
        rc = take_line(line, cluster);
        text += length + (text[length] != '\0');
    }
    if (rc < 0) {
        mosix_cluster_free(cluster);
    }
    return rc;
}

/* The value behind a label of status, without blanks at its head; NULL if there is none. */
static const char *find_value(const char *status, const char *label)
{
    while (status != NULL) {
        status += strspn(status, " \t\n");
        if (strncasecmp(status, label, strlen(label)) == 0 && status[strlen(label)] == ':') {
            status += strlen(label) + 1;
            return status + strspn(status, " \t");
        }
        status = strchr(status, '\n');
    }
    return NULL;
}

/* Whether that word, in capitals, is in the rest of the line; text may be NULL. */
static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);

    while (text != NULL && *text != '\0' && *text != '\n') {
        size_t size = strcspn(text, " \t,\n");

        if (size == length && strncmp(text, word, length) == 0) {
            return true;
        }
        text += size;
        text += strspn(text, " \t,");
    }
    return false;
}

static long read_long(const char *text)
{
    return text != NULL && isdigit((unsigned char) *text) ? strtol(text, NULL, 10) : -1;
}

/* Megabytes, written as in 1.30GB, or without a unit; -1 where there is no number. Goes past it. */
static long read_size(const char **text)
{
    static const struct {
        char letter;
        double megabytes;
    } units[] = {{'K', 1.0 / 1024}, {'G', 1024}, {'T', 1024.0 * 1024}};
    double size = 0;
    char *end;

    if (*text == NULL || !isdigit((unsigned char) **text)) {
        return -1;
    }
    size = strtod(*text, &end);
    *text = end;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        size *= toupper((unsigned char) *end) == units[i].letter ? units[i].megabytes : 1;
    }
    return size >= 0 && size < (double) (LONG_MAX / 2) ? (long) size : -1;
}

/* What is free, and all of it: as in "Available 1.30GB/1.39GB" [real]. */
static void read_memory(const char *text, struct mosix_peer *node)
{
    text += strcspn(text, "0123456789\n");
    node->free = read_size(&text);
    text += strcspn(text, "/\n");
    if (*text == '/') {
        text++;
        node->memory = read_size(&text);
    }
}

void mosix_peer_read(const char *status, struct mosix_peer *node)
{
    const char *memory = find_value(status, "Memory");
    const char *accept = find_value(status, "Accept");
    const char *load = find_value(status, "Load");
    const char *state = find_value(status, "Status");

    node->answers = state != NULL || load != NULL;
    node->is_blocked = has_word(state, "BLOCK");
    node->stays = has_word(state, "STAY") || has_word(state, "LSTAY");
    node->accepts = !node->is_blocked && (accept == NULL || strncasecmp(accept, "no", 2) != 0);
    node->load = load != NULL && isdigit((unsigned char) *load) ? strtod(load, NULL) : -1;
    node->speed = read_long(find_value(status, "Speed"));
    node->processors = read_long(find_value(status, "CPUS"));
    if (memory != NULL) {
        read_memory(memory, node);
    }
}

/* Returns whether mosctl was late. */
static bool ask_node(const char *mosctl, struct mosix_peer *node)
{
    char quad[MOSIX_QUAD_SIZE];
    const char *const argv[] = {mosctl, "status", mosix_quad_format(node->address, quad), NULL};
    char *output;
    int rc = program_output(argv, LIMIT_MS, &output);

    if (rc == 0 && output != NULL) {
        mosix_peer_read(output, node);
    }
    free(output);
    return rc == -ETIMEDOUT;
}

static bool has_address(const struct mosix_cluster *cluster, uint32_t address)
{
    for (size_t i = 0; i < cluster->count; i++) {
        if (cluster->nodes[i].address == address) {
            return true;
        }
    }
    return false;
}

/* mosctl prints "10.77.0.1 (node1)" [real]. */
uint32_t mosix_cluster_find(const char *mosctl, unsigned number)
{
    char text[16];
    char quad[MOSIX_QUAD_SIZE] = "";
    const char *const argv[] = {mosctl, "whois", text, NULL};
    uint32_t address = 0;
    char *output;

    snprintf(text, sizeof(text), "%u", number);
    if (program_output(argv, LIMIT_MS, &output) == 0 && output != NULL &&
        sscanf(output, "%15[0-9.]", quad) == 1) {
        (void) mosix_quad_parse(quad, &address);
    }
    free(output);
    return address;
}

/* A map may list names; then nodes have numbers at least, which begin with 1. */
static int add_numbered(const char *mosctl, struct mosix_cluster *cluster)
{
    uint32_t address;
    int rc = 0;

    for (unsigned number = 1; rc == 0 && number <= MOSIX_CLUSTER_MAX; number++) {
        address = mosix_cluster_find(mosctl, number);
        if (address == 0) {
            break;
        }
        rc = has_address(cluster, address) ? 0 : append(cluster, address);
    }
    return rc;
}

/* Also a node that the map does not list, which is so while it is set up. */
static int mark_here(struct mosix_cluster *cluster, uint32_t home)
{
    int rc = has_address(cluster, home) ? 0 : append(cluster, home);

    for (size_t i = 0; i < cluster->count; i++) {
        cluster->nodes[i].is_here = cluster->nodes[i].address == home;
    }
    return rc;
}

/* It need not exist. */
static int read_map(struct mosix_cluster *cluster, char *fault, size_t size)
{
    FILE *file = fopen(MOSIX_CLUSTER_MAP, "re");
    char *text = NULL;
    size_t room = 0;
    ssize_t length;
    int rc = 0;

    memset(cluster, 0, sizeof(*cluster));
    if (file == NULL) {
        rc = errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
    } else {
        errno = 0;
        length = getdelim(&text, &room, '\0', file);
        rc = length >= 0 ? mosix_cluster_read(text, cluster) : -errno;
        (void) fclose(file);
        free(text);
    }
    if (rc < 0) {
        snprintf(fault, size, "%s: %s", MOSIX_CLUSTER_MAP,
                 rc == -E2BIG ? "more nodes than can be asked one by one" : strerror(-rc));
    }
    return rc;
}

/* Lists the nodes, with the help of that mosctl, and of mossetpe on the path. */
static int list(const char *search_path, const char *mosctl, struct mosix_cluster *cluster,
                char *fault, size_t size)
{
    char mossetpe[PATH_MAX];
    char said[128] = "";
    uint32_t home = 0;
    int rc;

    memset(cluster, 0, sizeof(*cluster));
    if (mosix_program_find("mossetpe", search_path, mossetpe) < 0 || mosctl[0] == '\0') {
        snprintf(fault, size, "there is no mossetpe or no mosctl, so MOSIX 4 is not installed");
        return -ENOENT;
    }
    rc = mosix_setpe_ask(mossetpe, &home, said, sizeof(said));
    if (rc < 0) {
        snprintf(fault, size, "%s tells no address of this node: %s", mossetpe, said);
        return rc;
    }
    rc = read_map(cluster, fault, size);
    if (rc == 0 && cluster->count < 2) {
        rc = add_numbered(mosctl, cluster);
    }
    if (rc == 0) {
        rc = mark_here(cluster, home);
    }
    if (rc < 0) {
        mosix_cluster_free(cluster);
    }
    return rc;
}

int mosix_cluster_list(const char *search_path, struct mosix_cluster *cluster, char *fault,
                       size_t size)
{
    char mosctl[PATH_MAX];

    (void) mosix_program_find("mosctl", search_path, mosctl);
    return list(search_path, mosctl, cluster, fault, size);
}

int mosix_cluster_ask(const char *search_path, struct mosix_cluster *cluster, char *fault,
                      size_t size)
{
    char mosctl[PATH_MAX];
    int late = 0;
    int rc;

    (void) mosix_program_find("mosctl", search_path, mosctl);
    rc = list(search_path, mosctl, cluster, fault, size);
    for (size_t i = 0; i < cluster->count && late < LATE_MAX; i++) {
        late += ask_node(mosctl, &cluster->nodes[i]) ? 1 : 0;
    }
    return rc;
}

void mosix_cluster_free(struct mosix_cluster *cluster)
{
    free(cluster->nodes);
    memset(cluster, 0, sizeof(*cluster));
}
