/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The system that the node commands look at: this one, or the one inside a root directory (an
 * image). Of a root nothing is run, and for a root this running system is asked nothing. Libc only.
 */
#ifndef NODE_SYSTEM_H
#define NODE_SYSTEM_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#define NODE_VERSION_SIZE 65

/*
 * root      "" for this system, else an absolute path
 * proc      "/proc"; NULL inside a root
 * path      where programs are searched: directories with colons between, as seen from inside
 * kernel    release of the running kernel; inside a root, of the newest that is installed
 * libc      version of glibc
 * machine   as `uname -m` says
 * The last three are "" where they are not known.
 */
struct node_system {
    const char *root;
    const char *proc;
    char path[PATH_MAX];
    char kernel[NODE_VERSION_SIZE];
    char libc[NODE_VERSION_SIZE];
    char machine[NODE_VERSION_SIZE];
};

/* Looks at the system. root must outlive it. Blocks for as long as the disk does. */
void node_system_read(const char *root, struct node_system *system);

/* Whether it is the system that runs. */
bool node_system_is_live(const struct node_system *system);

/* Looks at a path inside the system, links followed. Returns 0 or -errno. */
int node_system_stat(const struct node_system *system, const char *path, struct stat *status);

/* Whether there is anything of that path. */
bool node_system_exists(const struct node_system *system, const char *path);

/*
 * Finds a program, a regular file that somebody may execute. Sets found to its path as seen from
 * inside, and *status (may be NULL). Returns 0, or -ENOENT and empties found.
 */
int node_system_find(const struct node_system *system, const char *name, char found[PATH_MAX],
                     struct stat *status);

/*
 * Where this process finds a program that node_system_find() found. Links are not followed: several
 * programs of MOSIX are one, which goes by its name. Returns 0 or -ENAMETOOLONG.
 */
int node_system_host(const struct node_system *system, const char *found, char host[PATH_MAX]);

#endif
