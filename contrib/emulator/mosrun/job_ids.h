/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The user's names for job IDs: $HOME/.jobids, a number and a token in each line [doc]. Libc only.
 */
#ifndef MOSIX_EMULATOR_JOB_IDS_H
#define MOSIX_EMULATOR_JOB_IDS_H

/*
 * Find TOKEN in TEXT, the ended content of the file. Lines of another form are skipped [assumed];
 * the first match counts [assumed]. 0 and *JOB_ID, or -ENOENT.
 */
int job_ids_find(const char *text, const char *token, long *job_id);

#endif
