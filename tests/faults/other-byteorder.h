/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Included before every source of the BTL for byteorder.bats: the rank takes itself for one with
 * the other byte order.
 */
#ifndef OTHER_BYTEORDER_H
#define OTHER_BYTEORDER_H

#include "opal_config.h"

#include "opal/datatype/opal_datatype.h" /* declares it a second time */
#include "opal/util/arch.h"

#define opal_local_arch (opal_local_arch ^ OPAL_ARCH_ISBIGENDIAN)

#endif
