/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The check of rseq; see node_rseq.h.
 */
#include "node_rseq.h"

#include <stdio.h>

#include "mosix_needs.h"
#include "node_process.h"
#include "node_unit.h"

static void report_rseq(const struct node_system *system, pid_t mosd, int result,
                        struct node_finding *finding)
{
    char path[64];

    snprintf(path, sizeof(path), "%s/%ld/environ", system->proc, (long) mosd);
    if (result > 0) {
        node_finding_what(finding, NODE_OK, "mosd runs with rseq switched off");
        node_finding_evidence(finding, "%s", path);
    } else if (result == 0) {
        node_finding_what(finding, NODE_ERROR,
                          "mosd runs without GLIBC_TUNABLES=" MOSIX_RSEQ_TUNABLE
                          ", so every migration to this node hangs");
        node_finding_evidence(finding, "%s; glibc %s", path, system->libc);
        node_finding_remedy(finding, "Run `openmpi-mosix node setup --yes`, then restart MOSIX");
    } else {
        node_finding_hidden(finding, path, -result);
    }
}

static void check_running(const struct node_system *system, struct node_finding *finding)
{
    pid_t mosd = node_process_find_mosd(system->proc);

    if (mosd == 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because mosd is not running");
    } else {
        report_rseq(system, mosd, node_process_has_tunable(system->proc, mosd, MOSIX_RSEQ_TUNABLE),
                    finding);
    }
}

static void check_unit(const struct node_system *system, struct node_finding *finding)
{
    struct node_unit unit;

    node_unit_find(system, &unit);
    if (unit.where[0] != '\0') {
        node_finding_what(finding, NODE_OK, "mosd will run with rseq switched off");
        node_finding_evidence(finding, "%s", unit.where);
    } else {
        node_finding_what(finding, NODE_ERROR,
                          "nothing in this root starts mosd with GLIBC_TUNABLES=" MOSIX_RSEQ_TUNABLE
                          ", without which every migration to the node hangs");
        node_finding_evidence(finding, "glibc %s; %s", system->libc,
                              unit.name[0] != '\0' ? unit.source : "no unit starts MOSIX");
        node_finding_remedy(finding, "Run `openmpi-mosix node setup --yes --root %s`",
                            system->root);
    }
}

void node_check_rseq(const struct node_system *system, struct node_finding *finding)
{
    if (system->libc[0] == '\0') {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because no glibc was found");
    } else if (!mosix_needs_rseq_off(system->libc)) {
        node_finding_what(finding, NODE_OK, "mosd needs no setting for this C library");
        node_finding_evidence(finding, "glibc %s", system->libc);
    } else if (node_system_is_live(system)) {
        check_running(system, finding);
    } else {
        check_unit(system, finding);
    }
}
