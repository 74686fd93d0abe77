/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lists of steps; see node_plan.h.
 */
#include "node_plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct node_step *node_plan_add(struct node_plan *plan, enum node_step_kind kind)
{
    struct node_step *step =
        &plan->steps[plan->count < NODE_STEPS_MAX ? plan->count++ : NODE_STEPS_MAX - 1];

    memset(step, 0, sizeof(*step));
    step->kind = kind;
    return step;
}

void node_plan_advise(struct node_plan *plan, const char *format, ...)
{
    struct node_step *step = node_plan_add(plan, NODE_STEP_ADVISE);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(step->text, sizeof(step->text), format, arguments);
    va_end(arguments);
}

static void advise_program(struct node_plan *plan, const char *program,
                           const char *const arguments[])
{
    struct node_step *step = node_plan_add(plan, NODE_STEP_ADVISE);
    FILE *out = fmemopen(step->text, sizeof(step->text), "w");

    if (out == NULL) {
        return;
    }
    fprintf(out, "run this inside the image: %s", program);
    for (; *arguments != NULL; arguments++) {
        fprintf(out, " %s", *arguments);
    }
    (void) fclose(out);
}

void node_plan_run(struct node_plan *plan, const struct node_system *system, const char *program,
                   const char *const arguments[])
{
    struct node_step *step;

    if (!node_system_is_live(system)) {
        advise_program(plan, program, arguments);
        return;
    }
    step = node_plan_add(plan, NODE_STEP_RUN);
    snprintf(step->path, sizeof(step->path), "%s", program);
    step->argv[0] = step->path;
    for (size_t i = 0; arguments[i] != NULL && i + 2 < NODE_STEP_ARGUMENTS; i++) {
        step->argv[i + 1] = arguments[i];
    }
}
