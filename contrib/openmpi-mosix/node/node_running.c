/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of running MOSIX; see node_running.h.
 */
#include "node_running.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "mosix_address.h"
#include "mosix_needs.h"
#include "mosix_setpe.h"
#include "mosix_trial.h"
#include "node_process.h"

#define SETUP "openmpi-mosix node setup"

void node_check_daemons(const struct node_system *system, struct node_finding *finding)
{
    static const char *const others[] = {"mosixd", "mosremoted", "mospostald"};
    char missing[NODE_TEXT_SIZE] = "";
    pid_t mosd = node_process_find_mosd(system->proc);

    if (mosd == 0) {
        node_finding_what(finding, NODE_ERROR, "MOSIX is not running: there is no mosd");
        node_finding_evidence(finding, "%s", system->proc);
        node_finding_remedy(finding, "Run `systemctl start mosix`, or mosd as root");
        return;
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        size_t used = strlen(missing);

        if (node_process_find(system->proc, others[i]) == 0) {
            snprintf(missing + used, sizeof(missing) - used, " %s", others[i]);
        }
    }
    if (missing[0] != '\0') {
        node_finding_what(finding, NODE_ERROR, "daemons of MOSIX are missing:%s", missing);
        node_finding_evidence(finding, "mosd runs as process %ld", (long) mosd);
        node_finding_remedy(finding, "Run " NODE_RESTART);
    } else {
        node_finding_what(finding, NODE_OK, "the daemons of MOSIX are running");
        node_finding_evidence(finding, "mosd runs as process %ld", (long) mosd);
    }
}

void node_check_address(const struct node_system *system, struct node_finding *finding)
{
    char quad[MOSIX_QUAD_SIZE];
    char said[NODE_TEXT_SIZE / 2] = "";
    char found[PATH_MAX];
    char host[PATH_MAX];
    uint32_t home;
    int rc;

    if (node_system_find(system, "mossetpe", found, NULL) < 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because mossetpe is not installed");
        return;
    }
    rc = node_system_host(system, found, host);
    rc = rc == 0 ? mosix_setpe_ask(host, &home, said, sizeof(said)) : rc;
    if (rc == 0) {
        node_finding_what(finding, NODE_OK, "the address of this node is %s",
                          mosix_quad_format(home, quad));
        node_finding_evidence(finding, "%s -r", found);
    } else {
        node_finding_what(finding, NODE_ERROR, "MOSIX has no address for this node");
        node_finding_evidence(finding, "%s -r: %s", found, said);
        node_finding_remedy(finding, "Start MOSIX, and list an address of this node in "
                                     "/etc/mosix/mosix.map");
    }
}

static const char *start_remedy(enum mosix_trial trial)
{
    switch (trial) {
    case MOSIX_TRIAL_NO_SETUID:
        return "Make mosrun setuid root: `chown root /bin/mosrun && chmod u+s /bin/mosrun`";
    case MOSIX_TRIAL_NEEDS_VDSO:
        return "Boot with " MOSIX_VDSO_WORD ": run `" SETUP " --yes`, then reboot";
    default:
        return "Correct what the other lines report. If that does not help, look at the log of "
               "MOSIX";
    }
}

void node_check_start(const struct node_system *system, struct node_finding *finding)
{
    char said[NODE_TEXT_SIZE / 2] = "";
    char found[PATH_MAX];
    char host[PATH_MAX];
    enum mosix_trial trial;

    if (node_system_find(system, "mosrun", found, NULL) < 0 ||
        node_system_host(system, found, host) < 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because mosrun is not installed");
        return;
    }
    trial = mosix_trial_run(host, said, sizeof(said));
    finding->is_hang = trial == MOSIX_TRIAL_HANGS;
    if (trial == MOSIX_TRIAL_STARTS) {
        node_finding_what(finding, NODE_OK, "mosrun starts programs");
        node_finding_evidence(finding, "%s -e -h -L /bin/true", found);
    } else {
        node_finding_what(finding, NODE_ERROR, "mosrun cannot start a program");
        node_finding_evidence(finding, "%s -e -h -L /bin/true: %s", found, said);
        node_finding_remedy(finding, "%s", start_remedy(trial));
    }
}
