/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Collecting what is to be shown; see status_collect.h.
 */
#include "status_collect.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rooted_path.h"
#include "status_parameters.h"

/* The files that enable writes. */
static int add_files(struct status_openmpi *openmpi, const char *root, const char *directory)
{
    char path[PATH_MAX];
    int rc;

    snprintf(path, sizeof(path), "%s/%s", directory, STATUS_PARAMS_NAME);
    rc = status_files_add(&openmpi->files, root, path, true);
    snprintf(path, sizeof(path), "%s/%s", directory, STATUS_LAUNCHER_NAME);
    return rc == 0 ? status_files_add(&openmpi->files, root, path, false) : rc;
}

/* Whether our block is in the parameter file of Open MPI 5's launcher. */
static bool is_registered_for_launcher(const struct status_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        const struct status_file *file = &files->list[i];

        if ((file->state == STATUS_FILE_REGISTERED || file->state == STATUS_FILE_EDITED) &&
            strstr(file->path, "/" STATUS_LAUNCHER_NAME) != NULL) {
            return true;
        }
    }
    return false;
}

/* What starts ranks in that Open MPI. */
static int inspect_launcher(const char *root, struct status_openmpi *openmpi)
{
    int rc;

    if (!status_component_is_agent(&openmpi->place)) {
        return status_component_inspect(root, &openmpi->place, "odls", &openmpi->odls,
                                        &openmpi->parameters);
    }
    rc = status_component_inspect_agent(
        root, &openmpi->place, is_registered_for_launcher(&openmpi->files), &openmpi->odls);
    return rc == 0 && openmpi->odls.state != STATUS_COMPONENT_MISSING
               ? status_parameters_take_built_in(&openmpi->parameters)
               : rc;
}

static int collect_place(const char *root, struct status_openmpi *openmpi)
{
    struct parameter_list *parameters = &openmpi->parameters;
    int rc = add_files(openmpi, root, openmpi->place.directory);

    if (rc == 0) {
        rc = status_parameters_add_known(parameters);
    }
    if (rc == 0) {
        rc = status_parameters_collect(root, openmpi->place.directory, parameters);
    }
    if (rc == 0) {
        rc = inspect_launcher(root, openmpi);
    }
    if (rc == 0) {
        rc = status_component_inspect(root, &openmpi->place, "btl", &openmpi->btl, parameters);
    }
    return rc;
}

static int add_named(struct status_openmpi *openmpi, const char *root, const char *path)
{
    int rc;

    if (rooted_path_is_directory(root, path)) {
        rc = add_files(openmpi, root, path);
        return rc == 0 ? status_parameters_offer_below(&openmpi->parameters, root, path) : rc;
    }
    rc = status_files_add(&openmpi->files, root, path, true);
    return rc == 0 ? status_parameters_offer(&openmpi->parameters, root, path) : rc;
}

/* Files and directories named on the command line: no Open MPI belongs to them. */
static int collect_named(const struct command_options *options, struct status *status)
{
    struct status_openmpi *openmpi = calloc(1, sizeof(*openmpi));
    int rc;

    if (openmpi == NULL) {
        return -ENOMEM;
    }
    status->list = openmpi;
    status->count = 1;
    rc = status_parameters_add_known(&openmpi->parameters);
    for (size_t i = 0; rc == 0 && i < options->conf_count; i++) {
        rc = add_named(openmpi, options->root, options->conf[i]);
    }
    return rc;
}

static int collect_found(const struct command_options *options, struct status *status)
{
    struct openmpi_places places;
    int rc = openmpi_places_find(options->root, &places);

    if (rc < 0) {
        return rc;
    }
    status->list = calloc(places.count + 1, sizeof(*status->list));
    if (status->list == NULL) {
        openmpi_places_free(&places);
        return -ENOMEM;
    }
    for (; status->count < places.count; status->count++) {
        status->list[status->count].place = places.list[status->count];
    }
    free(places.list);
    status->silent = places.silent;
    for (size_t i = 0; rc == 0 && i < status->count; i++) {
        rc = collect_place(options->root, &status->list[i]);
    }
    return rc;
}

int status_collect(const struct command_options *options, struct status *status)
{
    static const struct parameter_list none;
    int rc;

    memset(status, 0, sizeof(*status));
    status->options = options;
    rc = options->conf_count > 0 ? collect_named(options, status) : collect_found(options, status);
    if (rc == 0 && options->root[0] == '\0') {
        rc = status_node_collect(status->count > 0 ? &status->list[0].parameters : &none,
                                 &status->node);
    }
    if (rc < 0) {
        status_free(status);
    }
    return rc;
}

void status_free(struct status *status)
{
    for (size_t i = 0; i < status->count; i++) {
        struct status_openmpi *openmpi = &status->list[i];

        openmpi_place_free(&openmpi->place);
        status_files_free(&openmpi->files);
        free(openmpi->odls.detail);
        free(openmpi->btl.detail);
        parameter_list_free(&openmpi->parameters);
    }
    free(status->list);
    openmpi_silent_free(&status->silent);
    free(status->node.detail);
    memset(status, 0, sizeof(*status));
}

enum command_exit status_exit(const struct status *status)
{
    enum command_exit result = COMMAND_OK;

    if (status->count == 0) {
        return COMMAND_NOTHING;
    }
    for (size_t i = 0; i < status->count; i++) {
        for (size_t j = 0; j < status->list[i].files.count; j++) {
            enum status_file_state state = status->list[i].files.list[j].state;

            if (state == STATUS_FILE_DAMAGED) {
                return COMMAND_DAMAGED;
            }
            if (state != STATUS_FILE_REGISTERED && state != STATUS_FILE_EDITED) {
                result = COMMAND_FAILED;
            }
        }
    }
    return result;
}
