/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command status; see status.h.
 */
#include "status.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "registered_text.h"
#include "status_collect.h"
#include "status_json.h"
#include "status_text.h"

static enum command_exit show(const struct command_options *options, const char *registered)
{
    enum command_exit result;
    struct status status;

    if (status_collect(options, registered, &status) < 0) {
        fprintf(stderr, "openmpi-mosix: not enough memory.\n");
        return COMMAND_FAILED;
    }
    if (options->json) {
        status_print_json(&status, stdout);
    } else if (!options->quiet) {
        status_print_text(&status, stdout);
    }
    result = status_exit(&status);
    status_free(&status);
    return result;
}

enum command_exit status_run(const struct command_options *options)
{
    char fault[2 * PATH_MAX];
    char *registered = NULL;
    int rc = registered_text_read(options->root, options->block, &registered, fault, sizeof(fault));
    enum command_exit result;

    /* Without the installed file, as in a build tree, status knows less; that is not a failure. */
    if (rc < 0 && rc != -ENOENT) {
        fprintf(stderr, "openmpi-mosix: %s\n", fault);
        return COMMAND_FAILED;
    }
    result = show(options, registered);
    free(registered);
    return result;
}
