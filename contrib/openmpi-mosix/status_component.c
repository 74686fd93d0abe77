/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking at our components; see status_component.h.
 */
#include "status_component.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mosix_dso.h"
#include "program_output.h"
#include "rooted_path.h"

#define AGENT "mosix-agent"
#define AGENT_VARIABLE "PRTE_MCA_odls_base_exec_agent"
#define PATH_VARIABLE "OMPI_MCA_mca_base_component_path"

static bool is_installed(const char *root, const char *components, const char *name)
{
    char path[PATH_MAX];
    char found[PATH_MAX];

    return components[0] != '\0' &&
           snprintf(path, sizeof(path), "%s/%s", components, name) < PATH_MAX &&
           rooted_path(root, path, found) == 0 && access(found, F_OK) == 0;
}

/*
 * Open MPI loads components of every series, and ours decline to work then. A version that is not
 * known ("4.x") does not count as another one.
 */
static bool is_other_series(const char *version)
{
    return version[0] != '\0' && strstr(version, "x") == NULL &&
           !mosix_dso_fits(version, OMPI_SERIES);
}

static char *series_error(const char *version)
{
    char *text = NULL;

    return asprintf(&text, "built for Open MPI " OMPI_SERIES ", and this is %s", version) >= 0
               ? text
               : NULL;
}

/* Why an installed component was not loaded: the line in which ompi_info says so, if it does. */
static char *load_error(const char *output, const char *name, const char *version)
{
    const char *line = output != NULL ? strstr(output, name) : NULL;

    if (line == NULL) {
        return is_other_series(version) ? series_error(version)
                                        : strdup("ompi_info does not say why");
    }
    while (line > output && line[-1] != '\n') {
        line--;
    }
    return strndup(line, strcspn(line, "\n"));
}

/* A component that is there, as far as its file or ompi_info tells. */
static void judge_component(const struct openmpi_place *place, const char *output, const char *name,
                            bool is_loaded, struct status_component *component)
{
    bool is_asked = place->info[0] != '\0';

    if (!is_loaded && is_asked) {
        component->state = STATUS_COMPONENT_BROKEN;
        component->detail = load_error(output, name, place->version);
    } else if (is_other_series(place->version)) {
        component->state = STATUS_COMPONENT_BROKEN;
        component->detail = series_error(place->version);
    } else {
        component->state = is_loaded ? STATUS_COMPONENT_LOADED : STATUS_COMPONENT_INSTALLED;
        component->detail = strdup("");
    }
}

/* Where our program is, if the environment tells PRRTE to start ranks by it; or NULL. */
static const char *named_agent(const char *root)
{
    const char *path = root[0] == '\0' ? getenv(AGENT_VARIABLE) : NULL;
    const char *name = path != NULL ? strrchr(path, '/') : NULL;

    return name != NULL && strcmp(name + 1, AGENT) == 0 && access(path, X_OK) == 0 ? path : NULL;
}

/* Sets *output to what ompi_info says about the component, for the caller to free, or leaves it. An
 * agent tells its ranks that components are where it is. */
static void ask_info(const char *root, const struct openmpi_place *place, const char *framework,
                     char **output)
{
    bool is_told = getenv(PATH_VARIABLE) != NULL || !status_component_is_agent(place);
    const char *agent = is_told ? NULL : named_agent(root);
    char path[PATH_MAX + sizeof(PATH_VARIABLE)] = PATH_VARIABLE "=SYSTEM_DEFAULT";
    const char *const argv[] = {"/usr/bin/env", path,      place->info, "--param",    framework,
                                "mosix",        "--level", "9",         "--parsable", NULL};

    if (agent != NULL) {
        snprintf(path, sizeof(path), PATH_VARIABLE "=SYSTEM_DEFAULT:%.*s",
                 (int) (strrchr(agent, '/') - agent), agent);
    }
    if (place->info[0] != '\0') {
        (void) program_output(agent != NULL ? argv : argv + 2, OMPI_INFO_LIMIT_MS, output);
    }
}

int status_component_inspect(const char *root, const struct openmpi_place *place,
                             const char *framework, struct status_component *component,
                             struct parameter_list *parameters)
{
    char *output = NULL;
    char file[64];
    char stem[64];
    char label[64];
    bool is_loaded;
    int rc = 0;

    snprintf(stem, sizeof(stem), "mca_%s_mosix", framework);
    snprintf(file, sizeof(file), "mca_%s_mosix.so", framework);
    snprintf(label, sizeof(label), "mca:%s:mosix:version:", framework);
    ask_info(root, place, framework, &output);
    is_loaded = output != NULL && strstr(output, label) != NULL;
    if (is_loaded) {
        rc = parameter_list_take_defaults(parameters, output);
    }
    if (is_loaded || is_installed(root, place->components, file)) {
        judge_component(place, output, stem, is_loaded, component);
    } else {
        component->state = STATUS_COMPONENT_MISSING;
        component->detail = strdup("");
    }
    free(output);
    return rc == 0 && component->detail != NULL ? 0 : -ENOMEM;
}

bool status_component_is_agent(const struct openmpi_place *place)
{
    return place->version[0] == '5';
}

int status_component_inspect_agent(const char *root, const struct openmpi_place *place,
                                   bool is_registered, struct status_component *component)
{
    const char *detail = "";

    component->state = STATUS_COMPONENT_INSTALLED;
    if (named_agent(root) != NULL) {
        component->state = STATUS_COMPONENT_LOADED;
    } else if (!is_installed(root, place->components, AGENT)) {
        component->state = STATUS_COMPONENT_MISSING;
    } else if (!is_registered && !is_installed(root, PRRTE_COMPONENTS, "prte_mca_odls_mosix.so")) {
        component->state = STATUS_COMPONENT_BROKEN;
        detail = "mpirun does not know it; `openmpi-mosix enable` tells it";
    }
    component->detail = strdup(detail);
    return component->detail != NULL ? 0 : -ENOMEM;
}
