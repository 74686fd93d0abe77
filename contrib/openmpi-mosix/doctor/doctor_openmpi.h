/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of what `openmpi-mosix status` collects: MOSIX as the launcher sees it, each Open MPI, our
 * components in it, parameter files, parameters. Libc only.
 */
#ifndef DOCTOR_OPENMPI_H
#define DOCTOR_OPENMPI_H

#include "doctor_view.h"

/* Whether the launcher would start ranks under mosrun here. */
void doctor_check_launcher(const struct doctor_view *view, struct node_finding *finding);

/* Whether there is an Open MPI, and of a series that our components are for. */
void doctor_check_openmpi(const struct doctor_view *view, struct node_finding *finding);

/* Whether every Open MPI loads our components. */
void doctor_check_components(const struct doctor_view *view, struct node_finding *finding);

/* Whether the parameter files are whole. */
void doctor_check_registered(const struct doctor_view *view, struct node_finding *finding);

/* Whether all parameters of ours exist, and have values that they may have. */
void doctor_check_parameters(const struct doctor_view *view, struct node_finding *finding);

#endif
