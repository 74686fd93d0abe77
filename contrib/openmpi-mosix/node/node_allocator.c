/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The check of libraries with another malloc; see node_allocator.h.
 */
#include "node_allocator.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mosix_needs.h"
#include "mosix_program.h"
#include "mosrun_options.h"
#include "program_elf.h"
#include "rooted_path.h"

/* Whether the file at path is a whole library for x86-64; systems may have those of 32 bits too. */
static bool is_library(const struct node_system *system, const char *path)
{
    struct program_elf elf;
    char host[PATH_MAX];
    int fd;
    bool is;

    if (rooted_path(system->root, path, host) < 0) {
        return false;
    }
    fd = open(host, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return false;
    }
    is = program_elf_read(fd, &elf) == 0 && elf.native && elf.library && elf.whole;
    (void) close(fd);
    return is;
}

static bool find_library(const struct node_system *system, const char *name, size_t length,
                         char path[PATH_MAX])
{
    const char *directories = MOSIX_LIBRARY_DIRECTORIES;
    char directory[PATH_MAX];

    while (directories != NULL) {
        directories = mosix_list_next(directories, directory);
        if (snprintf(path, PATH_MAX, "%s/%.*s", directory, (int) length, name) < PATH_MAX &&
            is_library(system, path)) {
            return true;
        }
    }
    return false;
}

/* The first of the launcher's list, wherever it is. */
static bool find_allocator(const struct node_system *system, char path[PATH_MAX])
{
    for (const char *name = MOSRUN_ALLOCATORS; *name != '\0'; name += strspn(name, ", ")) {
        size_t length = strcspn(name, ",");

        if (find_library(system, name, length, path)) {
            return true;
        }
        name += length;
    }
    return false;
}

void node_check_allocator(const struct node_system *system, struct node_finding *finding)
{
    char path[PATH_MAX];

    if (system->libc[0] == '\0') {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because no glibc was found");
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
        node_finding_evidence(finding, "glibc %s; none of " MOSRUN_ALLOCATORS " was found",
                              system->libc);
        node_finding_remedy(finding, "Install libjemalloc2 or libtcmalloc-minimal4 (Debian, "
                                     "Ubuntu), jemalloc or gperftools-libs (Fedora, RHEL)");
    }
}
