/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the two halves of the BTL census share: the name of its switch and its only fixed limit.
 */
#ifndef MOSIX_CENSUS_H
#define MOSIX_CENSUS_H

/* Names the file to append to. Unset or empty: the library does nothing. */
#define CENSUS_VARIABLE "MOSIX_BTL_CENSUS"

/* BTL modules of one process; btl/tcp makes one per network interface. */
#define CENSUS_MAX_MODULES 64

#define CENSUS_EXPORT __attribute__((visibility("default")))

#endif
