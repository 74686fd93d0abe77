/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The MOSIX BTL as a component. Open MPI loads it in every process. It is active only in a process
 * that owns a mailbox, that is, one that runs under mosrun.
 */
#include "btl_mosix.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "mosix_address.h"
#include "mosix_dso.h"

#include "btl_mosix_module.h"
#include "btl_mosix_params.h"
#include "btl_mosix_receive.h"
#include "btl_mosix_send.h"

/* A component that is loaded from a directory of its own may have its help texts there, too. */
static void add_help_directory(void)
{
    char directory[PATH_MAX];

    if (mosix_dso_directory(&mca_btl_mosix_component, directory, sizeof(directory)) == 0) {
        opal_show_help_add_dir(directory);
    }
}

static int component_register(void)
{
    if (!mosix_dso_fits(opal_version_string, MOSIX_OMPI_SERIES)) {
        add_help_directory();
        opal_show_help(BTL_MOSIX_HELP, "another series", true, opal_process_info.nodename,
                       MOSIX_OMPI_SERIES, opal_version_string);
        return OPAL_ERR_NOT_AVAILABLE;
    }
    btl_mosix_params_register();
    return OPAL_SUCCESS;
}

static int component_open(void)
{
    add_help_directory();
    return OPAL_SUCCESS;
}

/* Finds the home node's address, which the other ranks need to reach this one. */
static int read_home(mca_btl_mosix_module_t *module)
{
    char path[PATH_MAX];
    int rc = -ENAMETOOLONG;

    if (snprintf(path, sizeof(path), "%s/mosip", mca_btl_mosix_component.root) <
        (int) sizeof(path)) {
        rc = mosix_home_read(path, &module->self.home);
    }
    if (rc < 0) {
        opal_show_help(BTL_MOSIX_HELP, "no home address", true, opal_process_info.nodename, path,
                       rc == -EINVAL ? "it holds no address of a node" : strerror(-rc));
    }
    return rc;
}

/*
 * If MOSIX refuses writes that do not block, two ranks that write to each other could wait for
 * ever. This is tried here, on the rank's own mailbox, while tcp can still be used.
 */
static int try_nonblocking(const mca_btl_mosix_module_t *module)
{
    int box =
        mosix_box_open_peer(mca_btl_mosix_component.root, module->self.home, module->self.pid, 1);

    if (box < 0) {
        opal_show_help(BTL_MOSIX_HELP, "send box refused", true, opal_process_info.nodename,
                       strerror(-box), -box);
        return box;
    }
    mosix_box_close(box);
    return 0;
}

/*
 * Opens a mailbox that never blocks, which saves a system call for every message. If MOSIX has no
 * such mailbox, opens an ordinary one. Returns a descriptor or -errno.
 */
static int open_fastest(mca_btl_mosix_module_t *module)
{
    const char *root = mca_btl_mosix_component.root;
    unsigned int flags = (unsigned int) mca_btl_mosix_component.numbers.mailbox_flags;
    int box;

    if (mca_btl_mosix_component.nonblocking_mailbox) {
        box = mosix_box_open_own(root, flags | MOSIX_BOX_NEVER_BLOCKS);
        if (box >= 0 && mosix_box_test_nonblocking(box) == 1) {
            module->must_probe = false;
            return box;
        }
        if (box >= 0) {
            mosix_box_close(box);
        } else if (box == -ENOENT) {
            return box;
        }
    }
    module->must_probe = true;
    return mosix_box_open_own(root, flags & ~MOSIX_BOX_NEVER_BLOCKS);
}

/* Opens the mailbox. Returns 0, -ENOENT outside mosrun, or -errno after showing a message. */
static int open_mailbox(mca_btl_mosix_module_t *module)
{
    int box = open_fastest(module);

    if (box == -ENOENT) {
        return box;
    }
    if (box < 0) {
        opal_show_help(BTL_MOSIX_HELP, "mailbox refused", true, opal_process_info.nodename,
                       mca_btl_mosix_component.root, strerror(-box), -box);
        return box;
    }
    module->mailbox = box;
    module->self.pid = (uint32_t) getpid();
    if (read_home(module) < 0 || try_nonblocking(module) < 0) {
        mosix_box_close(box);
        module->mailbox = -1;
        return -EIO;
    }
    return 0;
}

/* Tells the other ranks where this one is and what their messages must carry. */
static int publish(mca_btl_mosix_module_t *module)
{
    uint8_t bytes[MOSIX_RECORD_SIZE];
    struct mosix_record record;

    if (getrandom(&module->self.cookie, sizeof(module->self.cookie), 0) !=
        (ssize_t) sizeof(module->self.cookie)) {
        return OPAL_ERROR;
    }
    module->architecture = opal_local_arch;
    record = (struct mosix_record){module->self, module->architecture};
    mosix_record_encode(&record, bytes);
    return btl_mosix_compat_modex_send(&mca_btl_mosix_component.super.btl_version, bytes,
                                       sizeof(bytes));
}

static mca_btl_base_module_t **component_init(int *count, bool progress_threads, bool mpi_threads)
{
    mca_btl_mosix_module_t *module = &mca_btl_mosix_module;
    mca_btl_base_module_t **modules;

    (void) progress_threads;
    (void) mpi_threads;
    *count = 0;
    if (open_mailbox(module) < 0) {
        return NULL;
    }
    modules = malloc(sizeof(mca_btl_base_module_t *));
    if (modules == NULL || btl_mosix_params_check() != OPAL_SUCCESS ||
        btl_mosix_module_start(module) != OPAL_SUCCESS || publish(module) != OPAL_SUCCESS) {
        free(modules);
        mosix_box_close(module->mailbox);
        module->mailbox = -1;
        return NULL;
    }
    modules[0] = &module->super;
    *count = 1;
    return modules;
}

static int component_progress(void)
{
    mca_btl_mosix_module_t *module = &mca_btl_mosix_module;
    int count = 0;

    /* Read without the lock: a thread that misses a queued message sees it in its next call. */
    if (OPAL_UNLIKELY(atomic_load_explicit(&module->has_pending, memory_order_relaxed))) {
        count = btl_mosix_send_queued(module);
    }
    return count + btl_mosix_receive(module);
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
