/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages to the user; see btl_mosix_report.h.
 */
#include "btl_mosix_report.h"

#include <errno.h>
#include <string.h>

#include "mosix_address.h"

#include "btl_mosix_endpoint.h"

static const char *const drop_names[BTL_MOSIX_DROP_COUNT] = {
    [BTL_MOSIX_DROP_FOREIGN] = "not a message of this release of openmpi-mosix",
    [BTL_MOSIX_DROP_FORGED] = "does not carry this rank's cookie",
    [BTL_MOSIX_DROP_REPLAY] = "delivered before",
    [BTL_MOSIX_DROP_TAG] = "for a layer of Open MPI that is not there",
};

/* What an error of a send box means, and what the user can do. */
static const char *meaning(int error)
{
    switch (error) {
    case ESRCH:
        return "The process has ended, or its mailbox is closed. Look for a message of mpirun\n"
               "about that rank, for a core file, and at the kernel's log on its node.";
    case EACCES:
    case EPERM:
        return "MOSIX does not permit this process to send there. Check the mailbox flags of\n"
               "the receiver (btl_mosix_mailbox_flags) and who owns the two processes.";
    case ECONNABORTED:
        return "The peer's home node has left the cluster.";
    case ENOENT:
        return "MOSIX does not know the peer's home node. Check that the two nodes are in the\n"
               "same cluster (/etc/mosix) and that MOSIX runs on both.";
    case EMFILE:
    case ENFILE:
        return "No send box could be opened. The program itself may have too many open.\n"
               "btl_mosix_max_open limits those of Open MPI.";
    case EMSGSIZE:
        return "MOSIX took only a part of a message. Lower btl_mosix_max_send_size.";
    case ETIMEDOUT:
    case ECONNREFUSED:
    case ECONNRESET:
    case ENETUNREACH:
    case EIO:
        return "The peer's home node does not answer. Check that it is up, that MOSIX runs on\n"
               "it, and that the network between the two nodes works.";
    default:
        return "This is unexpected. Look at the system's log on both nodes.";
    }
}

/* Ends the job through the upper layer, which uses text as a format: no percent signs. */
static void end_job(mca_btl_mosix_module_t *module, opal_proc_t *proc, char *text)
{
    if (module->error_cb != NULL) {
        module->error_cb(&module->super, MCA_BTL_ERROR_FLAGS_FATAL, proc, text);
    }
}

void btl_mosix_report_peer_failure(mca_btl_mosix_module_t *module,
                                   const mca_btl_base_endpoint_t *endpoint, int error)
{
    char home[MOSIX_QUAD_SIZE];

    opal_show_help(
        BTL_MOSIX_HELP, "peer failure", true, opal_process_info.nodename,
        OPAL_NAME_PRINT(opal_proc_local_get()->proc_name),
        OPAL_NAME_PRINT(endpoint->proc->proc_name), opal_get_proc_hostname(endpoint->proc),
        mosix_quad_format(endpoint->address.home, home), (unsigned long) endpoint->address.pid,
        strerror(-error), -error, meaning(-error));
    end_job(module, endpoint->proc, "btl mosix: a peer cannot be reached any more");
}

/*
 * A message of this sender ends the job; topic tells why. The texts of all topics take the same
 * values.
 */
static void report_message(mca_btl_mosix_module_t *module, const struct mosix_frame *frame,
                           const char *topic, char *text)
{
    char home[MOSIX_QUAD_SIZE];
    const char *name = "unknown";
    opal_proc_t *proc = NULL;
    mca_btl_base_endpoint_t *endpoint;

    OPAL_THREAD_LOCK(&module->lock);
    OPAL_LIST_FOREACH(endpoint, &module->endpoints, mca_btl_base_endpoint_t)
    {
        if (endpoint->address.home == frame->source.home &&
            endpoint->address.pid == frame->source.pid) {
            proc = endpoint->proc;
            name = OPAL_NAME_PRINT(proc->proc_name);
            break;
        }
    }
    OPAL_THREAD_UNLOCK(&module->lock);
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

void btl_mosix_report_mailbox_failure(mca_btl_mosix_module_t *module, int error)
{
    opal_show_help(BTL_MOSIX_HELP, "mailbox failure", true, opal_process_info.nodename,
                   OPAL_NAME_PRINT(opal_proc_local_get()->proc_name), strerror(error), error);
    end_job(module, NULL, "btl mosix: the mailbox cannot be read any more");
}

void btl_mosix_report_drop(mca_btl_mosix_module_t *module, enum btl_mosix_drop reason)
{
    uint64_t before = 0;

    OPAL_THREAD_LOCK(&module->receive_lock);
    for (int i = 0; i < BTL_MOSIX_DROP_COUNT; i++) {
        before += module->dropped[i];
    }
    module->dropped[reason]++;
    OPAL_THREAD_UNLOCK(&module->receive_lock);
    if (before == 0) {
        opal_show_help(BTL_MOSIX_HELP, "message dropped", true, opal_process_info.nodename,
                       OPAL_NAME_PRINT(opal_proc_local_get()->proc_name), drop_names[reason]);
    }
}

void btl_mosix_report_drops_at_end(const mca_btl_mosix_module_t *module)
{
    for (int i = 0; i < BTL_MOSIX_DROP_COUNT; i++) {
        if (module->dropped[i] > 0) {
            opal_output_verbose(1, opal_btl_base_framework.framework_output,
                                "btl:mosix: %llu messages dropped: %s",
                                (unsigned long long) module->dropped[i], drop_names[i]);
        }
    }
}
