/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding and explaining obstacles; see mosrun_obstacle.h.
 */
#include "mosrun_obstacle.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mosix_needs.h"
#include "mosrun_libc.h"
#include "mosrun_options.h"

static int find_allocator(const char *libc, const struct mosrun_present *present,
                          char allocator[PATH_MAX], struct mosrun_obstacle *obstacle)
{
    if (!mosix_needs_allocator(libc) ||
        mosrun_allocator_listed(present->setting, present->library_path) ||
        mosrun_allocator_listed(present->ld_preload, present->library_path) ||
        mosrun_allocator_find(MOSIX_LIBRARY_DIRECTORIES, allocator) == 0) {
        return 0;
    }
    obstacle->kind = MOSRUN_OBSTACLE_NO_ALLOCATOR;
    obstacle->error = ENOENT;
    return -ENOENT;
}

int mosrun_obstacle_allocator(const char *setting, const char *libc,
                              const struct mosrun_present *present, char allocator[PATH_MAX],
                              struct mosrun_obstacle *obstacle)
{
    int result;

    memset(obstacle, 0, sizeof(*obstacle));
    obstacle->libc = libc;
    allocator[0] = '\0';
    if (*setting == '\0' || strcmp(setting, "none") == 0) {
        return 0;
    }
    if (strcmp(setting, MOSRUN_AUTO) == 0) {
        return find_allocator(libc, present, allocator, obstacle);
    }
    result = strlen(setting) < PATH_MAX ? program_file_check_library(setting) : -ENAMETOOLONG;
    snprintf(obstacle->path, sizeof(obstacle->path), "%.*s", PATH_MAX - 1, setting);
    if (result < 0) {
        obstacle->kind = MOSRUN_OBSTACLE_BAD_ALLOCATOR;
        obstacle->error = -result;
        return result;
    }
    memcpy(allocator, obstacle->path, sizeof(obstacle->path));
    return 0;
}

int mosrun_obstacle_program(const struct program_file *file, struct mosrun_obstacle *obstacle)
{
    memset(obstacle, 0, sizeof(*obstacle));
    switch (file->kind) {
    case PROGRAM_UNKNOWN:
    case PROGRAM_DYNAMIC:
        return 0;
    case PROGRAM_STATIC:
        obstacle->kind = MOSRUN_OBSTACLE_STATIC;
        break;
    case PROGRAM_SECURE:
        obstacle->kind = MOSRUN_OBSTACLE_SECURE;
        break;
    case PROGRAM_FOREIGN:
        obstacle->kind = MOSRUN_OBSTACLE_FOREIGN;
        break;
    case PROGRAM_NONE:
        obstacle->kind = MOSRUN_OBSTACLE_FORMAT;
        break;
    }
    memcpy(obstacle->path, file->path, sizeof(obstacle->path));
    return -ENOEXEC;
}

int mosrun_obstacle_tool(char *const *argv, struct mosrun_obstacle *obstacle)
{
    memset(obstacle, 0, sizeof(*obstacle));
    obstacle->tool = mosrun_tool_find(argv);
    if (obstacle->tool == NULL) {
        return 0;
    }
    obstacle->kind = MOSRUN_OBSTACLE_TOOL;
    return -EPERM;
}

int mosrun_obstacle_threads(const struct program_file *file, struct mosrun_obstacle *obstacle)
{
    memset(obstacle, 0, sizeof(*obstacle));
    if (file->sanitizer == NULL && file->language == NULL) {
        return 0;
    }
    obstacle->kind = file->sanitizer != NULL ? MOSRUN_OBSTACLE_SANITIZER : MOSRUN_OBSTACLE_RUNTIME;
    obstacle->sanitizer = file->sanitizer;
    obstacle->language = file->language;
    memcpy(obstacle->path, file->path, sizeof(obstacle->path));
    return -ENOTSUP;
}

