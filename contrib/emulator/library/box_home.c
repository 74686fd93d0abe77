/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the library knows about its process; see box_home.h.
 */
#include "box_home.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cluster_map.h"
#include "env_names.h"
#include "mail_collect.h"
#include "path_grammar.h"

struct box_home box_home;

void box_home_start(void)
{
    const char *run = getenv(EMULATOR_ENV_RUN);
    const char *faults = getenv(EMULATOR_ENV_FAULTS);
    const char *cluster = getenv(EMULATOR_ENV_CLUSTER);
    char reason[256];
    int status;

    box_home.pid = getpid();
    if (run == NULL) {
        return;
    }
    box_home.space = mail_space_of(0);
    /* mosrun has refused a word that it does not know. */
    box_home.profile = profile_default();
    (void) profile_parse(getenv(EMULATOR_ENV_PROFILE), &box_home.profile);
    if (path_parse_ip(run, '\0', &box_home.ip) < 0 || box_home.ip == 0) {
        fprintf(stderr,
                "%s: %s=%s is not the address of a node: process %d gets no mailbox. Only mosrun "
                "sets this variable; unset it.\n",
                EMULATOR_LIBRARY_NAME, EMULATOR_ENV_RUN, run, (int) box_home.pid);
        return;
    }
    if (cluster != NULL && (status = cluster_map_start(cluster)) < 0) {
        fprintf(stderr, "%s: %s=%s has no map of a cluster (%s): process %d gets no mailbox.\n",
                EMULATOR_LIBRARY_NAME, EMULATOR_ENV_CLUSTER, cluster, strerror(-status),
                (int) box_home.pid);
        return;
    }
    if (faults_parse(faults, &box_home.faults, reason, sizeof(reason)) < 0) {
        fprintf(stderr, "%s: %s is ignored: %s\n", EMULATOR_LIBRARY_NAME, EMULATOR_ENV_FAULTS,
                reason);
        (void) faults_parse(NULL, &box_home.faults, reason, sizeof(reason));
        faults = NULL;
    }
    box_home.faulty = faults != NULL && faults[0] != '\0';
    box_home.under_mosrun = true;
}

void box_home_forked(void)
{
    box_home.pid = getpid();
    box_home.space = mail_space_of(0);
}
