/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sources of parameters; see status_parameters.h.
 */
#include "status_parameters.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf_file.h"
#include "mosix_tunables.h"
#include "mosrun_options.h"
#include "mosrun_parameter.h"

#define LAUNCHER "odls_mosix_"
#define FILES_VARIABLE "OMPI_MCA_mca_base_param_files"

struct key {
    char text[128];
};

static struct key key_of(const char *prefix, const char *name)
{
    struct key key;

    snprintf(key.text, sizeof(key.text), "%s%s", prefix, name);
    return key;
}

static int add_name(struct parameter_list *parameters, const char *prefix, const char *name)
{
    return parameter_list_add_name(parameters, key_of(prefix, name).text);
}

int status_parameters_add_known(struct parameter_list *parameters)
{
    int rc = 0;

    for (int id = 0; rc == 0 && id < MOSRUN_OPTION_COUNT; id++) {
        rc = add_name(parameters, LAUNCHER, mosrun_options[id].name);
    }
    for (size_t i = 0; rc == 0 && mosix_tunables[i].name != NULL; i++) {
        rc = add_name(parameters, "btl_mosix_", mosix_tunables[i].name);
    }
    for (size_t i = 0; rc == 0 && i < MOSRUN_BTL_WORD_COUNT; i++) {
        rc = add_name(parameters, "btl_mosix_", mosrun_btl_words[i].name);
    }
    return rc;
}

int status_parameters_take_built_in(struct parameter_list *parameters)
{
    int rc = 0;

    for (int id = 0; rc == 0 && id < MOSRUN_OPTION_COUNT; id++) {
        rc = parameter_list_take_default(parameters, key_of(LAUNCHER, mosrun_options[id].name).text,
                                         mosrun_options[id].initial);
    }
    return rc;
}

int status_parameters_offer(struct parameter_list *parameters, const char *root, const char *path)
{
    struct conf_file conf;
    int rc;

    if (conf_file_open(root, path, CONF_FILE_READ, &conf) < 0) {
        return 0;
    }
    rc = parameter_list_offer_file(parameters, conf.path, conf.text, conf.size);
    conf_file_close(&conf);
    return rc;
}

/* A list of files, commas between, the strongest first. */
static int offer_list(struct parameter_list *parameters, const char *list)
{
    char *copy = strdup(list);
    char *rest = copy;
    const char *path;
    int rc = copy != NULL ? 0 : -ENOMEM;

    while (rc == 0 && rest != NULL && (path = strsep(&rest, ",")) != NULL) {
        rc = path[0] != '\0' ? status_parameters_offer(parameters, "", path) : 0;
    }
    free(copy);
    return rc;
}

/* What this process's user adds: variables, and a file at home. */
static int offer_users(struct parameter_list *parameters)
{
    const char *home = getenv("HOME");
    char path[PATH_MAX];
    int rc = parameter_list_offer_environment(parameters, environ);

    if (rc == 0 && getenv(FILES_VARIABLE) == NULL && home != NULL &&
        snprintf(path, sizeof(path), "%s/.openmpi/mca-params.conf", home) < PATH_MAX) {
        rc = status_parameters_offer(parameters, "", path);
    }
    return rc;
}

static int offer_below(struct parameter_list *parameters, const char *root, const char *directory,
                       const char *name)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof(path), "%s/%s", directory, name) >= PATH_MAX) {
        return 0;
    }
    return status_parameters_offer(parameters, root, path);
}

int status_parameters_offer_below(struct parameter_list *parameters, const char *root,
                                  const char *directory)
{
    return offer_below(parameters, root, directory, STATUS_PARAMS_NAME);
}

int status_parameters_collect(const char *root, const char *directory,
                              struct parameter_list *parameters)
{
    const char *listed = root[0] == '\0' ? getenv(FILES_VARIABLE) : NULL;
    int rc = offer_below(parameters, root, directory, STATUS_OVERRIDE_NAME);

    if (rc == 0 && root[0] == '\0') {
        rc = offer_users(parameters);
    }
    if (rc < 0) {
        return rc;
    }
    return listed != NULL ? offer_list(parameters, listed)
                          : status_parameters_offer_below(parameters, root, directory);
}
