/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The only file of the BTL that includes Open MPI's headers and knows its versions: renames and
 * thin functions, no logic.
 * Open MPI 4.1 has the BTL interface 3.1.0, Open MPI 5.0 has 3.3.0.
 */
#ifndef BTL_MOSIX_COMPAT_H
#define BTL_MOSIX_COMPAT_H

#include "opal_config.h"

#include "opal/class/opal_bitmap.h"
#include "opal/class/opal_free_list.h"
#include "opal/class/opal_list.h"
#include "opal/constants.h"
#include "opal/datatype/opal_convertor.h"
#include "opal/mca/base/mca_base_var.h"
#include "opal/mca/btl/base/base.h"
#include "opal/mca/btl/base/btl_base_error.h"
#include "opal/mca/btl/btl.h"
#include "opal/mca/hwloc/hwloc-internal.h"
#include "opal/util/arch.h"
#include "opal/util/output.h"
#include "opal/util/proc.h"
#include "opal/util/show_help.h"
#include "opal/util/sys_limits.h"
#include "opal/version.h"

#if BTL_VERSION == 310
#include "opal/mca/pmix/pmix.h"
#include "opal/mca/pmix/pmix_types.h"
#include "opal/threads/mutex.h"
#define BTL_MOSIX_GLOBAL OPAL_PMIX_GLOBAL
#elif BTL_VERSION == 330
#include "opal/mca/pmix/pmix-internal.h"
#include "opal/mca/threads/mutex.h"
#define BTL_MOSIX_GLOBAL PMIX_GLOBAL
#else
#error "btl-mosix is written for the BTL interfaces 3.1.0 (Open MPI 4.1) and 3.3.0 (Open MPI 5.0)"
#endif

#define BTL_MOSIX_COMPONENT_VERSION MCA_BTL_DEFAULT_VERSION("mosix")

/* Publishes size bytes at data to every process that asks for them. Returns an OPAL code. */
static inline int btl_mosix_compat_modex_send(const mca_base_component_t *component,
                                              const void *data, size_t size)
{
    int rc;

    OPAL_MODEX_SEND(rc, BTL_MOSIX_GLOBAL, component, data, size);
    return rc;
}

#if BTL_VERSION == 330

/*
 * Whether all that the process of that name has published is on this node now. What another host
 * has comes with the first thing that is asked for, and Open MPI 5 waits for ever for what was not
 * published: so it is btl tcp that is asked about, where this process uses that.
 */
static inline bool btl_mosix_compat_is_here(const opal_process_name_t *name)
{
    mca_btl_base_selected_module_t *selected;
    uint8_t *data = NULL;
    size_t size = 0;
    int rc = OPAL_ERR_NOT_FOUND;

    OPAL_LIST_FOREACH(selected, &mca_btl_base_modules_initialized, mca_btl_base_selected_module_t)
    {
        const mca_base_component_t *component = &selected->btl_component->btl_version;

        if (strcmp(component->mca_component_name, "tcp") == 0) {
            OPAL_MODEX_RECV(rc, component, name, &data, &size);
            free(data);
            break;
        }
    }
    return rc == OPAL_SUCCESS;
}

#endif

/*
 * What the process of that name has published. The caller frees *data. Returns an OPAL code; one
 * that is not OPAL_SUCCESS says that it has published nothing.
 */
static inline int btl_mosix_compat_modex_recv(const mca_base_component_t *component,
                                              const opal_process_name_t *name, uint8_t **data,
                                              size_t *size)
{
    int rc;

#if BTL_VERSION == 330
    if (btl_mosix_compat_is_here(name)) {
        OPAL_MODEX_RECV_IMMEDIATE(rc, component, name, data, size);
        return rc;
    }
#endif
    OPAL_MODEX_RECV(rc, component, name, data, size);
    return rc;
}

#if BTL_VERSION == 310

