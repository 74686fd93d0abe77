/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A component that PRRTE, the launcher of Open MPI 5, loads in mpirun and in its daemons. It names
 * mosix-agent as the command that starts each rank, unless somebody set another one. So nothing has
 * to be registered in a parameter file, as with the component odls mosix of Open MPI 4.1.
 *
 * It never offers a module: PRRTE's own launches the agent. But it is asked for one only where
 * ranks are started, so there it begins to watch over the connections between mpirun and its
 * daemons.
 */
#include "prrte_mosix_compat.h"

#include <string.h>
#include <unistd.h>

#include "prrte_links.h"

static int component_register(void);
static int component_query(pmix_mca_base_module_t **module, int *priority);

__attribute__((visibility("default"))) pmix_mca_base_component_t prte_mca_odls_mosix_component = {
    PRRTE_MOSIX_COMPONENT_VERSION,
    .pmix_mca_query_component = component_query,
    .pmix_mca_register_component_params = component_register,
};

/*
 * PRRTE has registered its parameters before those of components. If the agent is missing, ranks
 * start without it: a command that does not exist would end every job.
 */
static int component_register(void)
{
    char **agent = prrte_mosix_compat_exec_agent();

    if (agent != NULL && *agent == NULL && access(MOSIX_AGENT, X_OK) == 0) {
        *agent = strdup(MOSIX_AGENT); /* freed with the parameter */
    }
    return PMIX_SUCCESS;
}

static int component_query(pmix_mca_base_module_t **module, int *priority)
{
    prrte_links_watch();
    *module = NULL;
    *priority = -1;
    return PMIX_ERR_NOT_AVAILABLE;
}
