/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The parameters of the MOSIX BTL, as Open MPI registers and reads them.
 */
#ifndef BTL_MOSIX_PARAMS_H
#define BTL_MOSIX_PARAMS_H

#include "btl_mosix.h"

/* Registers the parameters with Open MPI. */
void btl_mosix_params_register(void);

/*
 * Checks the values that came from wherever Open MPI reads them. Shows what is wrong.
 * Returns OPAL_SUCCESS or OPAL_ERR_BAD_PARAM.
 */
int btl_mosix_params_check(void);

#endif
