/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages to the user; see btl_mosix_report.h.
 */
#include "btl_mosix_report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mosix_address.h"
#include "mosix_failure.h"

#include "btl_mosix_endpoint.h"

static const char *const drop_names[BTL_MOSIX_DROP_COUNT] = {
    [BTL_MOSIX_DROP_FOREIGN] = "not a message of this release of openmpi-mosix",
    [BTL_MOSIX_DROP_FORGED] = "does not carry this rank's cookie",
    [BTL_MOSIX_DROP_REPLAY] = "delivered before (a replay, or sent again after an error of MOSIX)",
    [BTL_MOSIX_DROP_TAG] = "for a layer of Open MPI that is not there",
};

/* Ends the job through the upper layer, which uses text as a format: no percent signs. */
static void end_job(mca_btl_mosix_module_t *module, opal_proc_t *proc, char *text)
{
    if (module->error_cb != NULL) {
        module->error_cb(&module->super, MCA_BTL_ERROR_FLAGS_FATAL, proc, text);
    }
}

/* A peer is lost; topic tells how that was noticed. The texts of all topics take the same values.
 */
static void report_peer(mca_btl_mosix_module_t *module, const char *topic, opal_proc_t *proc,
                        const struct mosix_rank_address *address, int error)
{
    const char *name = proc != NULL ? OPAL_NAME_PRINT(proc->proc_name) : "unknown";
    char home[MOSIX_QUAD_SIZE];
    char text[256];

    opal_show_help(BTL_MOSIX_HELP, topic, true, opal_process_info.nodename,
                   OPAL_NAME_PRINT(opal_proc_local_get()->proc_name), name,
                   proc != NULL ? opal_get_proc_hostname(proc) : "unknown",
                   mosix_quad_format(address->home, home), (unsigned long) address->pid,
                   strerror(-error), -error, mosix_failure_find(-error)->meaning);
    /* mpirun 4.1.4 loses the text above now and then, but not this one. */
    snprintf(text, sizeof(text), "btl mosix: rank %s (process %lu of home node %s) is lost: %s",
             name, (unsigned long) address->pid, home, strerror(-error));
    end_job(module, proc, text);
}

void btl_mosix_report_peer_failure(mca_btl_mosix_module_t *module,
                                   const mca_btl_base_endpoint_t *endpoint, int error)
{
    report_peer(module, "peer failure", endpoint->proc, &endpoint->address, error);
}

void btl_mosix_report_peer_gone(mca_btl_mosix_module_t *module, opal_proc_t *proc,
                                const struct mosix_rank_address *address, int error)
{
    report_peer(module, "peer gone", proc, address, error);
}

_Noreturn void btl_mosix_report_child(void)
{
    opal_output(0, "btl mosix: %s This process ends.", mosix_failure_find(ECHILD)->meaning);
    _exit(EXIT_FAILURE);
}

/*
 * A message of this sender ends the job; topic tells why. The texts of all topics take the same
 * values.
 */
static void report_message(mca_btl_mosix_module_t *module, const struct mosix_frame *frame,
                           const char *topic, char *text)
{
    char home[MOSIX_QUAD_SIZE];
    const mca_btl_base_endpoint_t *endpoint = btl_mosix_endpoint_find(module, &frame->source);
    opal_proc_t *proc = endpoint != NULL ? endpoint->proc : NULL;
    const char *name = proc != NULL ? OPAL_NAME_PRINT(proc->proc_name) : "unknown";

    opal_show_help(BTL_MOSIX_HELP, topic, true, opal_process_info.nodename,
                   OPAL_NAME_PRINT(opal_proc_local_get()->proc_name), name,
                   mosix_quad_format(frame->source.home, home), (unsigned long) frame->source.pid,
                   (unsigned long) frame->sequence);
    end_job(module, proc, text);
}

void btl_mosix_report_lost_message(mca_btl_mosix_module_t *module, const struct mosix_frame *frame)
{
    report_message(module, frame, "lost message", "btl mosix: a message was lost");
}

void btl_mosix_report_damaged_message(mca_btl_mosix_module_t *module,
                                      const struct mosix_frame *frame)
{
    report_message(module, frame, "damaged message", "btl mosix: a message was damaged");
}

void btl_mosix_report_wrong_put(mca_btl_mosix_module_t *module, const struct mosix_frame *frame)
{
    report_message(module, frame, "wrong put", "btl mosix: a put was refused");
}

void btl_mosix_report_unknown_sender(mca_btl_mosix_module_t *module,
                                     const struct mosix_frame *frame)
{
    report_message(module, frame, "unknown sender", "btl mosix: a rank cannot be answered");
}

void btl_mosix_report_mailbox_failure(mca_btl_mosix_module_t *module, int error)
{
    opal_show_help(BTL_MOSIX_HELP, "mailbox failure", true, opal_process_info.nodename,
                   OPAL_NAME_PRINT(opal_proc_local_get()->proc_name), strerror(error), error);
    end_job(module, NULL, "btl mosix: the mailbox cannot be read any more");
}

void btl_mosix_report_drop(mca_btl_mosix_module_t *module, enum btl_mosix_drop reason,
                           const struct mosix_source *sender)
{
    char home[MOSIX_QUAD_SIZE];
    char text[64] = "not known";
    bool is_first;

    OPAL_THREAD_LOCK(&module->receive_lock);
    is_first = !module->has_dropped;
    module->has_dropped = true;
    module->dropped[reason]++;
    OPAL_THREAD_UNLOCK(&module->receive_lock);
    if (!is_first) {
        return;
    }
    if (sender->home != 0) {
        snprintf(text, sizeof(text), "process %lu of home node %s", (unsigned long) sender->pid,
                 mosix_quad_format(sender->home, home));
    }
    opal_show_help(BTL_MOSIX_HELP, "message dropped", true, opal_process_info.nodename,
                   OPAL_NAME_PRINT(opal_proc_local_get()->proc_name), text, drop_names[reason]);
}

void btl_mosix_report_drops_at_end(const mca_btl_mosix_module_t *module)
{
    opal_output_verbose(1, opal_btl_base_framework.framework_output,
                        "btl:mosix: peers have asked %llu times whether this rank is there",
                        (unsigned long long) module->lives);
    for (int i = 0; i < BTL_MOSIX_DROP_COUNT; i++) {
        if (module->dropped[i] > 0) {
            opal_output_verbose(1, opal_btl_base_framework.framework_output,
                                "btl:mosix: %llu messages dropped: %s",
                                (unsigned long long) module->dropped[i], drop_names[i]);
        }
    }
}
