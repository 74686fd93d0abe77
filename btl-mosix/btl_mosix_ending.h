/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether this rank is in MPI_Finalize. Then a peer that is gone has ended regularly, or mpirun
 * tells about it.
 */
#ifndef BTL_MOSIX_ENDING_H
#define BTL_MOSIX_ENDING_H

#include <stdbool.h>

/* Any thread. */
bool btl_mosix_is_ending(void);

#endif
