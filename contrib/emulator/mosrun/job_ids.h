/* SPDX-License-Identifier: BSD-3-Clause */
/* The user's names for job IDs: $HOME/.jobids, a number and a token in each line [doc]. PURE. */
#ifndef MOSIX_EMULATOR_MOSRUN_JOBIDS_H
#define MOSIX_EMULATOR_MOSRUN_JOBIDS_H

/*
 * Find TOKEN in TEXT, the ended content of the file. Lines of another form are skipped [assumed];
 * the first match counts [assumed]. 0 and *JOB_ID, or -ENOENT.
 */
int mosrun_jobids_find(const char *text, const char *token, long *job_id);

#endif
