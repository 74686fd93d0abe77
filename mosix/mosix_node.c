/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking for MOSIX on this node; see mosix_node.h.
 */
#include "mosix_node.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mosix_address.h"
#include "mosix_program.h"
#include "mosix_setpe.h"
#include "mosix_trial.h"

/* Exists where the kernel is patched, as in 2009 [doc]; MOSIX 4 has no such directory [real]. */
#define PROC_2009 "/proc/mosix"

/* Sets the state that the address files tell of; MOSIX_NODE_READY when there is an address. */
static void probe_address(const char *list, struct mosix_node *node)
{
    char path[PATH_MAX];

    node->state = MOSIX_NODE_ABSENT;
    while (list != NULL) {
        int result;

        list = mosix_list_next(list, path);
        if (path[0] == '\0') {
            continue;
        }
        result = mosix_home_read(path, &node->home);
        if (result == -ENOENT || result == -ENOTDIR) {
            continue;
        }
        if (result < 0 && result != -EINVAL && node->state == MOSIX_NODE_UNREADABLE) {
            continue;
        }
        memcpy(node->file, path, sizeof(path));
        node->error = result < 0 ? -result : 0;
        if (result < 0 && result != -EINVAL) {
            node->state = MOSIX_NODE_UNREADABLE;
            continue;
        }
        node->state = result == 0 ? MOSIX_NODE_READY : MOSIX_NODE_GARBAGE;
        return;
    }
}

static void miss_program(struct mosix_node *node, const char *program, int error)
{
    node->state = MOSIX_NODE_NO_PROGRAM;
    node->error = -error;
    snprintf(node->program, sizeof(node->program), "%s", program);
}

static const char *starter_name(const struct mosix_node_query *query)
{
    return query->executable[0] != '\0' ? query->executable : "mosrun";
}

/* Finds what starts ranks. Returns 0 or -errno. */
static int find_starters(const struct mosix_node_query *query, struct mosix_node *node)
{
    int result = mosix_program_find(starter_name(query), query->search_path, node->mosrun);

    if (query->executable[0] != '\0') {
        memcpy(node->mosenv, node->mosrun, sizeof(node->mosenv));
    } else {
        (void) mosix_program_find("mosenv", query->search_path, node->mosenv);
    }
    return node->mosrun[0] != '\0' || node->mosenv[0] != '\0' ? 0 : result;
}

static void probe_2009(const struct mosix_node_query *query, int starters, struct mosix_node *node)
{
    probe_address(query->address_files, node);
    if (node->state == MOSIX_NODE_ABSENT) {
        if (node->mosrun[0] != '\0' && query->executable[0] == '\0') {
            node->state = MOSIX_NODE_NO_ADDRESS;
            node->release = query->release;
        }
        return;
    }
    node->release = MOSIX_RELEASE_2009;
    if (node->state == MOSIX_NODE_READY && starters < 0) {
        miss_program(node, starter_name(query), starters);
    }
}

/* Sets the state after mosrun itself was tried, where there is a reason to doubt it. */
static void try_mosrun(struct mosix_node *node)
{
    if (node->mosrun[0] == '\0' || !mosix_trial_is_due(node->mosrun)) {
        return;
    }
    switch (mosix_trial_run(node->mosrun, node->said, sizeof(node->said))) {
    case MOSIX_TRIAL_STARTS:
        node->said[0] = '\0';
        break;
    case MOSIX_TRIAL_NO_SETUID:
        node->state = MOSIX_NODE_NO_SETUID;
        break;
    case MOSIX_TRIAL_NEEDS_VDSO:
        node->state = MOSIX_NODE_NEEDS_VDSO;
        break;
    case MOSIX_TRIAL_HANGS:
    case MOSIX_TRIAL_FAILS:
        node->state = MOSIX_NODE_NO_START;
        break;
    }
}

/* file of node holds the path of mossetpe. */
static void probe_4(const struct mosix_node_query *query, int starters, struct mosix_node *node)
{
    int result;

    node->release = MOSIX_RELEASE_4;
    if (node->file[0] == '\0') {
        miss_program(node, "mossetpe", -ENOENT);
        return;
    }
    result = mosix_setpe_ask(node->file, &node->home, node->said, sizeof(node->said));
    if (result < 0) {
        node->state = MOSIX_NODE_STOPPED;
        return;
    }
    node->said[0] = '\0';
    if (starters < 0) {
        miss_program(node, starter_name(query), starters);
        return;
    }
    node->state = MOSIX_NODE_READY;
    /* Do not try an administrator's wrapper, because nobody knows what it does. */
    if (query->executable[0] == '\0') {
        try_mosrun(node);
    }
}

