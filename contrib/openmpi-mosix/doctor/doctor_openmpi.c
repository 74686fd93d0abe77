/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of Open MPI; see doctor_openmpi.h.
 */
#include "doctor_openmpi.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "doctor_settings.h"
#include "mosix_dso.h"
#include "mosrun_parameter.h"

/* The start of every check here. Returns whether there is something to look at. */
static bool is_known(const struct doctor_view *view, struct node_finding *finding)
{
    if (view->status == NULL || view->status->count == 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because no Open MPI was found");
        return false;
    }
    return true;
}

void doctor_check_launcher(const struct doctor_view *view, struct node_finding *finding)
{
    const struct status_node *node = view->status != NULL ? &view->status->node : NULL;

    if (node == NULL || !node->is_known) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked");
    } else if (node->is_here) {
        node_finding_what(finding, NODE_OK, "ranks start under MOSIX %s", node->release);
        node_finding_evidence(finding, "%s", node->detail);
    } else {
        node_finding_what(finding, NODE_ERROR, "the launcher does not find MOSIX");
        node_finding_evidence(finding, "%s", node->detail);
        node_finding_remedy(finding, "Correct what the lines above report; `mpirun --mca "
                                     "odls_mosix_enable require` shows the launcher's own view");
    }
}

/* "4.x" is a series that is not known exactly. */
static bool is_of_our_series(const char *version)
{
    return version[0] == '\0' || strchr(version, 'x') != NULL ||
           mosix_dso_fits(version, OMPI_SERIES);
}

/* An ompi_info that hangs or fails. */
static void name_silent(const struct status *status, enum node_level level, const char *what,
                        struct node_finding *finding)
{
    node_finding_what(finding, level, "%s", what);
    node_finding_evidence(finding, "%s: %s", status->silent.info, status->silent.said);
    node_finding_remedy(finding,
                        "Run `%s --path all` and correct what it says; or take its "
                        "directory out of PATH",
                        status->silent.info);
}

void doctor_check_openmpi(const struct doctor_view *view, struct node_finding *finding)
{
    const struct status *status = view->status;
    char list[NODE_TEXT_SIZE / 2] = "";
    size_t fitting = 0;

    if (status == NULL) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked");
        return;
    }
    if (status->count == 0 && status->silent.info != NULL) {
        name_silent(status, NODE_ERROR, "ompi_info does not tell where Open MPI is", finding);
        return;
    }
    if (status->count == 0) {
        node_finding_what(finding, NODE_ERROR, "there is no Open MPI here");
        node_finding_evidence(finding, "no ompi_info on PATH, no openmpi-mca-params.conf where "
                                       "distributions have it");
        node_finding_remedy(finding, "Run `apt install openmpi-bin` or `dnf install openmpi`, or "
                                     "put its ompi_info on PATH");
        return;
    }
    for (size_t i = 0; i < status->count; i++) {
        const struct openmpi_place *place = &status->list[i].place;
        const char *version = place->version != NULL ? place->version : "";
        size_t used = strlen(list);

        fitting += is_of_our_series(version);
        snprintf(list + used, sizeof(list) - used, "%s%s found by %s", used > 0 ? "; " : "",
                 version[0] != '\0' ? version : "an unknown version",
                 place->origin != NULL ? place->origin : "--conf");
    }
    node_finding_evidence(finding, "%s", list);
    if (fitting == 0) {
        node_finding_what(finding, NODE_ERROR,
                          "openmpi-mosix here is for Open MPI " OMPI_SERIES ", and there is none");
        node_finding_remedy(finding, "Build openmpi-mosix for this Open MPI: `./configure && make "
                                     "install` with its mpicc on PATH");
    } else if (status->silent.info != NULL) {
        name_silent(status, NODE_WARNING, "an ompi_info tells nothing, so its mpirun may not start",
                    finding);
    } else {
        node_finding_what(finding, NODE_OK, "Open MPI is here, of the series " OMPI_SERIES);
    }
}

static bool is_there(const struct status_component *component)
{
    return component->state == STATUS_COMPONENT_LOADED ||
           component->state == STATUS_COMPONENT_INSTALLED;
}

/* How a component of one Open MPI is called, and what is wrong with it. */
static void describe(const struct status_openmpi *openmpi, const struct status_component *component,
                     struct node_finding *finding)
{
    bool is_odls = component == &openmpi->odls;
    const char *name = !is_odls                                     ? "btl mosix"
                       : status_component_is_agent(&openmpi->place) ? "mosix-agent"
                                                                    : "odls mosix";

    if (openmpi->place.components[0] != '\0') {
        node_finding_evidence(finding, "Open MPI %s, components in %s%s%s", openmpi->place.version,
                              openmpi->place.components, component->detail[0] != '\0' ? ": " : "",
                              component->detail);
    } else {
        node_finding_evidence(finding, "no directory of components was found");
    }
    if (component->state == STATUS_COMPONENT_MISSING) {
        node_finding_what(finding, NODE_ERROR, "%s is not installed", name);
        node_finding_remedy(finding, "Install the package openmpi-mosix, or run `make install` of "
                                     "a build for this Open MPI");
    } else if (is_odls && status_component_is_agent(&openmpi->place)) {
        node_finding_what(finding, NODE_ERROR, "the launcher does not know %s", name);
        node_finding_remedy(finding, "Run `openmpi-mosix enable`");
    } else {
        node_finding_what(finding, NODE_ERROR, "%s cannot be loaded", name);
        node_finding_remedy(finding, "Install an openmpi-mosix that was built for this Open MPI: "
                                     "`ompi_info --version` tells the series");
    }
}

