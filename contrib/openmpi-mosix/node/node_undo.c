/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Taking back what setup did; see node_undo.h.
 */
#include "node_undo.h"

#include <stdio.h>
#include <stdlib.h>

#include "mosix_needs.h"
#include "node_apply.h"
#include "node_boot.h"
#include "node_files.h"
#include "node_plan.h"
#include "node_plan_boot.h"
#include "node_plan_unit.h"
#include "node_system.h"
#include "node_unit.h"

struct undo {
    const struct node_system *system;
    const struct command_options *options;
    unsigned count; /* of what was taken back */
    bool has_failed;
};

/* Notes the result of one function of node_files.h. Returns whether something was taken back. */
static bool note(struct undo *undo, const char *path, const char *what, int rc)
{
    if (rc < 0) {
        undo->has_failed = true;
        node_apply_report(undo->system, path, -rc);
    } else if (rc > 0) {
        undo->count++;
        if (!undo->options->quiet) {
            printf("%s%s %s%s\n", undo->options->dry_run ? "would " : "", what, undo->system->root,
                   path);
        }
    }
    return rc > 0;
}

static bool undo_file(struct undo *undo, const char *path)
{
    return note(undo, path, "delete",
                node_files_remove(undo->system, path, undo->options->dry_run));
}

/* grubby has no file of ours: it is run again, and the record of it goes last. */
static void undo_grubby(struct undo *undo, struct node_plan *plan)
{
    static const char *const arguments[] = {"--update-kernel=ALL", "--remove-args=" MOSIX_VDSO_WORD,
                                            NULL};
    struct node_boot boot;
    int rc = node_files_remove(undo->system, NODE_GRUBBY_RECORD, true);

    if (rc <= 0) {
        (void) note(undo, NODE_GRUBBY_RECORD, "", rc);
        return;
    }
    node_boot_find(undo->system, &boot);
    node_plan_run(plan, undo->system, boot.tool[0] != '\0' ? boot.tool : "/usr/sbin/grubby",
                  arguments);
    if (node_apply(undo->system, plan, undo->options->dry_run, undo->options->quiet) < 0) {
        undo->has_failed = true;
    } else {
        (void) undo_file(undo, NODE_GRUBBY_RECORD);
    }
    plan->count = 0;
}

static bool undo_cmdline(struct undo *undo)
{
    const char *failed;
    int rc = node_files_restore(undo->system, &node_plan_cmdline, undo->options->dry_run, &failed);

    return note(undo, rc < 0 ? failed : node_plan_cmdline.path, "restore", rc);
}

static void undo_boot(struct undo *undo, struct node_plan *plan)
{
    bool is_changed = undo_file(undo, NODE_GRUB_FILE);

    is_changed |= undo_file(undo, NODE_GRUB_FILE_FORMER);
    is_changed |= undo_cmdline(undo);
    undo_grubby(undo, plan);
    if (is_changed) {
        node_plan_boot_refresh(undo->system, plan);
    }
}

static void undo_units(struct undo *undo, struct node_plan *plan)
{
    bool is_changed = false;
    char path[PATH_MAX];

    for (size_t i = 0; node_unit_names[i] != NULL; i++) {
        snprintf(path, sizeof(path), NODE_UNIT_DIRECTORY "/%s.d/" NODE_DROPIN_NAME,
                 node_unit_names[i]);
        is_changed |= undo_file(undo, path);
        snprintf(path, sizeof(path), NODE_UNIT_DIRECTORY "/%s.d/" NODE_DROPIN_NAME_FORMER,
                 node_unit_names[i]);
        is_changed |= undo_file(undo, path);
    }
    is_changed |= undo_file(undo, NODE_UNIT_WANTED);
    is_changed |= undo_file(undo, NODE_UNIT_DIRECTORY "/" NODE_UNIT_OWN);
    if (is_changed) {
        node_plan_unit_refresh(undo->system, plan);
    }
}

enum command_exit node_undo_run(const struct command_options *options)
{
    struct node_plan *plan = calloc(1, sizeof(*plan));
    struct node_system system;
    struct undo undo = {.system = &system, .options = options};

    if (plan == NULL) {
        fprintf(stderr, "openmpi-mosix: not enough memory.\n");
        return COMMAND_FAILED;
    }
    node_system_read(options->root, &system);
    undo_boot(&undo, plan);
    undo_units(&undo, plan);
    if (node_apply(&system, plan, options->dry_run, options->quiet) < 0) {
        undo.has_failed = true;
    }
    free(plan);
    if (undo.count == 0 && !undo.has_failed && !options->quiet) {
        puts("Nothing to undo: `openmpi-mosix node setup` has written no file here.");
    }
    return undo.has_failed ? COMMAND_FAILED : COMMAND_OK;
}