void mosix_node_probe(const struct mosix_node_query *query, struct mosix_node *node)
{
    enum mosix_release release = query->release;
    int starters;

    memset(node, 0, sizeof(*node));
    starters = find_starters(query, node);
    if (release != MOSIX_RELEASE_2009) {
        (void) mosix_program_find("mossetpe", query->search_path, node->file);
    }
    if (release == MOSIX_RELEASE_NONE && node->file[0] != '\0' && access(PROC_2009, F_OK) != 0) {
        release = MOSIX_RELEASE_4;
    }
    if (release == MOSIX_RELEASE_4) {
        probe_4(query, starters, node);
    } else {
        node->file[0] = '\0';
        probe_2009(query, starters, node);
    }
}

const char *mosix_node_starter(const struct mosix_node *node, bool wants_mosenv)
{
    const char *first = wants_mosenv ? node->mosenv : node->mosrun;
    const char *second = wants_mosenv ? node->mosrun : node->mosenv;

    return first[0] != '\0' ? first : second;
}

void mosix_node_explain(const struct mosix_node *node, char *text, size_t size)
{
    char quad[MOSIX_QUAD_SIZE];

    switch (node->state) {
    case MOSIX_NODE_READY:
        snprintf(text, size, "%s tells the address %s, %s starts ranks", node->file,
                 mosix_quad_format(node->home, quad), mosix_node_starter(node, false));
        break;
    case MOSIX_NODE_ABSENT:
        snprintf(text, size, "neither mossetpe nor a file with a MOSIX address was found");
        break;
    case MOSIX_NODE_NO_ADDRESS:
        snprintf(text, size, "%s was found, but %s a file with a MOSIX address was", node->mosrun,
                 node->release == MOSIX_RELEASE_2009 ? "not" : "neither mossetpe nor");
        break;
    case MOSIX_NODE_UNREADABLE:
        snprintf(text, size, "%s cannot be read: %s", node->file, strerror(node->error));
        break;
    case MOSIX_NODE_GARBAGE:
        snprintf(text, size, "%s does not hold an IPv4 address", node->file);
        break;
    case MOSIX_NODE_NO_PROGRAM:
        snprintf(text, size, "%s %s", node->program,
                 node->error == EACCES ? "cannot be executed" : "was not found");
        break;
    case MOSIX_NODE_STOPPED:
        snprintf(text, size, "%s -r does not tell an address: %s", node->file, node->said);
        break;
    case MOSIX_NODE_NO_SETUID:
    case MOSIX_NODE_NEEDS_VDSO:
    case MOSIX_NODE_NO_START:
        snprintf(text, size, "%s cannot start a program: %s", node->mosrun, node->said);
        break;
    }
}

const char *mosix_node_remedy(const struct mosix_node *node)
{
    switch (node->state) {
    case MOSIX_NODE_READY:
        break;
    case MOSIX_NODE_ABSENT:
        return "Install MOSIX on this node; \"openmpi-mosix node check\" shows what is missing.";
    case MOSIX_NODE_NO_ADDRESS:
        return node->release == MOSIX_RELEASE_2009
                   ? "odls_mosix_release is 2009, and odls_mosix_address_files says where the "
                     "address of this node stands there. Correct what is wrong of the two."
                   : "MOSIX seems to be only partly installed. Install all of its programs, "
                     "including mossetpe.";
    case MOSIX_NODE_UNREADABLE:
    case MOSIX_NODE_GARBAGE:
        return "Correct the file, or list other files for the address in "
               "odls_mosix_address_files.";
    case MOSIX_NODE_NO_PROGRAM:
        return "Install it in a directory on the PATH of the node's daemon, or where MOSIX is "
               "installed, or name another program that starts ranks in odls_mosix_executable.";
    case MOSIX_NODE_STOPPED:
        return "Start MOSIX (mosd) and configure its cluster; \"openmpi-mosix node check\" shows "
               "what is missing.";
    case MOSIX_NODE_NO_SETUID:
        return "As root, run \"chown root\" and \"chmod u+s\" on mosrun.";
    case MOSIX_NODE_NEEDS_VDSO:
        return "Linux 6.1 and newer must be booted with vdso=0 on the kernel command line; "
               "\"openmpi-mosix node setup\" shows how.";
    case MOSIX_NODE_NO_START:
        return "Run \"openmpi-mosix node check\" to find the reason.";
    }
    return "";
}
