/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Is this node a MOSIX node, and which program starts processes under MOSIX here? Asked at run
 * time by a process that is itself native, because MOSIX may come and go while a daemon lives.
 *
 * MOSIX 4 is here when mossetpe is; it tells the node's address, and that means that MOSIX runs
 * [real]. Neither /etc/mosix/mosip nor the list of processes is looked at besides: mossetpe knows
 * what the daemons made of that file, and only while they run. MOSIX of 2009 is here when a file
 * names the node's address: /proc/mosix/mosip [doc], /etc/mosix/var/mosip or /etc/mosix/mosip
 * [assumed]. Ranks can start when, besides, mosrun or mosenv can be executed. Programs are searched
 * on the given path, then where MOSIX is installed: /bin in 2009 [doc]; /bin, /usr/bin,
 * /usr/local/bin and their sbin for 4 [doc4]. A node without any trace of MOSIX costs a few calls
 * of stat(). Libc only.
 */
#ifndef MOSIX_NODE_H
#define MOSIX_NODE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mosix_release.h"

/* Where MOSIX of 2009 may keep this node's address: paths with colons between, the best first. */
#define MOSIX_ADDRESS_FILES "/proc/mosix/mosip:/etc/mosix/var/mosip:/etc/mosix/mosip"

enum mosix_node_state {
    MOSIX_NODE_READY,      /* ranks can start under mosrun */
    MOSIX_NODE_ABSENT,     /* no MOSIX here */
    MOSIX_NODE_NO_ADDRESS, /* mosrun is here, but nothing that tells an address: mosrun */
    MOSIX_NODE_UNREADABLE, /* an address file exists, but none can be read: file, error */
    MOSIX_NODE_GARBAGE,    /* the first readable one holds no address: file */
    MOSIX_NODE_NO_PROGRAM, /* an address, but a program is missing: program, error */
    MOSIX_NODE_STOPPED,    /* mossetpe tells no address, so MOSIX does not run: file, said */
    MOSIX_NODE_NO_SETUID,  /* mosrun is not setuid root: mosrun, said */
    MOSIX_NODE_NEEDS_VDSO, /* the kernel was not booted with vdso=0: mosrun, said */
    MOSIX_NODE_NO_START    /* mosrun starts nothing for another reason: mosrun, said */
};

/*
 * What to look for.
 * address_files   paths separated by colons
 * executable      configured starter, by path or name; empty for mosrun and mosenv
 * search_path     directories separated by colons, as in $PATH; NULL for none
 * release         the release to expect; MOSIX_RELEASE_NONE to find it out
 */
struct mosix_node_query {
    const char *address_files;
    const char *executable;
    const char *search_path;
    enum mosix_release release;
};

#define MOSIX_NODE_SAID_SIZE 160

/*
 * What was found. Strings that do not apply to the state are empty.
 * release   MOSIX_RELEASE_NONE when the state is ABSENT; for NO_ADDRESS what was expected
 * home      the node's address; 0 when it is not known
 * file      the address file, or the path of mossetpe, that the state is about
 * program   the program that was not found
 * said      what came of running the program that the state is about (program_output_says())
 * error     errno of the failure
 * mosrun, mosenv   paths of the starters; with an executable configured, both are that one;
 *                  otherwise one may be empty
 */
struct mosix_node {
    enum mosix_node_state state;
    enum mosix_release release;
    uint32_t home;
    int error;
    char said[MOSIX_NODE_SAID_SIZE];
    char file[PATH_MAX];
    char program[PATH_MAX];
    char mosrun[PATH_MAX];
    char mosenv[PATH_MAX];
};

/*
 * Looks once. Blocks for as long as reading the files does; for MOSIX 4 also for as long as
 * mossetpe runs, and for a trial of mosrun where one is needed (mosix_trial.h): some milliseconds.
 */
void mosix_node_probe(const struct mosix_node_query *query, struct mosix_node *node);

/*
 * The starter for a rank: mosenv when wants_mosenv, otherwise mosrun; the other one when that is
 * missing. Call it for a node that is MOSIX_NODE_READY.
 */
const char *mosix_node_starter(const struct mosix_node *node, bool wants_mosenv);

/* Writes in one clause what is the case, with the evidence; for a message to an administrator. */
void mosix_node_explain(const struct mosix_node *node, char *text, size_t size);

/* One sentence: what to do about it. "" for a node that is ready or has no MOSIX. */
const char *mosix_node_remedy(const struct mosix_node *node);

#endif
