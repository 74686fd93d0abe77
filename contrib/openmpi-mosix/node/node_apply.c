/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Making the steps of a plan; see node_apply.h.
 */
#include "node_apply.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_remedy.h"
#include "node_files.h"
#include "node_finding.h"
#include "node_plan_boot.h"
#include "program_output.h"

#define PROGRAM_LIMIT_MS 600000l

void node_apply_report(const struct node_system *system, const char *path, int error)
{
    if (error == EEXIST) {
        fprintf(stderr,
                "openmpi-mosix: %s%s was edited by hand, or written by somebody else, so it was "
                "not changed. Save what you need of it, delete it, and run this again.\n",
                system->root, path);
        return;
    }
    fprintf(stderr, "openmpi-mosix: %s%s: %s. It was not changed. %s\n", system->root, path,
            strerror(error), conf_remedy(NULL, error));
}

static void print_lines(const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        printf("    %.*s\n", (int) length, text);
        text += length + (text[length] == '\n');
    }
}

static void print_step(const struct node_system *system, const struct node_step *step, bool is_dry)
{
    const char *would = is_dry ? "would " : "";

    switch (step->kind) {
    case NODE_STEP_WRITE:
    case NODE_STEP_CMDLINE:
        printf("%swrite %s%s:\n", would, system->root, step->path);
        print_lines(step->text);
        break;
    case NODE_STEP_RUN:
        printf("%srun:", would);
        for (size_t i = 0; i < NODE_STEP_ARGUMENTS && step->argv[i] != NULL; i++) {
            printf(" %s", step->argv[i]);
        }
        putchar('\n');
        break;
    case NODE_STEP_ADVISE:
        printf("to do by hand: %s.\n", step->text);
        break;
    }
}

static int run(const struct node_step *step)
{
    char end[NODE_TEXT_SIZE];
    char *output = NULL;
    int rc = program_output(step->argv, PROGRAM_LIMIT_MS, &output);

    if (rc != 0) {
        program_output_end(rc, end, sizeof(end));
        fprintf(stderr, "openmpi-mosix: %s failed (%s). It printed:\n%s", step->path, end,
                output != NULL ? output : "");
    }
    free(output);
    return rc == 0 ? 0 : -EIO;
}

static int make_step(const struct node_system *system, const struct node_step *step)
{
    const char *failed = step->path;
    int rc = 0;

    switch (step->kind) {
    case NODE_STEP_WRITE:
        rc = node_files_write(system, step->path, step->text);
        break;
    case NODE_STEP_CMDLINE:
        rc = node_files_edit(system, &node_plan_cmdline, step->text, &failed);
        break;
    case NODE_STEP_RUN:
        return run(step);
    case NODE_STEP_ADVISE:
        break;
    }
    if (rc < 0) {
        node_apply_report(system, failed, -rc);
    }
    return rc;
}

int node_apply(const struct node_system *system, const struct node_plan *plan, bool is_dry,
               bool is_quiet)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < plan->count; i++) {
        const struct node_step *step = &plan->steps[i];

        if (!is_quiet || step->kind == NODE_STEP_ADVISE) {
            print_step(system, step, is_dry);
            /* A program of the next step may print, or take its time. */
            (void) fflush(stdout);
        }
        if (!is_dry) {
            rc = make_step(system, step);
        }
    }
    return rc;
}
