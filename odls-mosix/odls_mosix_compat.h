/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The headers of Open MPI that the launcher needs, and the only place that knows about its series:
 * 4.1, of whose daemons it is a component, and 5.0, where it is a program of its own.
 */
#ifndef ODLS_MOSIX_COMPAT_H
#define ODLS_MOSIX_COMPAT_H

#include "opal_config.h"

#include "opal/constants.h"
#include "opal/mca/base/base.h"
#include "opal/mca/base/mca_base_var.h"
#include "opal/runtime/opal.h"
#include "opal/util/argv.h"
#include "opal/util/opal_environ.h"
#include "opal/util/output.h"
#include "opal/util/show_help.h"
#include "opal/version.h"

#if OPAL_MAJOR_VERSION == 4 && OPAL_MINOR_VERSION == 1

#include "orte_config.h"

#include "opal/mca/hwloc/hwloc-internal.h"
#include "opal/util/fd.h"
#include "opal/util/path.h"

#include "orte/constants.h"
#include "orte/types.h"
#include "orte/mca/iof/base/base.h"
#include "orte/mca/iof/base/iof_base_setup.h"
#include "orte/mca/mca.h"
#include "orte/mca/odls/base/base.h"
#include "orte/mca/odls/base/odls_private.h"
#include "orte/mca/odls/odls.h"
#include "orte/mca/rmaps/rmaps_types.h"
#include "orte/mca/rtc/rtc.h"
#include "orte/mca/state/state.h"
#include "orte/runtime/orte_globals.h"
#include "orte/util/attr.h"
#include "orte/util/name_fns.h"
#include "orte/util/proc_info.h"
#include "orte/util/show_help.h"

/*
 * Marks a child that was started by mosrun, and a job none of whose ranks is. Open MPI's own keys
 * end far below the end of their ranges; ours are local to the daemon and never sent.
 */
#define ODLS_MOSIX_PROC_KEY (ORTE_PROC_MAX_KEY - 1)
#define ODLS_MOSIX_JOB_KEY (ORTE_JOB_MAX_KEY - 1)

/* A state of jobs, from the range that Open MPI leaves to others; nobody sees it. */
#define ODLS_MOSIX_JOB_STATE (ORTE_JOB_STATE_DYNAMIC + 77)

#elif OPAL_MAJOR_VERSION == 5

/* There is no ORTE; what is used here has another name. */
#include "opal/util/proc.h"

#define ORTE_SUCCESS OPAL_SUCCESS
#define ORTE_ERR_SILENT OPAL_ERR_SILENT
#define ORTE_ERR_OUT_OF_RESOURCE OPAL_ERR_OUT_OF_RESOURCE
#define ORTE_ERR_FAILED_TO_START OPAL_ERROR
#define orte_process_info opal_process_info

/* The same as Open MPI's, but a text is shown once for a job and node. In agent/agent_help.c. */
void odls_mosix_show_help(const char *file, const char *topic, int header, ...);
#define orte_show_help odls_mosix_show_help

#else
#error "openmpi-mosix is made for Open MPI 4.1 and 5.0"
#endif

#endif
