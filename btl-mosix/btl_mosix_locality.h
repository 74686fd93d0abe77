/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What Open MPI believes about memory that ranks share. It takes all ranks of a node for
 * neighbours, who can share memory; a rank under mosrun cannot, with nobody. MPI_COMM_TYPE_SHARED,
 * MPI_Win_allocate_shared and the choice of other components follow from what is said here.
 */
#ifndef BTL_MOSIX_LOCALITY_H
#define BTL_MOSIX_LOCALITY_H

#include "btl_mosix.h"

/* Lets Open MPI take a peer for one of another node. */
void btl_mosix_locality_forget(opal_proc_t *proc);

/*
 * A module for a process without a mailbox, which reaches nobody. It only looks at new peers: with
 * all of them, or with those that have a mailbox, this process shares no memory. The caller does
 * not free it.
 */
mca_btl_base_module_t *btl_mosix_locality_module(bool all);

#endif
