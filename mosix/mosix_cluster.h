/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The nodes of a cluster of MOSIX 4, and what each says about itself. Libc only.
 */
#ifndef MOSIX_CLUSTER_H
#define MOSIX_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOSIX_CLUSTER_MAP "/etc/mosix/mosix.map"

/* More nodes are not asked; a map may name whole networks. */
#define MOSIX_CLUSTER_MAX 1024

/*
 * One node. What it does not tell is -1.
 * answers    it has told its state
 * accepts    it takes processes from here
 * is_blocked it takes none from anywhere, by `mosctl block`
 * stays      its processes do not leave by themselves, by `mosctl stay` or lstay
 * load       as MOSIX counts it
 * speed      as MOSIX counts it
 * free, memory   megabytes
 */
struct mosix_peer {
    uint32_t address;
    bool is_here;
    bool answers;
    bool accepts;
    bool is_blocked;
    bool stays;
    double load;
    long speed;
    long processors;
    long free;
    long memory;
};

struct mosix_cluster {
    struct mosix_peer *nodes;
    size_t count;
};

/* What MOSIX counts for a processor of its own time. */
#define MOSIX_USUAL_SPEED 10000

/*
 * What a node costs a process: its load, which counts processes that compute [real], and that many
 * more, for each processor of usual speed. What is not known counts as usual.
 */
static inline double mosix_peer_cost(const struct mosix_peer *node, double more)
{
    double speed = node->speed > 0 ? (double) node->speed / MOSIX_USUAL_SPEED : 1;
    double processors = node->processors > 0 ? (double) node->processors : 1;

    return ((node->load > 0 ? node->load : 0) + more) / (processors * speed);
}

/*
 * Reads the text of a map: on each line the address of the first node, and how many there are
 * [doc4]; names and networks of other partners are skipped. Returns 0, to be given back by
 * mosix_cluster_free(), -E2BIG for more nodes than MOSIX_CLUSTER_MAX, or -ENOMEM.
 */
int mosix_cluster_read(const char *text, struct mosix_cluster *cluster);

/*
 * Takes what `mosctl status NODE` printed, a line for each value [real]. A blocked node says so as
 * "Status: Problem, BLOCK" [real]; that one which stays says STAY or LSTAY there is [assumed].
 */
void mosix_peer_read(const char *status, struct mosix_peer *node);

/* The address of the node with a number, by that mosctl, or 0. Blocks for 2 s at most. */
uint32_t mosix_cluster_find(const char *mosctl, unsigned number);

/*
 * Reads this system's map, or where that names fewer than two nodes by their addresses the numbers
 * of nodes, by the programs mossetpe and mosctl on search_path or where MOSIX is installed. What a
 * node says of itself stays unknown. Returns 0; -ENOENT without these programs; or another -errno,
 * and writes into fault what could not be read.
 */
int mosix_cluster_list(const char *search_path, struct mosix_cluster *cluster, char *fault,
                       size_t size);

/*
 * The same, and asks every node. Blocks for some milliseconds for each, at most 2 s for one; where
 * mosctl was late for three, the rest is taken for nodes that do not answer.
 */
int mosix_cluster_ask(const char *search_path, struct mosix_cluster *cluster, char *fault,
                      size_t size);

void mosix_cluster_free(struct mosix_cluster *cluster);

#endif
