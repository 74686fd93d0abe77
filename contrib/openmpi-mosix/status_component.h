/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Our components in one Open MPI: whether it loads them, or why not. Libc only.
 */
#ifndef STATUS_COMPONENT_H
#define STATUS_COMPONENT_H

#include <stdbool.h>

#include "openmpi_places.h"
#include "parameter_list.h"

enum status_component_state {
    STATUS_COMPONENT_LOADED,
    STATUS_COMPONENT_INSTALLED, /* not known whether it loads: nothing of a root is run */
    STATUS_COMPONENT_BROKEN,
    STATUS_COMPONENT_MISSING
};

struct status_component {
    enum status_component_state state;
    char *detail; /* why it cannot be loaded, or "" */
};

/*
 * Looks at the component mosix of a framework ("odls", "btl"). Runs ompi_info where the place has
 * one (blocks as program_output() does), and takes built-in values of parameters from it.
 * Returns 0 and sets *component, whose detail the caller frees, or -ENOMEM.
 */
int status_component_inspect(const char *root, const struct openmpi_place *place,
                             const char *framework, struct status_component *component,
                             struct parameter_list *parameters);

/* Whether that Open MPI starts ranks by mosix-agent, a program, in the place of a component odls.
 */
bool status_component_is_agent(const struct openmpi_place *place);

/*
 * Looks for that program, and for the component by which PRRTE knows it. is_registered: PRRTE's
 * parameter file names the program as well. On this system ("") PRRTE's variable may name one, too,
 * wherever it is. Returns 0 and sets *component, as above, or -ENOMEM.
 */
int status_component_inspect_agent(const char *root, const struct openmpi_place *place,
                                   bool is_registered, struct status_component *component);

#endif
