/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What GRUB puts on the kernel's command line: /etc/default/grub and grub.d/ after it are texts of
 * the shell, and a later one may replace what an earlier one set. Libc only.
 */
#ifndef NODE_GRUB_H
#define NODE_GRUB_H

#include <limits.h>
#include <stdbool.h>

#include "node_system.h"

#define NODE_GRUB_DIRECTORY "/etc/default/grub.d"
/* The last of its directory as a rule, because a later file wins. */
#define NODE_GRUB_FILE NODE_GRUB_DIRECTORY "/zz-openmpi-mosix.cfg"
/* Its name in former versions. */
#define NODE_GRUB_FILE_FORMER NODE_GRUB_DIRECTORY "/openmpi-mosix.cfg"

/* GRUB_CMDLINE_LINUX and GRUB_CMDLINE_LINUX_DEFAULT, in the order in which GRUB writes them. */
enum { NODE_GRUB_ALWAYS, NODE_GRUB_DEFAULT, NODE_GRUB_VARIABLES };

/* The value of each variable, and the file that set it last. */
struct node_grub {
    char value[NODE_GRUB_VARIABLES][4096];
    char from[NODE_GRUB_VARIABLES][PATH_MAX];
};

/* Takes the assignments of one file. */
void node_grub_take(struct node_grub *grub, const char *text, const char *path);

/* The file that sets vdso= last, or ""; *is_off tells whether it sets vdso=0. */
const char *node_grub_decides(const struct node_grub *grub, bool *is_off);

/*
 * Reads the files of a system; those of grub.d only with_directory.
 * where     the file that makes the kernel start with vdso=0, or "" when it will not
 * addition  the lines for NODE_GRUB_FILE that change that
 * overrules the file that would still set something else after them, or ""
 */
struct node_grub_files {
    char where[PATH_MAX];
    char addition[512];
    char overrules[PATH_MAX];
};

void node_grub_find(const struct node_system *system, bool with_directory,
                    struct node_grub_files *files);

#endif
