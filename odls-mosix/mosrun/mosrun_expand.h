/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Launch settings as one rank gets them: %r and the like are replaced. Libc only.
 */
#ifndef MOSRUN_EXPAND_H
#define MOSRUN_EXPAND_H

#include <stdint.h>

#include "mosrun_fault.h"
#include "mosrun_settings.h"

/*
 * Who a rank is.
 * rank        rank within the job (%r)
 * local_rank  rank among those of the job on its node (%n)
 * local_count number of the job's ranks on that node
 * job         number of the job (%j), from mosrun_job_number()
 * node        name of the node as Open MPI has it (%h)
 */
struct mosrun_identity {
    unsigned long rank;
    unsigned long local_rank;
    unsigned long local_count;
    unsigned long job;
    const char *node;
};

/* Settings of one rank; owned holds the values that had to be made. */
struct mosrun_expanded {
    struct mosrun_settings settings;
    char *owned[MOSRUN_OPTION_COUNT];
};

/*
 * A number for a MOSIX job made from Open MPI's number for it: above 0, within what -J takes, and
 * distinct for all jobs of one mpirun up to the 32767th, as for those of two mpiruns whose own
 * numbers differ.
 */
unsigned long mosrun_job_number(uint32_t jobid);

/* Whether a value that may hold %r and the like has a % in it, so that ranks may differ. */
bool mosrun_differs_by_rank(const struct mosrun_settings *settings);

/*
 * Makes the settings of that rank. Values that stay as they are belong to settings, which must live
 * longer; the caller frees the others with mosrun_expanded_free().
 * Returns 0; or -EINVAL when a % is followed by anything but r n j h %, with fault filled in; or
 * -ENOMEM. After an error there is nothing to free.
 */
int mosrun_expand(const struct mosrun_settings *settings, const struct mosrun_identity *identity,
                  struct mosrun_expanded *expanded, struct mosrun_fault *fault);

void mosrun_expanded_free(struct mosrun_expanded *expanded);

#endif
