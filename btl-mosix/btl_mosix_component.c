/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The MOSIX BTL as a component. Open MPI loads it in every process. It is active only in a process
 * that owns a mailbox, that is, one that runs under mosrun.
 */
#include "btl_mosix.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "mosix_dso.h"
#include "mosix_ticks.h"

#include "btl_mosix_first.h"
#include "btl_mosix_life.h"
#include "btl_mosix_locality.h"
#include "btl_mosix_mailbox.h"
#include "btl_mosix_module.h"
#include "btl_mosix_params.h"
#include "btl_mosix_receive.h"
#include "btl_mosix_send.h"
#include "btl_mosix_wait.h"

/* Help texts are where configure said, or in a build tree next to the component. */
static void add_help_directories(void)
{
    char directory[PATH_MAX];

    if (mosix_dso_directory(&mca_btl_mosix_component, directory, sizeof(directory)) == 0) {
        opal_show_help_add_dir(directory);
    }
    opal_show_help_add_dir(mosix_dso_help_directory());
}

static int component_register(void)
{
    if (!mosix_dso_fits(opal_version_string, MOSIX_OMPI_SERIES)) {
        add_help_directories();
        opal_show_help(BTL_MOSIX_HELP, "another series", true, opal_process_info.nodename,
                       MOSIX_OMPI_SERIES, opal_version_string);
        return OPAL_ERR_NOT_AVAILABLE;
    }
    btl_mosix_params_register();
    return OPAL_SUCCESS;
}

static int component_open(void)
{
    add_help_directories();
    return OPAL_SUCCESS;
}

/* Tells the other ranks where this one is and what their messages must carry. */
static int publish(mca_btl_mosix_module_t *module)
{
    uint8_t bytes[MOSIX_RECORD_SIZE];
    struct mosix_record record;

    module->architecture = opal_local_arch;
    record = (struct mosix_record){module->self, module->architecture};
    mosix_record_encode(&record, bytes);
    return btl_mosix_compat_modex_send(&mca_btl_mosix_component.super.btl_version, bytes,
                                       sizeof(bytes));
}

/* The module of a process with a mailbox. Returns an OPAL code. */
static int start(mca_btl_mosix_module_t *module)
{
    int rc = btl_mosix_module_start(module);

    if (rc == OPAL_SUCCESS) {
        rc = publish(module);
    }
    if (rc != OPAL_SUCCESS) {
        btl_mosix_mailbox_close(module);
    }
    return rc;
}

static mca_btl_base_module_t **component_init(int *count, bool progress_threads, bool mpi_threads)
{
    mca_btl_base_module_t *module = &mca_btl_mosix_module.super;
    mca_btl_base_module_t **modules;
    int rc = btl_mosix_mailbox_open(&mca_btl_mosix_module);

    (void) progress_threads;
    (void) mpi_threads;
    *count = 0;
    if (rc == -ENOENT && getenv(MOSIX_NEIGHBOURS_ENV) == NULL) {
        return NULL;
    }
    if (rc < 0) {
        module = btl_mosix_locality_module(rc != -ENOENT);
    } else if (start(&mca_btl_mosix_module) != OPAL_SUCCESS) {
        return NULL;
    }
    modules = malloc(sizeof(mca_btl_base_module_t *));
    if (modules != NULL) {
        modules[0] = module;
        *count = 1;
    }
    return modules;
}

static int component_progress(void)
{
    mca_btl_mosix_module_t *module = &mca_btl_mosix_module;
    uint64_t start;
    bool is_empty;
    int count = 0;

    if (OPAL_UNLIKELY(module->mailbox < 0)) {
        return 0; /* in a child that the rank has forked */
    }
    /* Read without the lock: a thread that misses a queued message sees it in its next call. */
    if (OPAL_UNLIKELY(atomic_load_explicit(&module->has_pending, memory_order_relaxed))) {
        count = btl_mosix_send_queued(module);
    } else {
        btl_mosix_wait_hold(module);
    }
    btl_mosix_first_look(module);
    start = mosix_wait_is_early(&module->wait) ? 0 : mosix_ticks();
    count += btl_mosix_receive(module, &is_empty);
    if (count > 0) {
        btl_mosix_wait_found(module);
    } else if (is_empty) {
        btl_mosix_wait_vain(module, start);
        btl_mosix_life_look(module);
    }
    return count;
}

mca_btl_mosix_component_t mca_btl_mosix_component = {
    .super =
        {
            .btl_version =
                {
                    BTL_MOSIX_COMPONENT_VERSION,
                    .mca_open_component = component_open,
                    .mca_register_component_params = component_register,
                },
            .btl_data = {.param_field = MCA_BASE_METADATA_PARAM_CHECKPOINT},
            .btl_init = component_init,
            .btl_progress = component_progress,
        },
};
