/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Collecting what is to be shown; see status.h.
 */
#include "status.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf_file.h"
#include "mosix_dso.h"
#include "mosix_node.h"
#include "params_block.h"
#include "program_output.h"
#include "registered_text.h"
#include "rooted_path.h"

#define PARAMS_NAME "openmpi-mca-params.conf"
#define OVERRIDE_NAME "openmpi-mca-params-override.conf"
#define LAUNCHER_NAME "prte-mca-params.conf"
#define FILES_VARIABLE "OMPI_MCA_mca_base_param_files"

extern char **environ;

static void inspect_file(const char *root, const char *path, struct status_file *file)
{
    static const enum status_file_state states[] = {
        [PARAMS_BLOCK_ABSENT] = STATUS_FILE_PLAIN,
        [PARAMS_BLOCK_INTACT] = STATUS_FILE_REGISTERED,
        [PARAMS_BLOCK_EDITED] = STATUS_FILE_EDITED,
        [PARAMS_BLOCK_DAMAGED] = STATUS_FILE_DAMAGED,
    };
    struct params_block block;
    struct conf_file conf;
    int rc = conf_file_open(root, path, CONF_FILE_READ, &conf);

    *file = (struct status_file){.path = strdup(rc == 0 ? conf.path : path)};
    if (rc < 0) {
        file->state = STATUS_FILE_UNREADABLE;
        file->detail = strdup(strerror(-rc));
        return;
    }
    file->state =
        conf.exists ? states[params_block_find(conf.text, conf.size, &block)] : STATUS_FILE_MISSING;
    file->detail = strdup(file->state == STATUS_FILE_DAMAGED ? block.damage : "");
    if (conf.exists) {
        file->first_line =
            file->state == STATUS_FILE_DAMAGED ? block.damage_line : block.first_line;
        file->last_line = block.last_line;
    }
    conf_file_close(&conf);
}

static int add_file(struct status_openmpi *openmpi, const char *root, const char *path)
{
    struct status_file *files =
        reallocarray(openmpi->files, openmpi->file_count + 1, sizeof(*files));

    if (files == NULL) {
        return -ENOMEM;
    }
    openmpi->files = files;
    inspect_file(root, path, &files[openmpi->file_count]);
    if (files[openmpi->file_count].path == NULL || files[openmpi->file_count].detail == NULL) {
        free(files[openmpi->file_count].path);
        free(files[openmpi->file_count].detail);
        return -ENOMEM;
    }
    openmpi->file_count++;
    return 0;
}

/* Offers one parameter file, if it can be read. */
static int offer(struct parameter_list *parameters, const char *root, const char *path)
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
        rc = path[0] != '\0' ? offer(parameters, "", path) : 0;
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
        rc = offer(parameters, "", path);
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
    return offer(parameters, root, path);
}

static int collect_parameters(const struct command_options *options, struct status_openmpi *openmpi)
{
    struct parameter_list *parameters = &openmpi->parameters;
    const char *listed = options->root[0] == '\0' ? getenv(FILES_VARIABLE) : NULL;
    int rc = offer_below(parameters, options->root, openmpi->place.directory, OVERRIDE_NAME);

    if (rc == 0 && options->root[0] == '\0') {
        rc = offer_users(parameters);
    }
    if (rc < 0) {
        return rc;
    }
    return listed != NULL
               ? offer_list(parameters, listed)
               : offer_below(parameters, options->root, openmpi->place.directory, PARAMS_NAME);
}

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
 * known ("4.x") is no other one.
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

static int inspect_component(const char *root, const struct openmpi_place *place,
                             const char *framework, struct status_component *component,
                             struct parameter_list *parameters)
{
    const char *const argv[] = {place->info, "--param", framework,    "mosix",
                                "--level",   "9",       "--parsable", NULL};
    char *output = NULL;
    char file[64];
    char stem[64];
    char label[64];
    bool is_loaded;
    int rc = 0;

    snprintf(stem, sizeof(stem), "mca_%s_mosix", framework);
    snprintf(file, sizeof(file), "mca_%s_mosix.so", framework);
    snprintf(label, sizeof(label), "mca:%s:mosix:version:", framework);
    if (place->info[0] != '\0') {
        (void) program_output(argv, OMPI_INFO_LIMIT_MS, &output);
    }
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

static int collect_place(const struct command_options *options, const char *registered,
                         struct status_openmpi *openmpi)
{
    char path[PATH_MAX];
    int rc;

    snprintf(path, sizeof(path), "%s/%s", openmpi->place.directory, PARAMS_NAME);
    rc = add_file(openmpi, options->root, path);
    snprintf(path, sizeof(path), "%s/%s", openmpi->place.directory, LAUNCHER_NAME);
    if (rc == 0) {
        rc = add_file(openmpi, options->root, path);
    }
    if (rc == 0 && openmpi->files[1].state == STATUS_FILE_MISSING) {
        openmpi->file_count--;
        free(openmpi->files[1].path);
        free(openmpi->files[1].detail);
    }
    if (rc == 0) {
        rc = parameter_list_add_names(&openmpi->parameters, registered);
    }
    if (rc == 0) {
        rc = collect_parameters(options, openmpi);
    }
    if (rc == 0) {
        rc = inspect_component(options->root, &openmpi->place, "odls", &openmpi->odls,
                               &openmpi->parameters);
    }
    if (rc == 0) {
        rc = inspect_component(options->root, &openmpi->place, "btl", &openmpi->btl,
                               &openmpi->parameters);
    }
    return rc;
}

/* Files named on the command line: no Open MPI belongs to them. */
static int collect_named(const struct command_options *options, const char *registered,
                         struct status *status)
{
    struct status_openmpi *openmpi = calloc(1, sizeof(*openmpi));
    int rc;

