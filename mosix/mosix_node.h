/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Is this node a MOSIX node, and which program starts processes under MOSIX here? Asked at run
 * time by a process that is itself native, because MOSIX may come and go while a daemon lives.
 *
 * A node has MOSIX when a file names its address and mosrun or mosenv can be executed. Where that
 * file is depends on the version of MOSIX: /proc/mosix/mosip [doc], /etc/mosix/var/mosip and
 * /etc/mosix/mosip [assumed]. mosrun is /bin/mosrun in 2009 [doc], /usr/bin/mosrun in MOSIX 4
 * [assumed].
 * Libc only.
 */
#ifndef MOSIX_NODE_H
#define MOSIX_NODE_H

#include <limits.h>
#include <stdbool.h>

/* Where MOSIX may keep this node's address: paths with colons between, the best one first. */
#define MOSIX_ADDRESS_FILES "/proc/mosix/mosip:/etc/mosix/var/mosip:/etc/mosix/mosip"

enum mosix_node_state {
    MOSIX_NODE_READY,      /* ranks can start under mosrun */
    MOSIX_NODE_ABSENT,     /* none of the address files exists: no MOSIX here */
    MOSIX_NODE_UNREADABLE, /* an address file exists, but none can be read: file, error */
    MOSIX_NODE_GARBAGE,    /* the first readable one holds no address: file */
    MOSIX_NODE_NO_PROGRAM  /* an address, but nothing to start programs with: program, error */
};

/*
 * What to look for.
 * address_files   paths separated by colons
 * executable      configured starter, by path or name; empty for mosrun and mosenv
 * search_path     directories separated by colons, as in $PATH; NULL for none
 */
struct mosix_node_query {
    const char *address_files;
    const char *executable;
    const char *search_path;
};

/*
 * What was found. Strings that do not apply to the state are empty.
 * file      the address file that the state is about
 * program   the starter that was not found
 * error     errno of the failure
 * mosrun, mosenv   paths of the starters; with an executable configured, both are that one;
 *                  otherwise one may be empty
 */
struct mosix_node {
    enum mosix_node_state state;
    int error;
    char file[PATH_MAX];
    char program[PATH_MAX];
    char mosrun[PATH_MAX];
    char mosenv[PATH_MAX];
};

/* Looks once; blocks for as long as reading the files does. */
void mosix_node_probe(const struct mosix_node_query *query, struct mosix_node *node);

/*
 * The starter for a rank: mosenv when wants_mosenv, otherwise mosrun; the other one when that is
 * missing. Call it for a node that is MOSIX_NODE_READY.
 */
const char *mosix_node_starter(const struct mosix_node *node, bool wants_mosenv);

#endif
