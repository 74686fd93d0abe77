/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The check of the kernel's command line; see node_kernel.h.
 */
#include "node_kernel.h"

#include "mosix_needs.h"
#include "node_boot.h"

/* node setup refuses a system without MOSIX. */
static const char *first(const struct node_system *system)
{
    char mosd[PATH_MAX];

    return node_system_find(system, "mosd", mosd, NULL) == 0 ? "Run" : "Install MOSIX, then run";
}

static void check_running(const struct node_system *system, struct node_finding *finding)
{
    struct node_boot boot;
    int running = node_boot_is_running(system);

    if (running < 0) {
        node_finding_hidden(finding, "/proc/cmdline", -running);
        return;
    }
    node_finding_evidence(finding, "Linux %s; %s/cmdline", system->kernel, system->proc);
    if (running > 0) {
        node_finding_what(finding, NODE_OK, "the kernel runs with " MOSIX_VDSO_WORD);
        return;
    }
    node_boot_find(system, &boot);
    node_finding_what(finding, NODE_ERROR,
                      "the kernel runs without " MOSIX_VDSO_WORD
                      ", so mosrun cannot start anything "
                      "(\"MOSRUN: Error #96\")");
    if (boot.where[0] != '\0') {
        node_finding_remedy(
            finding,
            "Reboot; %s has the setting already. If the node was rebooted since, run "
            "`openmpi-mosix node setup --yes` again",
            boot.where);
    } else {
        node_finding_remedy(finding, "%s `openmpi-mosix node setup --yes`, then reboot",
                            first(system));
    }
}

static void check_installed(const struct node_system *system, struct node_finding *finding)
{
    struct node_boot boot;

    node_boot_find(system, &boot);
    node_finding_evidence(finding, "Linux %s", system->kernel);
    if (boot.where[0] != '\0') {
        node_finding_what(finding, NODE_OK, "the kernel will run with " MOSIX_VDSO_WORD);
        node_finding_evidence(finding, "Linux %s; %s", system->kernel, boot.where);
    } else {
        node_finding_what(finding, NODE_ERROR,
                          "nothing in this root gives the kernel " MOSIX_VDSO_WORD
                          ", without which mosrun cannot start anything");
        node_finding_remedy(finding,
                            "%s `openmpi-mosix node setup --yes --root %s`, or put it where this "
                            "image is booted from, such as a PXE server",
                            first(system), system->root);
    }
}

void node_check_kernel(const struct node_system *system, struct node_finding *finding)
{
    if (system->kernel[0] == '\0') {
        node_finding_what(finding, NODE_UNKNOWN,
                          "not checked, because no kernel is installed here");
        node_finding_remedy(finding, "Boot Linux 6.1 or newer with " MOSIX_VDSO_WORD);
    } else if (!mosix_needs_vdso_off(system->kernel)) {
        node_finding_what(finding, NODE_OK, "this kernel needs no setting");
        node_finding_evidence(finding, "Linux %s", system->kernel);
    } else if (node_system_is_live(system)) {
        check_running(system, finding);
    } else {
        check_installed(system, finding);
    }
}
