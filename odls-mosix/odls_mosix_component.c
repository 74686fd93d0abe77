/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The component as Open MPI sees it: its name, its parameters, and the decision whether this
 * daemon launches with it. Where nothing hints at MOSIX it declines silently.
 */
#include "odls_mosix.h"

#include <limits.h>

#include "mosix_dso.h"
#include "odls_mosix_foreign.h"
#include "odls_mosix_guests.h"
#include "odls_mosix_homes.h"
#include "odls_mosix_node.h"
#include "odls_mosix_parts.h"
#include "odls_mosix_report.h"
#include "odls_mosix_settings.h"

/* Above odls default, which has 10. */
#define PRIORITY 20

static int component_register(void);
static int component_open(void);
static int component_close(void);
static int component_query(mca_base_module_t **module, int *priority);

__attribute__((visibility("default"))) orte_odls_base_component_t mca_odls_mosix_component = {
    .version =
        {
            ORTE_ODLS_BASE_VERSION_2_0_0,
            .mca_component_name = "mosix",
            MCA_BASE_MAKE_VERSION(component, ORTE_MAJOR_VERSION, ORTE_MINOR_VERSION,
                                  ORTE_RELEASE_VERSION),
            .mca_open_component = component_open,
            .mca_close_component = component_close,
            .mca_query_component = component_query,
            .mca_register_component_params = component_register,
        },
    .base_data = {.param_field = MCA_BASE_METADATA_PARAM_NONE},
};

static int component_register(void)
{
    return odls_mosix_settings_register(&mca_odls_mosix_component.version);
}

/* Help texts are where configure said, or in a build tree next to the component. */
static int component_open(void)
{
    char directory[PATH_MAX];

    if (mosix_dso_directory(&mca_odls_mosix_component, directory, sizeof(directory)) == 0) {
        (void) opal_show_help_add_dir(directory);
        odls_mosix_node_find_coop(directory);
    }
    (void) opal_show_help_add_dir(mosix_dso_help_directory());
    return ORTE_SUCCESS;
}

static int component_close(void)
{
    odls_mosix_guests_end();
    odls_mosix_homes_end();
    odls_mosix_facts_forget();
    odls_mosix_node_forget();
    return ORTE_SUCCESS;
}

/*
 * A daemon on a node without a trace of MOSIX leaves launching to odls default, unless somebody set
 * one of our parameters. In every other case each launch decides, because an application can have
 * its own settings, and its user must hear what is wrong.
 */
static bool is_wanted(void)
{
    struct mosrun_settings settings;
    struct mosix_node node;
    bool fits;

    odls_mosix_settings_read(NULL, &settings);
    odls_mosix_probe(&settings, &node);
    fits = mosix_dso_fits(opal_version_string, MOSIX_OMPI_SERIES);
    if (odls_mosix_is_never(&settings) &&
        (node.state != MOSIX_NODE_READY || !fits || !odls_mosix_may_differ())) {
        return false;
    }
    if (node.state == MOSIX_NODE_ABSENT && !odls_mosix_settings_touched() &&
        !odls_mosix_is_mentioned()) {
        return false;
    }
    if (!fits) {
        orte_show_help(ODLS_MOSIX_HELP, "other-series", true, orte_process_info.nodename,
                       MOSIX_OMPI_SERIES, opal_version_string);
        return false;
    }
    return true;
}

static int component_query(mca_base_module_t **module, int *priority)
{
    if (!is_wanted()) {
        *module = NULL;
        *priority = -1;
        return ORTE_ERR_NOT_AVAILABLE;
    }
    *module = (mca_base_module_t *) &odls_mosix_module;
    *priority = PRIORITY;
    return ORTE_SUCCESS;
}
