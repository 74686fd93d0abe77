/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the checks of `openmpi-mosix doctor` look at: a system, its Open MPIs, and how this process
 * may run things there. Libc only.
 */
#ifndef DOCTOR_VIEW_H
#define DOCTOR_VIEW_H

#include <limits.h>
#include <stdbool.h>

#include "conf_file.h"
#include "node_finding.h"
#include "node_system.h"
#include "status_collect.h"

/* Whether the kernel says that the clock of this node is kept right by somebody. */
enum doctor_clock { DOCTOR_CLOCK_UNKNOWN, DOCTOR_CLOCK_KEPT, DOCTOR_CLOCK_FREE };

/*
 * system         what is looked at
 * status         what `openmpi-mosix status` knows; NULL: not asked
 * environment    of this process, for parameters in it; ends with NULL. NULL inside a root
 * self           path of this program, to be started under mosrun; "" not to start it
 * mosrun         path of mosrun, or ""
 * emulator       directory of the emulator whose mosrun that is, or ""
 * clock          the kernel's clock
 * is_superuser   whether this process may look at everything
 * nodes          what other nodes said; NULL: not asked
 */
struct doctor_nodes;
struct doctor_view {
    struct node_system system;
    const struct status *status;
    char *const *environment;
    char self[PATH_MAX];
    char mosrun[PATH_MAX];
    char emulator[PATH_MAX];
    enum doctor_clock clock;
    bool is_superuser;
    const struct doctor_nodes *nodes;
};

/* Looks. status (may be NULL) and root must outlive the view. */
void doctor_view_read(const char *root, const struct status *status, struct doctor_view *view);

/* Looks for mosrun again; doctor_view_read() does so. */
void doctor_view_find_mosrun(struct doctor_view *view);

/* Whether this is MOSIX of 2009, a part of the kernel, as far as that is known already. */
bool doctor_view_is_2009(const struct doctor_view *view);

/*
 * Reads a file, as seen from inside the system. Returns 0, to be given back by conf_file_close(),
 * -ENOENT when there is none, or another -errno.
 */
int doctor_view_open(const struct doctor_view *view, const char *path, struct conf_file *file);

/*
 * Reads a file of /proc, by its name below it, up to size - 1 bytes. Returns 0 or -errno; -ENOENT
 * inside a root.
 */
int doctor_view_proc(const struct doctor_view *view, const char *name, char *text, size_t size);

/*
 * Runs a program of the system that runs, with at most four arguments (the rest NULL), for at most
 * limit milliseconds. *output as program_output() does it. Returns what that returns, -ENOENT when
 * there is no such program.
 */
int doctor_view_run(const struct doctor_view *view, const char *program,
                    const char *const arguments[4], long limit, char **output);

/*
 * A number of the kernel's settings, such as "kernel/pid_max": the one in effect; inside a root,
 * the last one that its files set. where gets the file. Returns 0, -ENOENT when nobody says it, or
 * another -errno.
 */
int doctor_view_sysctl(const struct doctor_view *view, const char *name, long *value,
                       char where[PATH_MAX]);

#endif
