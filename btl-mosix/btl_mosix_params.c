/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The parameters of the MOSIX BTL; see btl_mosix_params.h.
 */
#include "btl_mosix_params.h"

static unsigned long initial(enum mosix_tunable_index index)
{
    return mosix_tunables[index].initial;
}

static void register_number(enum mosix_tunable_index index, mca_base_var_type_t type, void *value)
{
    (void) mca_base_component_var_register(&mca_btl_mosix_component.super.btl_version,
                                           mosix_tunables[index].name, mosix_tunables[index].text,
                                           type, NULL, 0, 0, OPAL_INFO_LVL_5,
                                           MCA_BASE_VAR_SCOPE_READONLY, value);
}

void btl_mosix_params_register(void)
{
    mca_btl_mosix_component_t *component = &mca_btl_mosix_component;
    mca_btl_base_module_t *btl = &mca_btl_mosix_module.super;

    component->root = "/proc/mosix";
    (void) mca_base_component_var_register(
        &component->super.btl_version, "root",
        "Directory of MOSIX's files: mosip, mybox and mbox below it", MCA_BASE_VAR_TYPE_STRING,
        NULL, 0, 0, OPAL_INFO_LVL_9, MCA_BASE_VAR_SCOPE_READONLY, &component->root);

    component->nonblocking_mailbox = true;
    (void) mca_base_component_var_register(
        &component->super.btl_version, "nonblocking_mailbox",
        "Use mailboxes that never block, where MOSIX has them, instead of asking before every read",
        MCA_BASE_VAR_TYPE_BOOL, NULL, 0, 0, OPAL_INFO_LVL_7, MCA_BASE_VAR_SCOPE_READONLY,
        &component->nonblocking_mailbox);

    component->max_open = (unsigned int) initial(MOSIX_TUNABLE_MAX_OPEN);
    register_number(MOSIX_TUNABLE_MAX_OPEN, MCA_BASE_VAR_TYPE_UNSIGNED_INT, &component->max_open);
    component->max_queued = (unsigned int) initial(MOSIX_TUNABLE_MAX_QUEUED);
    register_number(MOSIX_TUNABLE_MAX_QUEUED, MCA_BASE_VAR_TYPE_UNSIGNED_INT,
                    &component->max_queued);
    component->mailbox_flags = (unsigned int) initial(MOSIX_TUNABLE_MAILBOX_FLAGS);
    register_number(MOSIX_TUNABLE_MAILBOX_FLAGS, MCA_BASE_VAR_TYPE_UNSIGNED_INT,
                    &component->mailbox_flags);
    component->free_list_num = (int) initial(MOSIX_TUNABLE_FREE_LIST_NUM);
    register_number(MOSIX_TUNABLE_FREE_LIST_NUM, MCA_BASE_VAR_TYPE_INT, &component->free_list_num);
    component->free_list_inc = (int) initial(MOSIX_TUNABLE_FREE_LIST_INC);
    register_number(MOSIX_TUNABLE_FREE_LIST_INC, MCA_BASE_VAR_TYPE_INT, &component->free_list_inc);

    btl->btl_exclusivity = (uint32_t) initial(MOSIX_TUNABLE_EXCLUSIVITY);
    btl->btl_latency = (uint32_t) initial(MOSIX_TUNABLE_LATENCY);
    btl->btl_bandwidth = (uint32_t) initial(MOSIX_TUNABLE_BANDWIDTH);
    btl->btl_eager_limit = initial(MOSIX_TUNABLE_EAGER_LIMIT);
    btl->btl_rndv_eager_limit = initial(MOSIX_TUNABLE_RNDV_EAGER_LIMIT);
    btl->btl_max_send_size = initial(MOSIX_TUNABLE_MAX_SEND_SIZE);
    btl->btl_rdma_pipeline_send_length = initial(MOSIX_TUNABLE_PIPELINE_SEND_LENGTH);
    btl->btl_rdma_pipeline_frag_size = initial(MOSIX_TUNABLE_PIPELINE_FRAG_SIZE);
    btl->btl_min_rdma_pipeline_size = initial(MOSIX_TUNABLE_PIPELINE_MIN);
    (void) mca_btl_base_param_register(&component->super.btl_version, btl);
}

/* The value that tunable has in the end, wherever Open MPI read it. */
static unsigned long current_value(enum mosix_tunable_index index)
{
    const mca_btl_mosix_component_t *component = &mca_btl_mosix_component;
    const mca_btl_base_module_t *btl = &mca_btl_mosix_module.super;

    switch (index) {
    case MOSIX_TUNABLE_EXCLUSIVITY:
        return btl->btl_exclusivity;
    case MOSIX_TUNABLE_LATENCY:
        return btl->btl_latency;
    case MOSIX_TUNABLE_BANDWIDTH:
        return btl->btl_bandwidth;
    case MOSIX_TUNABLE_EAGER_LIMIT:
        return btl->btl_eager_limit;
    case MOSIX_TUNABLE_RNDV_EAGER_LIMIT:
        return btl->btl_rndv_eager_limit;
    case MOSIX_TUNABLE_MAX_SEND_SIZE:
        return btl->btl_max_send_size;
    case MOSIX_TUNABLE_PIPELINE_SEND_LENGTH:
        return btl->btl_rdma_pipeline_send_length;
    case MOSIX_TUNABLE_PIPELINE_FRAG_SIZE:
        return btl->btl_rdma_pipeline_frag_size;
    case MOSIX_TUNABLE_PIPELINE_MIN:
        return btl->btl_min_rdma_pipeline_size;
    case MOSIX_TUNABLE_MAX_OPEN:
        return component->max_open;
    case MOSIX_TUNABLE_MAX_QUEUED:
        return component->max_queued;
    case MOSIX_TUNABLE_MAILBOX_FLAGS:
        return component->mailbox_flags;
    case MOSIX_TUNABLE_FREE_LIST_NUM:
        return (unsigned long) component->free_list_num;
    case MOSIX_TUNABLE_FREE_LIST_INC:
        return (unsigned long) component->free_list_inc;
    case MOSIX_TUNABLE_COUNT:
        break;
    }
    return 0;
}

int btl_mosix_params_check(void)
{
    const mca_btl_base_module_t *btl = &mca_btl_mosix_module.super;

    for (int i = 0; i < MOSIX_TUNABLE_COUNT; i++) {
        const struct mosix_tunable *tunable = &mosix_tunables[i];
        unsigned long value = current_value((enum mosix_tunable_index) i);

        if (mosix_tunable_check(tunable, value) < 0) {
            opal_show_help(BTL_MOSIX_HELP, "value out of range", true, opal_process_info.nodename,
                           tunable->name, value, tunable->min, tunable->max);
            return OPAL_ERR_BAD_PARAM;
        }
    }
    if (btl->btl_rndv_eager_limit > btl->btl_eager_limit ||
        btl->btl_eager_limit > btl->btl_max_send_size) {
        opal_show_help(BTL_MOSIX_HELP, "limits out of order", true, opal_process_info.nodename,
                       (unsigned long) btl->btl_rndv_eager_limit,
                       (unsigned long) btl->btl_eager_limit,
                       (unsigned long) btl->btl_max_send_size);
        return OPAL_ERR_BAD_PARAM;
    }
    return OPAL_SUCCESS;
}
