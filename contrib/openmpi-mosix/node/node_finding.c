/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writing findings; see node_finding.h.
 */
#include "node_finding.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void node_finding_what(struct node_finding *finding, enum node_level level, const char *format, ...)
{
    va_list arguments;

    finding->level = level;
    va_start(arguments, format);
    vsnprintf(finding->what, sizeof(finding->what), format, arguments);
    va_end(arguments);
}

void node_finding_evidence(struct node_finding *finding, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(finding->evidence, sizeof(finding->evidence), format, arguments);
    va_end(arguments);
}

void node_finding_remedy(struct node_finding *finding, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(finding->remedy, sizeof(finding->remedy), format, arguments);
    va_end(arguments);
}

void node_finding_hidden(struct node_finding *finding, const char *path, int error)
{
    if (error == EISDIR) {
        node_finding_what(finding, NODE_ERROR, "%s is a directory and no file", path);
        node_finding_remedy(finding, "Run `mv %s %s.old`, then make the file", path, path);
        return;
    }
    node_finding_what(finding, NODE_UNKNOWN, "not checked, because %s cannot be read", path);
    node_finding_evidence(finding, "%s", strerror(error));
    if (error == EACCES || error == EPERM) {
        node_finding_remedy(finding, NODE_AS_ROOT);
    }
}
