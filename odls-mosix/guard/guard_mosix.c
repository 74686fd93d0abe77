/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A component that Open MPI loads in every process before it starts threads. Where they cannot
 * work, because the library that runs them was lost on the way, it says so and ends the process:
 * Open MPI would end it as well, after a page of messages that do not tell the reason.
 * It also prepares MPI programs that nobody launched to spawn ranks under mosrun.
 *
 * The framework "reachable" was chosen because it is opened early, and because nobody restricts its
 * list of components. The component never offers a module to it.
 */
#include "guard_mosix_compat.h"

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "guard_library.h"
#include "guard_singleton.h"
#include "mosix_dso.h"
#include "mosix_once.h"

/* How long a rank waits, so that mpirun does not end the one that says it for all before it has.
 * poll(), because sleeping is a call that MOSIX 4 does not do. */
#define GRACE_MILLISECONDS 3000

static int component_query(mca_base_module_t **module, int *priority);

__attribute__((visibility("default"))) guard_mosix_component_t mca_reachable_mosix_component = {
    .version =
        {
            GUARD_MOSIX_COMPONENT_VERSION,
            .mca_query_component = component_query,
        },
    .data = {.param_field = MCA_BASE_METADATA_PARAM_CHECKPOINT},
};

static void say_and_end(void)
{
    char directory[PATH_MAX] = "(unknown)";
    char program[PATH_MAX] = "(unknown)";
    const char *preload = getenv("LD_PRELOAD");
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);

    if (length > 0) {
        program[length] = '\0';
    }
    if (mosix_dso_directory(&mca_reachable_mosix_component, directory, sizeof(directory)) == 0) {
        (void) opal_show_help_add_dir(directory);
    }
    (void) opal_show_help_add_dir(mosix_dso_help_directory());
    if (mosix_once(getenv("PMIX_SERVER_TMPDIR"), "no-library")) {
        opal_show_help("help-mosix-guard.txt", "no library", true, program, (long) getpid(),
                       preload != NULL ? preload : "(not set)", directory);
    } else {
        (void) poll(NULL, 0, GRACE_MILLISECONDS);
    }
    _exit(EXIT_FAILURE);
}

static int component_query(mca_base_module_t **module, int *priority)
{
    *module = NULL;
    *priority = -1;
    if (guard_lacks_library()) {
        say_and_end();
    }
    (void) guard_singleton_adapt(getenv("PATH"));
    return OPAL_ERR_NOT_AVAILABLE;
}
