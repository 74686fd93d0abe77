/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What `openmpi-mosix status` knows: collected here, printed by status_text.c and status_json.c.
 * PURE: libc only.
 */
#ifndef STATUS_H
#define STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "command_options.h"
#include "openmpi_places.h"
#include "parameter_list.h"

enum status_file_state {
    STATUS_FILE_MISSING,
    STATUS_FILE_PLAIN, /* not registered */
    STATUS_FILE_REGISTERED,
    STATUS_FILE_EDITED,
    STATUS_FILE_DAMAGED,
    STATUS_FILE_UNREADABLE
};

struct status_file {
    char *path;
    enum status_file_state state;
    int first_line; /* of the block, or where it is damaged */
    int last_line;
    char *detail; /* what is wrong, or "" */
};

enum status_component_state {
    STATUS_COMPONENT_LOADED,
    STATUS_COMPONENT_INSTALLED, /* not known whether it loads: nothing of a root is run */
    STATUS_COMPONENT_BROKEN,
    STATUS_COMPONENT_MISSING
};

struct status_component {
    enum status_component_state state;
    char *detail; /* why it cannot be loaded, or "" */
};

/* One Open MPI. With --conf, the place is empty but for its directory. */
struct status_openmpi {
    struct openmpi_place place;
    struct status_component odls;
    struct status_component btl;
    struct status_file *files;
    size_t file_count;
    struct parameter_list parameters;
};

struct status {
    const struct command_options *options;
    bool mosix_known; /* false inside a root */
    bool mosix_here;
    char *mosix_detail; /* why there is none, or what there is */
    struct status_openmpi *list;
    size_t count;
};

/*
 * Collects everything. registered is the text of the block, from which the names of parameters are
 * taken. Runs ompi_info. Returns 0 and fills in *status, to be given back by status_free(); or
 * -ENOMEM.
 */
int status_collect(const struct command_options *options, const char *registered,
                   struct status *status);

void status_free(struct status *status);

/* The exit status that belongs to it. */
enum command_exit status_exit(const struct status *status);

/* Prints it for a reader, on one screen, or as one JSON object. */
void status_print_text(const struct status *status, FILE *out);
void status_print_json(const struct status *status, FILE *out);

/* Runs the command. Returns the exit status. */
enum command_exit status_run(const struct command_options *options);

#endif
