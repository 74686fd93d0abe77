/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The component and its module, as Open MPI and the two files that fill them in see them. The
 * component decides whether this daemon uses it at all; the module checks jobs, starts ranks and
 * passes signals on.
 */
#ifndef ODLS_MOSIX_H
#define ODLS_MOSIX_H

#include "odls_mosix_compat.h"

extern orte_odls_base_component_t mca_odls_mosix_component;
extern orte_odls_base_module_t odls_mosix_module;

#endif
