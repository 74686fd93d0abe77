/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What keeps a program from running under mosrun on a node where MOSIX itself is ready: MOSIX 4
 * ends a rank at a system call that it does not know, so libraries of ours must be preloaded. Libc
 * only.
 */
#ifndef MOSRUN_OBSTACLE_H
#define MOSRUN_OBSTACLE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "mosrun_tool.h"
#include "program_file.h"

enum mosrun_obstacle_kind {
    MOSRUN_OBSTACLE_NONE,
    MOSRUN_OBSTACLE_NO_ALLOCATOR,  /* glibc needs another malloc, and none was found */
    MOSRUN_OBSTACLE_BAD_ALLOCATOR, /* the one that a setting names cannot be preloaded: path, error
                                    */
    MOSRUN_OBSTACLE_STATIC,        /* nothing can be preloaded into this program: path */
    MOSRUN_OBSTACLE_SECURE,        /* the same */
    MOSRUN_OBSTACLE_FOREIGN,       /* the same */
    MOSRUN_OBSTACLE_TOOL,          /* it starts with a tool that needs what MOSIX forbids: tool */
    MOSRUN_OBSTACLE_SANITIZER,     /* it is built to be watched: path, sanitizer */
    MOSRUN_OBSTACLE_RUNTIME,       /* it is the runtime of a language: path, language */
    MOSRUN_OBSTACLE_FORMAT         /* mosrun would give it to a shell; only the kernel knows whether
                                      it can be executed: path */
};

/*
 * libc   version of glibc
 * path   the file that the obstacle is about
 * tool   the tool
 * sanitizer  what watches the program
 * language   whose runtime the program is
 * error  errno
 */
struct mosrun_obstacle {
    enum mosrun_obstacle_kind kind;
    const char *libc;
    int error;
    char path[PATH_MAX];
    const struct mosrun_tool *tool;
    const char *sanitizer;
    const char *language;
};

/*
 * What the user preloads into a rank anyway: lists of libraries, and where the loader looks for
 * names in them. Each may be NULL.
 */
struct mosrun_present {
    const char *setting;      /* value of odls_mosix_ld_preload */
    const char *ld_preload;   /* LD_PRELOAD of the rank */
    const char *library_path; /* its LD_LIBRARY_PATH */
};

/*
 * Chooses the malloc to preload under MOSIX 4: setting is the value of odls_mosix_allocator, libc
 * the version of glibc. Sets allocator to its path, or empties it when there is none to add.
 * Returns 0, or -ENOENT or another -errno and fills in obstacle.
 */
int mosrun_obstacle_allocator(const char *setting, const char *libc,
                              const struct mosrun_present *present, char allocator[PATH_MAX],
                              struct mosrun_obstacle *obstacle);

/* Whether libraries can be preloaded into it. Returns 0, or -ENOEXEC and fills in obstacle. */
int mosrun_obstacle_program(const struct program_file *file, struct mosrun_obstacle *obstacle);

/* Whether a command line starts with a tool that cannot work under mosrun; argv may be NULL.
 * Returns 0, or -EPERM and fills in obstacle. */
int mosrun_obstacle_tool(char *const *argv, struct mosrun_obstacle *obstacle);

/* Whether it has something in it that needs threads of the kernel and cannot work with coroutines:
 * what a compiler has built in, or the runtime of a language. Returns 0, or -ENOTSUP and fills in
 * obstacle. */
int mosrun_obstacle_threads(const struct program_file *file, struct mosrun_obstacle *obstacle);

/* Writes in one clause what the obstacle is. */
void mosrun_obstacle_explain(const struct mosrun_obstacle *obstacle, char *text, size_t size);

/* One sentence: what to do about it. */
const char *mosrun_obstacle_remedy(const struct mosrun_obstacle *obstacle);

#endif
