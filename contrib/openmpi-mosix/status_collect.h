/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What `openmpi-mosix status` knows: the node, and every Open MPI with its files, components and
 * parameters. Libc only.
 */
#ifndef STATUS_COLLECT_H
#define STATUS_COLLECT_H

#include <stddef.h>

#include "command_options.h"
#include "openmpi_places.h"
#include "parameter_list.h"
#include "status_component.h"
#include "status_file.h"
#include "status_node.h"

/* One Open MPI. With --conf there is no place and no component. */
struct status_openmpi {
    struct openmpi_place place;
    struct status_component odls;
    struct status_component btl;
    struct status_files files;
    struct parameter_list parameters;
};

struct status {
    const struct command_options *options;
    struct status_node node;
    struct status_openmpi *list;
    size_t count;
    struct openmpi_silent silent;
};

/*
 * Collects everything. Runs ompi_info. Returns 0 and fills in *status, to be given back by
 * status_free(); or -ENOMEM.
 */
int status_collect(const struct command_options *options, struct status *status);

void status_free(struct status *status);

/* The exit status that belongs to it. */
enum command_exit status_exit(const struct status *status);

#endif