void doctor_check_components(const struct doctor_view *view, struct node_finding *finding)
{
    const struct status *status = view->status;
    const struct status_openmpi *worst = NULL;
    char directory[PATH_MAX];
    size_t whole = 0;

    if (!is_known(view, finding)) {
        return;
    }
    for (size_t i = 0; i < status->count; i++) {
        const struct status_openmpi *openmpi = &status->list[i];

        if (is_there(&openmpi->odls) && is_there(&openmpi->btl)) {
            whole++;
        } else if (worst == NULL) {
            worst = openmpi;
        }
    }
    if (worst == NULL) {
        node_finding_what(finding, NODE_OK, "the components of openmpi-mosix are there");
        if (!doctor_settings_ours(view, &status->list[0].place, directory)) {
            snprintf(directory, sizeof(directory), "%s", status->list[0].place.components);
        }
        node_finding_evidence(finding, "%s", directory);
        return;
    }
    if (status->silent.info != NULL && worst->place.info[0] == '\0') {
        name_silent(status, NODE_UNKNOWN, "not known, because ompi_info does not tell", finding);
        return;
    }
    describe(worst, is_there(&worst->odls) ? &worst->btl : &worst->odls, finding);
    if (whole > 0) {
        /* Perhaps on purpose: another Open MPI of this machine has them. */
        finding->level = NODE_WARNING;
    }
}

void doctor_check_registered(const struct doctor_view *view, struct node_finding *finding)
{
    const struct status *status = view->status;
    const struct status_file *plain = NULL;

    if (!is_known(view, finding)) {
        return;
    }
    node_finding_what(finding, NODE_OK, "the parameter files are whole");
    for (size_t i = 0; i < status->count; i++) {
        for (size_t j = 0; j < status->list[i].files.count; j++) {
            const struct status_file *file = &status->list[i].files.list[j];

            if (file->state == STATUS_FILE_DAMAGED) {
                node_finding_what(finding, NODE_ERROR, "the block in a parameter file is damaged");
                node_finding_evidence(finding, "%s:%d: %s", file->path, file->first_line,
                                      file->detail);
                node_finding_remedy(finding,
                                    "Delete the lines of the block from %s, then run "
                                    "`openmpi-mosix enable`",
                                    file->path);
                return;
            }
            if (file->state == STATUS_FILE_UNREADABLE) {
                node_finding_what(finding, NODE_WARNING, "a parameter file cannot be read");
                node_finding_evidence(finding, "%s: %s", file->path, file->detail);
                doctor_settings_advise(file->path, file->error, finding);
                return;
            }
            plain = file->state == STATUS_FILE_PLAIN || file->state == STATUS_FILE_MISSING ? file
                                                                                           : plain;
        }
    }
    if (plain != NULL) {
        node_finding_evidence(finding, "%s is not registered; built-in values are in effect",
                              plain->path);
    }
}

static void judge_parameter(const struct parameter *parameter, struct node_finding *finding)
{
    char why[NODE_TEXT_SIZE / 2];

    if (mosrun_parameter_judge(parameter->key, parameter->value, why, sizeof(why)) < 0) {
        node_finding_what(finding, NODE_ERROR, "%s = %.60s is wrong: %s", parameter->key,
                          parameter->value, why);
        node_finding_remedy(
            finding, parameter->line > 0 ? "Correct it in %s" : "Run `unset %s`, or correct it",
            parameter->source);
    } else if (strcmp(parameter->key, "odls_mosix_enable") == 0 &&
               strcmp(parameter->value, "never") == 0) {
        node_finding_what(finding, NODE_WARNING,
                          "%s = never, so ranks start natively and do not move", parameter->key);
        node_finding_remedy(finding, "Remove it, or set it to auto");
    } else {
        return;
    }
    if (parameter->line > 0) {
        node_finding_evidence(finding, "%s:%d", parameter->source, parameter->line);
    } else {
        node_finding_evidence(finding, "%s", parameter->source);
    }
}

void doctor_check_parameters(const struct doctor_view *view, struct node_finding *finding)
{
    const struct status *status = view->status;

    if (!is_known(view, finding)) {
        return;
    }
    node_finding_what(finding, NODE_OK, "all parameters that are set exist and may be so");
    for (size_t i = 0; i < status->count; i++) {
        const struct parameter_list *parameters = &status->list[i].parameters;

        for (size_t j = 0; j < parameters->count && finding->level != NODE_ERROR; j++) {
            if (parameters->list[j].source != NULL) {
                judge_parameter(&parameters->list[j], finding);
            }
        }
    }
    if (finding->level == NODE_OK) {
        doctor_settings_doubt(view, true, finding);
    }
}
