/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command status; see status.h.
 */
#include "status.h"

#include <stdio.h>

#include "status_collect.h"
#include "status_json.h"
#include "status_text.h"

enum command_exit status_run(const struct command_options *options)
{
    enum command_exit result;
    struct status status;

    if (status_collect(options, &status) < 0) {
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
