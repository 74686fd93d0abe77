/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of MOSIX's configuration; see node_config.h.
 */
#include "node_config.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "conf_file.h"
#include "mosix_address.h"

#define MAP "/etc/mosix/mosix.map"
#define SECRET "/etc/mosix/secret"
#define MOSIP "/etc/mosix/mosip"

#define LIST_NODES                                                                                 \
    "Run `echo 'ADDRESS NODES' >>" MAP "`, with the first address and how many nodes follow from " \
    "it, once for each range"
#define MAKE_SECRET                                                                                \
    "Run `(umask 077; head -c 20 /dev/urandom | base64 >" SECRET ")`, and copy that to all nodes"

/* Whether a text has a line that is neither empty nor a comment. */
static bool has_line(const char *text)
{
    while (*text != '\0') {
        text += strspn(text, " \t\r\n");
        if (*text != '#' && *text != '\0') {
            return true;
        }
        text += strcspn(text, "\n");
    }
    return false;
}

void node_check_map(const struct node_system *system, struct node_finding *finding)
{
    struct conf_file file;
    int rc = conf_file_open(system->root, MAP, CONF_FILE_READ, &file);

    if (rc < 0 && rc != -ENOENT && rc != -ENOTDIR) {
        node_finding_hidden(finding, MAP, -rc);
        return;
    }
    if (rc < 0 || !file.exists) {
        node_finding_what(finding, NODE_ERROR, "the cluster is not configured");
        node_finding_evidence(finding, MAP " does not exist");
        node_finding_remedy(finding, LIST_NODES "; or run mosconf");
    } else if (!has_line(file.text)) {
        node_finding_what(finding, NODE_ERROR, "the map of the cluster lists no node");
        node_finding_evidence(finding, MAP);
        node_finding_remedy(finding, LIST_NODES);
    } else {
        node_finding_what(finding, NODE_OK, "the map of the cluster exists");
        node_finding_evidence(finding, MAP);
    }
    if (rc == 0) {
        conf_file_close(&file);
    }
}

void node_check_secret(const struct node_system *system, struct node_finding *finding)
{
    struct stat status;
    int rc = node_system_stat(system, SECRET, &status);

    rc = rc == 0 && S_ISDIR(status.st_mode) ? -EISDIR : rc;
    if (rc < 0 && rc != -ENOENT && rc != -ENOTDIR) {
        node_finding_hidden(finding, SECRET, -rc);
    } else if (rc < 0) {
        node_finding_what(finding, NODE_ERROR, "the cluster has no key: " SECRET " does not exist");
        node_finding_remedy(finding, MAKE_SECRET);
    } else if (status.st_size == 0) {
        node_finding_what(finding, NODE_ERROR, "the key of the cluster is empty");
        node_finding_evidence(finding, SECRET);
        node_finding_remedy(finding, MAKE_SECRET);
    } else if ((status.st_mode & 0077) != 0 || status.st_uid != 0) {
        node_finding_what(
            finding, NODE_ERROR,
            "users other than root may use the key of the cluster (mode %03o, user %u)",
            (unsigned) status.st_mode & 0777, (unsigned) status.st_uid);
        node_finding_remedy(finding, "Run `chown root " SECRET " && chmod 600 " SECRET "`");
    } else {
        node_finding_what(finding, NODE_OK, "the key of the cluster is there, for root only");
        node_finding_evidence(finding, SECRET);
    }
}

void node_check_interface(const struct node_system *system, struct node_finding *finding)
{
    struct conf_file file;
    char found[PATH_MAX];
    uint32_t home;
    bool has_file = conf_file_open(system->root, MOSIP, CONF_FILE_READ, &file) == 0;
    bool is_empty = has_file && !file.exists;
    bool is_good = has_file && file.exists && mosix_quad_parse(file.text, &home) == 0;

    if (has_file) {
        conf_file_close(&file);
    }
    if (is_good) {
        node_finding_what(finding, NODE_OK, "the address of this node is configured");
        node_finding_evidence(finding, MOSIP);
    } else if (has_file && !is_empty) {
        node_finding_what(finding, NODE_ERROR, MOSIP " does not hold an IPv4 address");
        node_finding_remedy(finding,
                            "Run `echo ADDRESS >" MOSIP "` with that of this node, or delete it");
    } else if (node_system_find(system, "ifconfig", found, NULL) == 0) {
        node_finding_what(finding, NODE_OK, "MOSIX can find the address of this node");
        node_finding_evidence(finding, "%s", found);
    } else {
        node_finding_what(finding, NODE_ERROR,
                          "MOSIX cannot find the address of this node, so it stays unconfigured");
        node_finding_evidence(finding, "neither " MOSIP " nor ifconfig exists");
        node_finding_remedy(finding,
                            "Run `apt install net-tools` or `dnf install net-tools`; or `echo "
                            "ADDRESS >" MOSIP "`, with that of this node");
    }
}
