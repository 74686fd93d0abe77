/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command status; see status.h.
 */
#include "status.h"

#include <stdio.h>
#include <stdlib.h>

#include "registered_text.h"
#include "status_collect.h"
#include "status_json.h"
#include "status_text.h"

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
