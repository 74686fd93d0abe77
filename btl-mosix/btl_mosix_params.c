/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The parameters of the MOSIX BTL; see btl_mosix_params.h.
 */
#include "btl_mosix_params.h"

#include <string.h>

static void register_own(const char *name, const char *text, mca_base_var_type_t type,
                         mca_base_var_info_lvl_t level, void *value)
{
    (void) mca_base_component_var_register(&mca_btl_mosix_component.super.btl_version, name, text,
                                           type, NULL, 0, 0, level, MCA_BASE_VAR_SCOPE_READONLY,
                                           value);
}

/* Open MPI registers these for every BTL, and keeps them in the module. */
static void give_to_open_mpi(const struct mosix_numbers *numbers, mca_btl_base_module_t *btl)
{
    btl->btl_exclusivity = (uint32_t) numbers->exclusivity;
    btl->btl_latency = (uint32_t) numbers->latency;
    btl->btl_bandwidth = (uint32_t) numbers->bandwidth;
    btl->btl_eager_limit = numbers->eager_limit;
    btl->btl_rndv_eager_limit = numbers->rndv_eager_limit;
    btl->btl_max_send_size = numbers->max_send_size;
    btl->btl_rdma_pipeline_send_length = numbers->pipeline_send_length;
    btl->btl_rdma_pipeline_frag_size = numbers->pipeline_frag_size;
    btl->btl_min_rdma_pipeline_size = numbers->pipeline_min;
}

static void take_from_open_mpi(const mca_btl_base_module_t *btl, struct mosix_numbers *numbers)
{
    numbers->exclusivity = btl->btl_exclusivity;
    numbers->latency = btl->btl_latency;
    numbers->bandwidth = btl->btl_bandwidth;
    numbers->eager_limit = btl->btl_eager_limit;
    numbers->rndv_eager_limit = btl->btl_rndv_eager_limit;
    numbers->max_send_size = btl->btl_max_send_size;
    numbers->pipeline_send_length = btl->btl_rdma_pipeline_send_length;
    numbers->pipeline_frag_size = btl->btl_rdma_pipeline_frag_size;
    numbers->pipeline_min = btl->btl_min_rdma_pipeline_size;
}

void btl_mosix_params_register(void)
{
    mca_btl_mosix_component_t *component = &mca_btl_mosix_component;
    mca_btl_base_module_t *btl = &mca_btl_mosix_module.super;

    component->root = "/proc/mosix";
    register_own("root", "Directory of MOSIX's files: mosip, mybox and mbox in it",
                 MCA_BASE_VAR_TYPE_STRING, OPAL_INFO_LVL_9, &component->root);
    component->channel = MOSIX_BOX_ORDERED;
    register_own("channel",
                 "Kind of send boxes: mbox, or ubox to try the other kind of MOSIX. In MOSIX 4.4.3 "
                 "ubox lost messages under load; where one is lost, the job ends",
                 MCA_BASE_VAR_TYPE_STRING, OPAL_INFO_LVL_7, &component->channel);
    component->nonblocking_mailbox = true;
    register_own("nonblocking_mailbox",
                 "Use mailboxes that never block, where MOSIX has them, instead of asking before "
                 "every read",
                 MCA_BASE_VAR_TYPE_BOOL, OPAL_INFO_LVL_7, &component->nonblocking_mailbox);

    component->wait = MOSIX_WAIT_DEFAULT;
    register_own("wait",
                 "How a rank waits for messages: auto looks for them and then sleeps; spin looks "
                 "all the time and takes a whole processor; block sleeps almost at once",
                 MCA_BASE_VAR_TYPE_STRING, OPAL_INFO_LVL_5, &component->wait);

    mosix_numbers_init(&component->numbers);
    for (const struct mosix_tunable *row = mosix_tunables; row->name != NULL; row++) {
        if (!row->of_every_btl) {
            register_own(row->name, row->text, MCA_BASE_VAR_TYPE_UNSIGNED_LONG, OPAL_INFO_LVL_5,
                         mosix_tunable_value(row, &component->numbers));
        }
    }
    give_to_open_mpi(&component->numbers, btl);
    (void) mca_btl_base_param_register(&component->super.btl_version, btl);
}

/* An empty value in a parameter file means "not set". Open MPI frees what it finds there. */
static const char *value_or_default(char **value, const char *initial)
{
    if (*value == NULL) {
        *value = strdup(initial);
    }
    return *value != NULL ? *value : "(no memory)";
}

/* Returns an OPAL code, after a message if the value is wrong. */
static int check_word(const char *name, const char *value, bool (*is_right)(const char *),
                      const char *allowed)
{
    if (is_right(value)) {
        return OPAL_SUCCESS;
    }
    opal_show_help(BTL_MOSIX_HELP, "unknown word", true, opal_process_info.nodename, name, value,
                   allowed);
    return OPAL_ERR_BAD_PARAM;
}

/* The parameters that are words. */
static int check_words(mca_btl_mosix_component_t *component)
{
    const char *channel = value_or_default(&component->channel, MOSIX_BOX_ORDERED);
    const char *wait = value_or_default(&component->wait, MOSIX_WAIT_DEFAULT);
    int rc = check_word("channel", channel, mosix_box_is_channel,
                        MOSIX_BOX_ORDERED " or " MOSIX_BOX_UNORDERED);

    return rc != OPAL_SUCCESS ? rc : check_word("wait", wait, mosix_wait_is_mode, MOSIX_WAIT_MODES);
}

int btl_mosix_params_check(void)
{
    struct mosix_numbers *numbers = &mca_btl_mosix_component.numbers;
    const struct mosix_tunable *wrong;

    take_from_open_mpi(&mca_btl_mosix_module.super, numbers);
    wrong = mosix_numbers_check(numbers);
    if (wrong != NULL) {
        opal_show_help(BTL_MOSIX_HELP, "value out of range", true, opal_process_info.nodename,
                       wrong->name, *mosix_tunable_value(wrong, numbers), wrong->min, wrong->max,
                       wrong->why != NULL ? wrong->why : "");
        return OPAL_ERR_BAD_PARAM;
    }
    if (!mosix_numbers_ordered(numbers)) {
        opal_show_help(BTL_MOSIX_HELP, "limits out of order", true, opal_process_info.nodename,
                       numbers->eager_limit, numbers->max_send_size);
        return OPAL_ERR_BAD_PARAM;
    }
    return check_words(&mca_btl_mosix_component);
}
