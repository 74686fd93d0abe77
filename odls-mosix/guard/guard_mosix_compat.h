/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The only file of this component that includes Open MPI's headers. Those of the framework itself
 * are not among the developer headers of every distribution; of its structures only the head is
 * needed, which all components have.
 */
#ifndef GUARD_MOSIX_COMPAT_H
#define GUARD_MOSIX_COMPAT_H

#include "opal_config.h"

#include "opal/constants.h"
#include "opal/mca/base/base.h"
#include "opal/util/show_help.h"
#include "opal/version.h"

/* The framework of Open MPI 4.1 has one field of its own, which it does not read. */
typedef struct {
    mca_base_component_t version;
    mca_base_component_data_t data;
    int priority;
} guard_mosix_component_t;

#define GUARD_MOSIX_COMPONENT_VERSION                                                              \
    OPAL_MCA_BASE_VERSION_2_1_0("reachable", 2, 0, 0),                                             \
        .mca_component_name = "mosix",                                                             \
        MCA_BASE_MAKE_VERSION(component, OPAL_MAJOR_VERSION, OPAL_MINOR_VERSION,                   \
                              OPAL_RELEASE_VERSION)

#endif
