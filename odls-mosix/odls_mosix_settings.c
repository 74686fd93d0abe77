/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Registering and reading parameters; see odls_mosix_settings.h.
 */
#include "odls_mosix_settings.h"

#include <stdio.h>
#include <string.h>

#include "mosrun_check.h"
#include "mosrun_env.h"

#define ENV_PREFIX OPAL_MCA_PREFIX "odls_mosix_"
#define NAME_SIZE 128

/* The parameter system keeps pointers to these strings and owns them. */
static char *values[MOSRUN_OPTION_COUNT];
static int indices[MOSRUN_OPTION_COUNT];

static int register_option(const mca_base_component_t *component, int id)
{
    const struct mosrun_option *option = &mosrun_options[id];
    char allowed[512];
    const char *only = option->releases == MOSIX_RELEASE_2009 ? " (MOSIX of 2009 only)"
                       : option->releases == MOSIX_RELEASE_4  ? " (MOSIX 4 only)"
                                                              : "";
    char text[1536];

    mosrun_allowed(option, allowed, sizeof(allowed));
    snprintf(text, sizeof(text), "%s%s. Value: %s%s", option->text, only, allowed,
             *option->initial == '\0' ? "; empty: not set" : "");
    values[id] = (char *) option->initial;
    indices[id] = mca_base_component_var_register(
        component, option->name, text, MCA_BASE_VAR_TYPE_STRING, NULL, 0, 0,
        id == MOSRUN_ADDRESS_FILES ? OPAL_INFO_LVL_9 : OPAL_INFO_LVL_3, MCA_BASE_VAR_SCOPE_LOCAL,
        &values[id]);
    return indices[id] < 0 ? indices[id] : ORTE_SUCCESS;
}

int odls_mosix_settings_register(const mca_base_component_t *component)
{
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        int rc = register_option(component, id);

        if (rc < 0) {
            return rc;
        }
    }
    return ORTE_SUCCESS;
}

bool odls_mosix_settings_touched(void)
{
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        mca_base_var_source_t source;

        if (mca_base_var_get_value(indices[id], NULL, &source, NULL) == OPAL_SUCCESS &&
            source != MCA_BASE_VAR_SOURCE_DEFAULT) {
            return true;
        }
    }
    return false;
}

void odls_mosix_settings_read(char *const *env, struct mosrun_settings *settings)
{
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        char name[NAME_SIZE];
        const char *own = NULL;

        if (env != NULL) {
            snprintf(name, sizeof(name), ENV_PREFIX "%s", mosrun_options[id].name);
            own = mosrun_env_get(env, name);
        }
        if (own == NULL) {
            own = values[id] != NULL ? values[id] : "";
        }
        settings->value[id] = own;
    }
}

bool odls_mosix_is_never(const struct mosrun_settings *settings)
{
    return strcmp(settings->value[MOSRUN_ENABLE], "never") == 0;
}

bool odls_mosix_is_required(const struct mosrun_settings *settings)
{
    return strcmp(settings->value[MOSRUN_ENABLE], "require") == 0;
}
