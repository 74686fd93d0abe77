/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages to the user about what goes wrong while a job runs. No lock may be held in any of these
 * calls. Those that end the job call the upper layer's error callback, which usually does not
 * return.
 */
#ifndef BTL_MOSIX_REPORT_H
#define BTL_MOSIX_REPORT_H

#include "btl_mosix.h"

struct mca_btl_base_endpoint_t;

/* Nothing can be sent to this peer any more; error is -errno. Ends the job. */
void btl_mosix_report_peer_failure(mca_btl_mosix_module_t *module,
                                   const struct mca_btl_base_endpoint_t *endpoint, int error);

/*
 * This peer was asked whether it is there, and is gone; proc is NULL if it is not known; error is
 * -errno. Ends the job.
 */
void btl_mosix_report_peer_gone(mca_btl_mosix_module_t *module, opal_proc_t *proc,
                                const struct mosix_rank_address *address, int error);

/*
 * This process was forked by a rank, and wants to send. It has nothing to report through, and Open
 * MPI's own way to end would wait for ever in it: prints one line and ends this process, not the
 * job.
 */
_Noreturn void btl_mosix_report_child(void);

/* A message before frame has been lost. Ends the job. */
void btl_mosix_report_lost_message(mca_btl_mosix_module_t *module, const struct mosix_frame *frame);

/* A message of a rank of this job was cut or extended on its way. Ends the job. */
void btl_mosix_report_damaged_message(mca_btl_mosix_module_t *module,
                                      const struct mosix_frame *frame);

/* A peer has sent a put for memory that it may not write to. Ends the job. */
void btl_mosix_report_wrong_put(mca_btl_mosix_module_t *module, const struct mosix_frame *frame);

/* A rank that this one has never talked to wants an answer. Ends the job. */
void btl_mosix_report_unknown_sender(mca_btl_mosix_module_t *module,
                                     const struct mosix_frame *frame);

/* This rank's mailbox cannot be read any more; error is an errno. Ends the job. */
void btl_mosix_report_mailbox_failure(mca_btl_mosix_module_t *module, int error);

/*
 * Counts a message that was dropped. Only the first one is reported, with its sender; a sender
 * whose home is 0 is not known.
 */
void btl_mosix_report_drop(mca_btl_mosix_module_t *module, enum btl_mosix_drop reason,
                           const struct mosix_source *sender);

/* Prints how many messages were dropped, if btl_base_verbose is at least 1. */
void btl_mosix_report_drops_at_end(const mca_btl_mosix_module_t *module);

#endif
