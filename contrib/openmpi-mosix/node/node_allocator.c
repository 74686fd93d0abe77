/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The check of libraries with another malloc; see node_allocator.h.
 */
#include "node_allocator.h"

#include <stdio.h>
#include <string.h>

#include "mosix_needs.h"

/* Seen to work under MOSIX 4.4.3, the best first [real]. */
static const char *const allocators[] = {"libjemalloc.so.2", "libtcmalloc_minimal.so.4"};

static const char *const directories[] = {"/usr/lib/x86_64-linux-gnu",
                                          "/lib/x86_64-linux-gnu",
                                          "/usr/lib64",
                                          "/lib64",
                                          "/usr/lib",
                                          "/usr/local/lib",
                                          "/usr/local/lib64"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool find_allocator(const struct node_system *system, char path[PATH_MAX])
{
    struct stat status;

    for (size_t i = 0; i < COUNT(allocators); i++) {
        for (size_t j = 0; j < COUNT(directories); j++) {
            snprintf(path, PATH_MAX, "%s/%s", directories[j], allocators[i]);
            if (node_system_stat(system, path, &status) == 0 && S_ISREG(status.st_mode)) {
                return true;
            }
        }
    }
    return false;
}

void node_check_allocator(const struct node_system *system, struct node_finding *finding)
{
    char path[PATH_MAX];

    if (system->libc[0] == '\0') {
        node_finding_what(finding, NODE_WARNING, "not checked, because no glibc was found");
    } else if (!mosix_needs_allocator(system->libc)) {
        node_finding_what(finding, NODE_OK, "ranks need no other malloc");
        node_finding_evidence(finding, "glibc %s", system->libc);
    } else if (find_allocator(system, path)) {
        node_finding_what(finding, NODE_OK, "a library with a malloc for ranks is installed");
        node_finding_evidence(finding, "%s", path);
    } else {
        node_finding_what(finding, NODE_ERROR,
                          "ranks cannot start, because no library with a malloc that MOSIX can run "
                          "is installed");
        node_finding_evidence(finding, "glibc %s; neither %s nor %s was found", system->libc,
                              allocators[0], allocators[1]);
        node_finding_remedy(finding, "Install libjemalloc2 or libtcmalloc-minimal4 (Debian, "
                                     "Ubuntu), jemalloc or gperftools-libs (Fedora, RHEL)");
    }
}
