/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Parameters of other frameworks; see odls_mosix_foreign.h.
 */
#include "odls_mosix_foreign.h"

#include <stdlib.h>
#include <string.h>

static struct mosrun_facts facts;
static bool facts_known;

char *odls_mosix_foreign_value(const char *framework, const char *component, const char *name,
                               bool *locked)
{
    char *storage = NULL;
    char *copy = NULL;
    mca_base_var_source_t source = MCA_BASE_VAR_SOURCE_DEFAULT;
    int index = mca_base_var_find("opal", framework, component, name);
    char **found = &storage;
    bool temporary = index < 0;

    if (temporary) {
        index = mca_base_var_register("opal", framework, component, name, NULL,
                                      MCA_BASE_VAR_TYPE_STRING, NULL, 0, 0, OPAL_INFO_LVL_9,
                                      MCA_BASE_VAR_SCOPE_LOCAL, &storage);
    }
    if (index < 0) {
        return NULL;
    }
    if (mca_base_var_get_value(index, &found, &source, NULL) == OPAL_SUCCESS && found != NULL &&
        *found != NULL && source != MCA_BASE_VAR_SOURCE_DEFAULT) {
        copy = strdup(*found);
    }
    if (temporary) {
        /* The storage is on our stack: the parameter system must not keep it. */
        (void) mca_base_var_deregister(index);
    }
    *locked = source == MCA_BASE_VAR_SOURCE_OVERRIDE;
    return copy;
}

const struct mosrun_facts *odls_mosix_facts(void)
{
    char *signals;
    bool locked;

    if (facts_known) {
        return &facts;
    }
    for (int i = 0; i < MOSRUN_EXCLUSION_COUNT; i++) {
        facts.selection[i] =
            odls_mosix_foreign_value(mosrun_exclusions[i].framework, NULL, NULL, &facts.locked[i]);
    }
    signals = odls_mosix_foreign_value("opal", NULL, "signal", &locked);
    facts.handles_signals = signals != NULL;
    facts.is_series_5 = OPAL_MAJOR_VERSION >= 5;
    free(signals);
    facts_known = true;
    return &facts;
}

void odls_mosix_facts_forget(void)
{
    for (int i = 0; i < MOSRUN_EXCLUSION_COUNT; i++) {
        free((char *) facts.selection[i]);
    }
    memset(&facts, 0, sizeof(facts));
    facts_known = false;
}
