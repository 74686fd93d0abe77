/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of parameters of Open MPI that work against MOSIX. Libc only.
 */
#ifndef DOCTOR_SETTINGS_H
#define DOCTOR_SETTINGS_H

#include "doctor_view.h"

/*
 * Where parameter files cannot be read, and is_whole: where Open MPI cannot read a line of them,
 * says so instead of what the finding says; otherwise leaves it.
 */
void doctor_settings_doubt(const struct doctor_view *view, bool is_whole,
                           struct node_finding *finding);

/*
 * The directory in which this Open MPI finds our btl first: its own, or one of
 * mca_base_component_path. Returns false and "" when there is none.
 */
bool doctor_settings_ours(const struct doctor_view *view, const struct openmpi_place *place,
                          char directory[PATH_MAX]);

/* Include lists of components that leave ours out, or name those that share memory. */
void doctor_check_include(const struct doctor_view *view, struct node_finding *finding);

/* A selection of pml or mtl that does not use a BTL, such as ucx. */
void doctor_check_ucx(const struct doctor_view *view, struct node_finding *finding);

/* Orders to bind ranks to processors. */
void doctor_check_binding(const struct doctor_view *view, struct node_finding *finding);

/* Where components are looked for, and whether they may be loaded at all. */
void doctor_check_loading(const struct doctor_view *view, struct node_finding *finding);

/* What lets a parameter file be read that could not be, because of that errno. */
void doctor_settings_advise(const char *path, int error, struct node_finding *finding);

#endif