/* What program_file_check_library() found. */
static const char *bad_library(int error)
{
    return error == ENOEXEC   ? "it is not a library for this node's architecture"
           : error == ENODATA ? "the file was cut off, so a part of the library is missing"
                              : strerror(error);
}

void mosrun_obstacle_explain(const struct mosrun_obstacle *obstacle, char *text, size_t size)
{
    switch (obstacle->kind) {
    case MOSRUN_OBSTACLE_NONE:
        snprintf(text, size, "nothing is wrong");
        break;
    case MOSRUN_OBSTACLE_NO_ALLOCATOR:
        snprintf(text, size,
                 "under MOSIX 4, glibc %s needs a library with another malloc; none "
                 "of " MOSRUN_ALLOCATORS " was found",
                 obstacle->libc);
        break;
    case MOSRUN_OBSTACLE_BAD_ALLOCATOR:
        snprintf(text, size, "%s cannot be preloaded: %s", obstacle->path,
                 bad_library(obstacle->error));
        break;
    case MOSRUN_OBSTACLE_STATIC:
        snprintf(text, size, "%s is linked statically, so no library can be preloaded into it",
                 obstacle->path);
        break;
    case MOSRUN_OBSTACLE_SECURE:
        snprintf(text, size,
                 "%s is setuid, setgid or has capabilities, so no library can be preloaded into it",
                 obstacle->path);
        break;
    case MOSRUN_OBSTACLE_FOREIGN:
        snprintf(text, size,
                 "%s is made for another architecture, so no library can be preloaded into it",
                 obstacle->path);
        break;
    case MOSRUN_OBSTACLE_TOOL:
        snprintf(text, size, "%s needs %s, and MOSIX does not permit that", obstacle->tool->name,
                 obstacle->tool->needs);
        break;
    case MOSRUN_OBSTACLE_SANITIZER:
        snprintf(text, size,
                 "%s is built with %s, which watches threads of the kernel, and MOSIX permits one",
                 obstacle->path, obstacle->sanitizer);
        break;
    case MOSRUN_OBSTACLE_RUNTIME:
        snprintf(text, size,
                 "%s runs programs of %s in several threads of the kernel, and MOSIX permits one",
                 obstacle->path, obstacle->language);
        break;
    case MOSRUN_OBSTACLE_FORMAT:
        snprintf(text, size, "%s is neither a program in ELF nor a script that begins with #!",
                 obstacle->path);
        break;
    }
}

const char *mosrun_obstacle_remedy(const struct mosrun_obstacle *obstacle)
{
    switch (obstacle->kind) {
    case MOSRUN_OBSTACLE_NONE:
        break;
    case MOSRUN_OBSTACLE_NO_ALLOCATOR:
        return "Install one of them (Debian: libjemalloc2 or libtcmalloc-minimal4; Fedora: "
               "jemalloc "
               "or gperftools-libs), or name such a library in odls_mosix_allocator.";
    case MOSRUN_OBSTACLE_BAD_ALLOCATOR:
        return "Correct the path, install the library again, or set odls_mosix_allocator to "
               "\"auto\".";
    case MOSRUN_OBSTACLE_STATIC:
        return "Link the program dynamically, without -static.";
    case MOSRUN_OBSTACLE_SECURE:
        return "Start a copy of it that has no such rights.";
    case MOSRUN_OBSTACLE_FOREIGN:
        return "Compile the program for this node.";
    case MOSRUN_OBSTACLE_TOOL:
        return mosrun_tool_remedy(obstacle->tool);
    case MOSRUN_OBSTACLE_SANITIZER:
        return "Debug natively, as these ranks run now; build without -fsanitize for MOSIX.";
    case MOSRUN_OBSTACLE_RUNTIME:
        return "Let such ranks run natively, as now; no setting makes them migrate.";
    case MOSRUN_OBSTACLE_FORMAT:
        return "If it is a script, let it begin with #! and the path of its interpreter.";
    }
    return "";
}
