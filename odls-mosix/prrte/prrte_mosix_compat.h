/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The only file of this component that includes headers of PMIx, whose component system PRRTE uses.
 * PRRTE's own headers are not in every distribution; of its structures only the head is needed,
 * which all components have.
 */
#ifndef PRRTE_MOSIX_COMPAT_H
#define PRRTE_MOSIX_COMPAT_H

#include "src/include/pmix_config.h"

#include "pmix_common.h"
#include "src/mca/base/pmix_mca_base_var.h"
#include "src/mca/mca.h"

#define PRRTE_MOSIX_COMPONENT_VERSION                                                              \
    PMIX_MCA_BASE_VERSION_2_1_0("prte", 3, 0, 0, "odls", 2, 0, 0),                                 \
        .pmix_mca_component_name = "mosix", PMIX_MCA_BASE_MAKE_VERSION(component, 3, 0, 0)

/*
 * Where PRRTE keeps the command that starts each rank: NULL in it, if nobody set one. Returns NULL
 * if this PRRTE has no such parameter.
 */
static inline char **prrte_mosix_compat_exec_agent(void)
{
    char **agent = NULL;
    int index = pmix_mca_base_var_find("prte", "odls", "base", "exec_agent");

    if (index < 0 || pmix_mca_base_var_get_value(index, &agent, NULL, NULL) != PMIX_SUCCESS) {
        return NULL;
    }
    return agent;
}

#endif