    if (openmpi == NULL) {
        return -ENOMEM;
    }
    status->list = openmpi;
    status->count = 1;
    rc = parameter_list_add_names(&openmpi->parameters, registered);
    for (size_t i = 0; rc == 0 && i < options->conf_count; i++) {
        rc = add_file(openmpi, options->root, options->conf[i]);
        if (rc == 0) {
            rc = offer(&openmpi->parameters, options->root, options->conf[i]);
        }
    }
    return rc;
}

static int collect_found(const struct command_options *options, const char *registered,
                         struct status *status)
{
    struct openmpi_places places;
    int rc = openmpi_places_find(options->root, &places);

    if (rc < 0) {
        return rc;
    }
    status->list = calloc(places.count + 1, sizeof(*status->list));
    if (status->list == NULL) {
        openmpi_places_free(&places);
        return -ENOMEM;
    }
    for (; status->count < places.count; status->count++) {
        status->list[status->count].place = places.list[status->count];
    }
    free(places.list);
    for (size_t i = 0; rc == 0 && i < status->count; i++) {
        rc = collect_place(options, registered, &status->list[i]);
    }
    return rc;
}

/* What is in effect for the first Open MPI, or the built-in value. */
static const char *effective(const struct status *status, const char *key, const char *otherwise)
{
    const struct parameter_list *parameters =
        status->count > 0 ? &status->list[0].parameters : NULL;

    for (size_t i = 0; parameters != NULL && i < parameters->count; i++) {
        if (strcmp(parameters->list[i].key, key) == 0 && parameters->list[i].value != NULL) {
            return parameters->list[i].value;
        }
    }
    return otherwise;
}

static int collect_mosix(struct status *status)
{
    const struct mosix_node_query query = {
        .address_files = effective(status, "odls_mosix_address_files", MOSIX_ADDRESS_FILES),
        .executable = effective(status, "odls_mosix_executable", ""),
        .search_path = getenv("PATH"),
    };
    struct mosix_node *node = calloc(1, sizeof(*node));
    int length = -1;

    if (node == NULL) {
        return -ENOMEM;
    }
    mosix_node_probe(&query, node);
    status->mosix_here = node->state == MOSIX_NODE_READY;
    switch (node->state) {
    case MOSIX_NODE_READY:
        length = asprintf(&status->mosix_detail, "%s holds the address, %s starts ranks",
                          node->file, mosix_node_starter(node, false));
        break;
    case MOSIX_NODE_ABSENT:
        length = asprintf(&status->mosix_detail, "none of %s exists", query.address_files);
        break;
    case MOSIX_NODE_UNREADABLE:
        length = asprintf(&status->mosix_detail, "%s cannot be read: %s", node->file,
                          strerror(node->error));
        break;
    case MOSIX_NODE_GARBAGE:
        length = asprintf(&status->mosix_detail, "%s does not hold an IPv4 address", node->file);
        break;
    case MOSIX_NODE_NO_PROGRAM:
        length = asprintf(&status->mosix_detail, "%s holds the address, but %s cannot be run: %s",
                          node->file, node->program, strerror(node->error));
        break;
    }
    free(node);
    if (length < 0) {
        status->mosix_detail = NULL;
        return -ENOMEM;
    }
    return 0;
}

int status_collect(const struct command_options *options, const char *registered,
                   struct status *status)
{
    int rc;

    memset(status, 0, sizeof(*status));
    status->options = options;
    rc = options->conf_count > 0 ? collect_named(options, registered, status)
                                 : collect_found(options, registered, status);
    status->mosix_known = options->root[0] == '\0';
    if (rc == 0 && status->mosix_known) {
        rc = collect_mosix(status);
    }
    if (rc < 0) {
        status_free(status);
    }
    return rc;
}

void status_free(struct status *status)
{
    for (size_t i = 0; i < status->count; i++) {
        struct status_openmpi *openmpi = &status->list[i];

        openmpi_place_free(&openmpi->place);
        for (size_t j = 0; j < openmpi->file_count; j++) {
            free(openmpi->files[j].path);
            free(openmpi->files[j].detail);
        }
        free(openmpi->files);
        free(openmpi->odls.detail);
        free(openmpi->btl.detail);
        parameter_list_free(&openmpi->parameters);
    }
    free(status->list);
    free(status->mosix_detail);
    memset(status, 0, sizeof(*status));
}

enum command_exit status_exit(const struct status *status)
{
    enum command_exit result = COMMAND_OK;

    if (status->count == 0) {
        return COMMAND_NOTHING;
    }
    for (size_t i = 0; i < status->count; i++) {
        for (size_t j = 0; j < status->list[i].file_count; j++) {
            enum status_file_state state = status->list[i].files[j].state;

            if (state == STATUS_FILE_DAMAGED) {
                return COMMAND_DAMAGED;
            }
            if (state != STATUS_FILE_REGISTERED && state != STATUS_FILE_EDITED) {
                result = COMMAND_FAILED;
            }
        }
    }
    return result;
}

enum command_exit status_run(const struct command_options *options)
{
    char fault[2 * PATH_MAX];
    char *registered = registered_text_read(options->root, options->block, fault, sizeof(fault));
    enum command_exit result = COMMAND_FAILED;
    struct status status;

    if (registered == NULL) {
        fprintf(stderr, "openmpi-mosix: %s\n", fault);
    } else if (status_collect(options, registered, &status) < 0) {
        fprintf(stderr, "openmpi-mosix: there is no memory left.\n");
    } else {
        if (options->json) {
            status_print_json(&status, stdout);
        } else if (!options->quiet) {
            status_print_text(&status, stdout);
        }
        result = status_exit(&status);
        status_free(&status);
    }
    free(registered);
    return result;
}
