/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The check of libraries with another malloc; see node_allocator.h.
 */
#include "node_allocator.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>

#include "conf_file.h"
#include "mosix_needs.h"
#include "mosix_program.h"
#include "mosrun_options.h"

/* Whether the file at path is a library for x86-64; systems may have those of 32 bits as well. */
static bool is_library(const struct node_system *system, const char *path)
{
    struct conf_file file;
    Elf64_Ehdr header;
    bool is;

    if (conf_file_open(system->root, path, CONF_FILE_READ, &file) < 0) {
        return false;
    }
    is = file.size >= sizeof(header);
    if (is) {
        memcpy(&header, file.text, sizeof(header));
        is = memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 && header.e_machine == EM_X86_64 &&
             header.e_type == ET_DYN;
    }
    conf_file_close(&file);
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
        node_finding_evidence(finding, "glibc %s; none of " MOSRUN_ALLOCATORS " was found",
                              system->libc);
        node_finding_remedy(finding, "Install libjemalloc2 or libtcmalloc-minimal4 (Debian, "
                                     "Ubuntu), jemalloc or gperftools-libs (Fedora, RHEL)");
    }
}
