/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The status for a reader; see status_text.h.
 */
#include "status_text.h"

#include <stdbool.h>
#include <string.h>

#include "mosrun_parameter.h"

#define WIDTH 78

/* Files may hold any bytes; control characters must not reach the terminal. */
static void put_visible(const char *text, FILE *out)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char) *text;

        if (byte < ' ' || byte == 127) {
            fprintf(out, "\\x%02x", byte);
        } else {
            fputc(byte, out);
        }
    }
}

static void print_component(const char *name, const struct status_component *component,
                            const char *directory, FILE *out)
{
    fprintf(out, "  %-10s  ", name);
    switch (component->state) {
    case STATUS_COMPONENT_LOADED:
        fputs("loadable\n", out);
        break;
    case STATUS_COMPONENT_INSTALLED:
        fprintf(out, "installed in %s\n", directory);
        break;
    case STATUS_COMPONENT_BROKEN:
        fputs("NOT loadable: ", out);
        put_visible(component->detail, out);
        fputc('\n', out);
        break;
    case STATUS_COMPONENT_MISSING:
        fprintf(out, "NOT installed%s%s\n", directory[0] != '\0' ? " in " : "", directory);
        break;
    }
}

static void print_registered(const struct status_file *file, const char *how, FILE *out)
{
    fprintf(out, "registered%s, lines %d to %d\n", how, file->first_line, file->last_line);
    if (file->detail[0] != '\0') {
        fputs("    ", out);
        put_visible(file->detail, out);
        fputs(": unattended-upgrades holds back another version of it until you run\n"
              "    `openmpi-mosix disable`, which changes no job\n",
              out);
    }
}

static void print_file(const struct status_file *file, FILE *out)
{
    fprintf(out, "  %s: ", file->path);
    switch (file->state) {
    case STATUS_FILE_MISSING:
        fputs("not registered (the file does not exist)\n", out);
        break;
    case STATUS_FILE_PLAIN:
        fputs("not registered\n", out);
        break;
    case STATUS_FILE_REGISTERED:
        print_registered(file, "", out);
        break;
    case STATUS_FILE_EDITED:
        print_registered(file, ", but edited by hand", out);
        break;
    case STATUS_FILE_DAMAGED:
        fprintf(out, "DAMAGED, line %d: %s\n", file->first_line, file->detail);
        break;
    case STATUS_FILE_UNREADABLE:
        fprintf(out, "cannot be read: %s\n", file->detail);
        break;
    }
}

static void print_set(const struct parameter *parameter, FILE *out)
{
    char why[512];

    fprintf(out, "    %s = ", parameter->key);
    put_visible(parameter->value, out);
    fputs("  (", out);
    put_visible(parameter->source, out);
    if (parameter->line > 0) {
        fprintf(out, ":%d", parameter->line);
    }
    fputs(parameter->is_registered ? ", registered)\n" : ")\n", out);
    if (mosrun_parameter_judge(parameter->key, parameter->value, why, sizeof(why)) < 0) {
        fprintf(out, "      WRONG: %s\n", why);
    }
    if (parameter->hidden_line > 0) {
        fprintf(
            out,
            "      overrides line %d, which is above the block; run `openmpi-mosix enable` to let\n"
            "      that line win\n",
            parameter->hidden_line);
    }
}

/* Parameters that nobody set are printed several to a line. */
static void print_built_in(const struct parameter_list *parameters, FILE *out)
{
    size_t column = WIDTH;
    bool any = false;

    fputs("  parameters that nobody set:", out);
    for (size_t i = 0; i < parameters->count; i++) {
        const struct parameter *parameter = &parameters->list[i];
        const char *value = parameter->value != NULL ? parameter->value : "";
        const char *equals = parameter->value != NULL ? "=" : "";
        size_t length = strlen(parameter->key) + strlen(equals) + strlen(value) + 1;

        if (parameter->source != NULL) {
            continue;
        }
        if (column + length > WIDTH) {
            fputs("\n   ", out);
            column = 3;
        }
        fprintf(out, " %s%s%s", parameter->key, equals, value);
        column += length;
        any = true;
    }
    fputs(any ? "\n" : " none\n", out);
}

static void print_set_ones(const struct parameter_list *parameters, FILE *out)
{
    bool any = false;

    for (size_t i = 0; i < parameters->count; i++) {
        if (parameters->list[i].source != NULL) {
            fputs(any ? "" : "  parameters that are set:\n", out);
            print_set(&parameters->list[i], out);
            any = true;
        }
    }
}

static void print_openmpi(const struct status_openmpi *openmpi, FILE *out)
{
    const struct openmpi_place *place = &openmpi->place;

    if (place->directory != NULL) {
        fprintf(out, "Open MPI    %s, found by %s\n",
                place->version[0] != '\0' ? place->version : "of unknown version", place->origin);
        print_component(status_component_is_agent(place) ? "mosix-agent" : "odls mosix",
                        &openmpi->odls, place->components, out);
        print_component("btl mosix", &openmpi->btl, place->components, out);
    }
    for (size_t i = 0; i < openmpi->files.count; i++) {
        print_file(&openmpi->files.list[i], out);
    }
    print_set_ones(&openmpi->parameters, out);
    print_built_in(&openmpi->parameters, out);
}

void status_print_text(const struct status *status, FILE *out)
{
    if (status->node.is_known) {
        if (status->node.is_here) {
            fprintf(out, "MOSIX       %s, here: %s\n", status->node.release, status->node.detail);
        } else {
            fprintf(out, "MOSIX       not on this node: %s\n", status->node.detail);
        }
    } else {
        fprintf(out, "MOSIX       not checked, because %s is another system\n",
                status->options->root);
    }
    if (status->count == 0) {
        fputs("Open MPI    none found\n", out);
    }
    for (size_t i = 0; i < status->count; i++) {
        print_openmpi(&status->list[i], out);
    }
}
