/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The status as JSON; see status_json.h.
 */
#include "status_json.h"

#include "json_text.h"
#include "mosrun_parameter.h"

static const char *const file_states[] = {
    [STATUS_FILE_MISSING] = "missing",       [STATUS_FILE_PLAIN] = "not registered",
    [STATUS_FILE_REGISTERED] = "registered", [STATUS_FILE_EDITED] = "edited",
    [STATUS_FILE_DAMAGED] = "damaged",       [STATUS_FILE_UNREADABLE] = "unreadable",
};

static const char *const component_states[] = {
    [STATUS_COMPONENT_LOADED] = "loadable",
    [STATUS_COMPONENT_INSTALLED] = "installed",
    [STATUS_COMPONENT_BROKEN] = "not loadable",
    [STATUS_COMPONENT_MISSING] = "not installed",
};

static void put_component(const char *name, const struct status_component *component,
                          const char *after, FILE *out)
{
    fprintf(out, "\"%s\": {", name);
    json_put_member("state", component_states[component->state], ", ", out);
    json_put_member("detail", component->detail, "}", out);
    fputs(after, out);
}

static void put_place(const struct status_openmpi *openmpi, FILE *out)
{
    const struct openmpi_place *place = &openmpi->place;

    if (place->directory == NULL) {
        return;
    }
    json_put_member("directory", place->directory, ", ", out);
    json_put_member("found_by", place->origin, ", ", out);
    json_put_member("version", place->version, ", ", out);
    json_put_member("components", place->components, ", ", out);
    put_component("odls", &openmpi->odls, ", ", out);
    put_component("btl", &openmpi->btl, ",\n    ", out);
}

static void put_files(const struct status_openmpi *openmpi, FILE *out)
{
    fputs("\"files\": [", out);
    for (size_t i = 0; i < openmpi->files.count; i++) {
        const struct status_file *file = &openmpi->files.list[i];

        fputs(i > 0 ? ",\n      {" : "\n      {", out);
        json_put_member("path", file->path, ", ", out);
        json_put_member("state", file_states[file->state], ", ", out);
        fprintf(out, "\"first_line\": %d, \"last_line\": %d, ", file->first_line, file->last_line);
        json_put_member("detail", file->detail, "}", out);
    }
    fputs("],\n    ", out);
}

static void put_parameters(const struct parameter_list *parameters, FILE *out)
{
    fputs("\"parameters\": [", out);
    for (size_t i = 0; i < parameters->count; i++) {
        const struct parameter *parameter = &parameters->list[i];
        char why[512];

        why[0] = '\0';
        if (parameter->source != NULL) {
            (void) mosrun_parameter_judge(parameter->key, parameter->value, why, sizeof(why));
        }
        fputs(i > 0 ? ",\n      {" : "\n      {", out);
        json_put_member("key", parameter->key, ", ", out);
        json_put_member("value", parameter->value, ", ", out);
        json_put_member("source", parameter->source, ", ", out);
        json_put_member("wrong", why[0] != '\0' ? why : NULL, ", ", out);
        fprintf(out, "\"line\": %d, \"registered\": %s, \"hidden_line\": %d}", parameter->line,
                parameter->is_registered ? "true" : "false", parameter->hidden_line);
    }
    fputs("]}", out);
}

void status_print_json(const struct status *status, FILE *out)
{
    fputs("{", out);
    json_put_member("version", PACKAGE_VERSION, ", ", out);
    json_put_member("built_for", OMPI_SERIES, ", ", out);
    json_put_member("root", status->options->root, ",\n  ", out);
    fputs("\"mosix\": {\"here\": ", out);
    fputs(!status->node.is_known ? "null" : status->node.is_here ? "true" : "false", out);
    fputs(", ", out);
    json_put_member("release", status->node.release, ", ", out);
    json_put_member("address", *status->node.address != '\0' ? status->node.address : NULL, ", ",
                    out);
    json_put_member("detail", status->node.detail, "},\n  ", out);
    fputs("\"openmpi\": [", out);
    for (size_t i = 0; i < status->count; i++) {
        fputs(i > 0 ? ",\n    {" : "\n    {", out);
        put_place(&status->list[i], out);
        put_files(&status->list[i], out);
        put_parameters(&status->list[i].parameters, out);
    }
    fputs("]}\n", out);
}
