/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Peers that share no memory; see btl_mosix_locality.h.
 */
#include "btl_mosix_locality.h"

#include <errno.h>

#include "btl_mosix_published.h"

static bool of_all;
static mca_btl_base_module_t watcher;

void btl_mosix_locality_forget(opal_proc_t *proc)
{
    if (proc == opal_proc_local_get() || !OPAL_PROC_ON_LOCAL_NODE(proc->proc_flags)) {
        return;
    }
    proc->proc_flags = OPAL_PROC_NON_LOCAL;
    /* Open MPI asks again when it makes communicators with other groups. */
    btl_mosix_compat_store_locality(proc, OPAL_PROC_NON_LOCAL);
}

/* Whether a peer has published a mailbox, of whatever release. */
static bool has_mailbox(const opal_proc_t *proc)
{
    struct mosix_record record;

    return btl_mosix_published(&proc->proc_name, &record) != -ENOENT;
}

static int add_procs(mca_btl_base_module_t *btl, size_t count, opal_proc_t **procs,
                     struct mca_btl_base_endpoint_t **endpoints, opal_bitmap_t *reachable)
{
    (void) btl;
    (void) reachable;
    for (size_t i = 0; i < count; i++) {
        endpoints[i] = NULL;
        if (of_all || (OPAL_PROC_ON_LOCAL_NODE(procs[i]->proc_flags) && has_mailbox(procs[i]))) {
            btl_mosix_locality_forget(procs[i]);
        }
    }
    return OPAL_SUCCESS;
}

static int del_procs(mca_btl_base_module_t *btl, size_t count, opal_proc_t **procs,
                     struct mca_btl_base_endpoint_t **endpoints)
{
    (void) btl;
    (void) count;
    (void) procs;
    (void) endpoints;
    return OPAL_SUCCESS;
}

static int finalize(mca_btl_base_module_t *btl)
{
    (void) btl;
    return OPAL_SUCCESS;
}

mca_btl_base_module_t *btl_mosix_locality_module(bool all)
{
    of_all = all;
    watcher = mca_btl_mosix_module.super;
    /* The last in turn: vader counts all peers of the node, and loses count if some are hidden. */
    watcher.btl_exclusivity = 0;
    watcher.btl_flags = MCA_BTL_FLAGS_SEND;
    watcher.btl_put = NULL;
    watcher.btl_register_mem = NULL;
    watcher.btl_deregister_mem = NULL;
    watcher.btl_register_error = NULL;
    watcher.btl_add_procs = add_procs;
    watcher.btl_del_procs = del_procs;
    watcher.btl_finalize = finalize;
    return &watcher;
}