/* Replaces what this process knows about where proc is. */
static inline void btl_mosix_compat_store_locality(const opal_proc_t *proc, uint16_t locality)
{
    opal_value_t value;

    OBJ_CONSTRUCT(&value, opal_value_t);
    value.key = OPAL_PMIX_LOCALITY;
    value.type = OPAL_UINT16;
    value.data.uint16 = locality;
    (void) opal_pmix.store_local(&proc->proc_name, &value);
    value.key = NULL;
    OBJ_DESTRUCT(&value);
}

/* Whether an upper layer with that tag has to be told the sender's endpoint. */
static inline bool btl_mosix_compat_wants_sender(mca_btl_base_tag_t tag)
{
    (void) tag;
    return false;
}

/* Calls the upper layer with a payload of one segment. */
static inline void btl_mosix_compat_call(const mca_btl_active_message_callback_t *upper,
                                         mca_btl_base_module_t *btl,
                                         struct mca_btl_base_endpoint_t *sender,
                                         mca_btl_base_tag_t tag, mca_btl_base_segment_t *segment)
{
    mca_btl_base_descriptor_t descriptor = {.des_segments = segment, .des_segment_count = 1};

    (void) sender;
    upper->cbfunc(btl, tag, &descriptor, upper->cbdata);
}

#else

static inline void btl_mosix_compat_store_locality(const opal_proc_t *proc, uint16_t locality)
{
    pmix_value_t value = {.type = PMIX_UINT16, .data.uint16 = locality};
    pmix_proc_t name;

    OPAL_PMIX_CONVERT_NAME(&name, &proc->proc_name);
    (void) PMIx_Store_internal(&name, PMIX_LOCALITY, &value);
}

/* One-sided communication is made of messages by Open MPI's base of all BTLs, which answers them.
 */
static inline bool btl_mosix_compat_wants_sender(mca_btl_base_tag_t tag)
{
    return tag >= MCA_BTL_TAG_BTL_BASE && tag < MCA_BTL_TAG_BTL;
}

static inline void btl_mosix_compat_call(const mca_btl_active_message_callback_t *upper,
                                         mca_btl_base_module_t *btl,
                                         struct mca_btl_base_endpoint_t *sender,
                                         mca_btl_base_tag_t tag, mca_btl_base_segment_t *segment)
{
    const mca_btl_base_receive_descriptor_t descriptor = {.endpoint = sender,
                                                          .des_segments = segment,
                                                          .des_segment_count = 1,
                                                          .tag = tag,
                                                          .cbdata = upper->cbdata};

    upper->cbfunc(btl, &descriptor);
}

#endif

/*
 * Whether a payload with that tag asks for a put by PML ob1, which says in the completion of that
 * put that it is done. The name of the tag is in a header of ob1 alone.
 */
static inline bool btl_mosix_compat_asks_for_put(mca_btl_base_tag_t tag)
{
    return tag == MCA_BTL_TAG_PML + 8;
}

/*
 * Whether Open MPI uses a BTL whose name is_known does not accept.
 */
static inline bool btl_mosix_compat_other_btls(bool (*is_known)(const char *name))
{
    mca_btl_base_selected_module_t *selected;

    OPAL_LIST_FOREACH(selected, &mca_btl_base_modules_initialized, mca_btl_base_selected_module_t)
    {
        if (!is_known(selected->btl_component->btl_version.mca_component_name)) {
            return true;
        }
    }
    return false;
}

/*
 * Hands a received payload to the upper layer that has registered for tag. sender is needed only
 * where btl_mosix_compat_wants_sender() says so. Returns 0 when there is no such upper layer, and 1
 * when the payload was delivered.
 */
static inline int btl_mosix_compat_deliver(mca_btl_base_module_t *btl,
                                           struct mca_btl_base_endpoint_t *sender,
                                           mca_btl_base_tag_t tag, void *payload, size_t size)
{
    mca_btl_base_segment_t segment = {.seg_addr.pval = payload, .seg_len = size};
    const mca_btl_active_message_callback_t *upper;

    if (tag >= MCA_BTL_TAG_MAX) {
        return 0;
    }
    upper = &mca_btl_base_active_message_trigger[tag];
    if (upper->cbfunc == NULL) {
        return 0;
    }
    btl_mosix_compat_call(upper, btl, sender, tag, &segment);
    return 1;
}

#endif
